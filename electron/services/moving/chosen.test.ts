import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf, generateDsaKey, newEnv, writePrivateKeys, writeSerializedKey } from '../../otr/index.ts';
import { findIn } from './chosen.ts';
import { sealedBy } from './testing/sealed-coyim.ts';

const key = generateDsaKey(newEnv((length) => new Uint8Array(randomBytes(length))), () => undefined);
const digits = '0123456789abcdef0123456789abcdef01234567';
const keys = (name: string, protocol: string) => writePrivateKeys([{ name, protocol, key }]);
const line = (name: string, protocol: string) => `river@example.org\t${name}\t${protocol}\t${digits}\tsmp\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-chosen-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function found(path = '') {
  return findIn(join(folder, path)).map(({ client, accounts, skipped, locked }) => ({
    client,
    accounts: accounts.map((account) => [account.address, account.key && fingerprintOf(account.key), account.fingerprints.size]),
    skipped,
    locked,
  }));
}

const mine = ['juniper@example.org', fingerprintOf(key), 1];

test('the copy of a home is searched in its usual places, of whatever system it was', () => {
  put('.purple/otr.private_key', keys('juniper@example.org/', 'prpl-jabber'));
  put('AppData/Roaming/.purple/otr.private_key', keys('work@example.org/', 'prpl-jabber'));
  put('AppData/Roaming/Gajim/juniper@example.org.key3', writeSerializedKey(key));
  put('Library/Application Support/Adium 2.0/Users/Default/otr.private_key', keys('juniper@example.org', 'libpurple-Jabber'));
  expect(found().map(({ client, accounts }) => [client, accounts.length])).toEqual([['pidgin', 1], ['adium', 1], ['gajim', 1]]);
});

test('in another folder files are known by what is in them, at any depth and by any name', () => {
  put('a/keys.backup', keys('5', 'libpurple-Jabber'));
  put('a/list', '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "x" "y">\n<plist><dict><key>Accounts</key><array><dict><key>ObjectID</key><string>5</string><key>Type</key><string>libpurple-Jabber</string><key>UID</key><string>juniper@example.org</string></dict></array></dict></plist>');
  put('a/prints.txt', line('5', 'libpurple-Jabber'));
  put('b/tags', 'juniper@example.org\tprpl-jabber\t27e31597\n');
  put('b/b.xml', "<?xml version='1.0'?><account><account><protocol>prpl-jabber</protocol><name>work@example.com</name></account></account>");
  put('c/d/old', JSON.stringify({ Accounts: [{ Account: 'third@example.org' }] }));
  put('c/d/settings', 'accounts.Home.name = fourth\naccounts.Home.hostname = example.org\n');
  put('c/d/Home.key3', writeSerializedKey(key));
  put('c/d/photo.jpg', randomBytes(5_000));
  put('notes.txt', 'nothing of the kind');
  symlinkSync(folder, join(folder, 'loop'));
  expect(found()).toEqual([
    {
      client: 'files',
      accounts: [mine, ['fourth@example.org', fingerprintOf(key), 0], ['work@example.com', null, 0], ['third@example.org', null, 0]],
      skipped: [{ name: 'juniper@example.org', why: 'instance-tag' }],
      locked: null,
    },
  ]);
});

test('one file alone', () => {
  put('x', keys('juniper@example.org/', 'prpl-jabber'));
  put('y', line('juniper@example.org/', 'prpl-jabber'));
  put('accounts.json.enc', JSON.stringify(sealedBy('right')));
  put('z', 'nothing of the kind');
  expect(found('x')).toEqual([{ client: 'files', accounts: [[mine[0], mine[1], 0]], skipped: [], locked: null }]);
  expect(found('y')).toEqual([{ client: 'files', accounts: [[mine[0], null, 1]], skipped: [], locked: null }]);
  expect(found('accounts.json.enc')).toEqual([{ client: 'files', accounts: [], skipped: [], locked: join(folder, 'accounts.json.enc') }]);
  expect(found('z')).toEqual([{ client: 'files', accounts: [], skipped: [{ name: 'z', why: 'unreadable' }], locked: null }]);
});

test('nothing known, nothing there', () => {
  put('notes.txt', 'nothing of the kind');
  expect(found()).toEqual([]);
  expect(found('nowhere')).toEqual([{ client: 'files', accounts: [], skipped: [{ name: 'nowhere', why: 'unreadable' }], locked: null }]);
});
