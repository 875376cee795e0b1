import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newEnv, generateDsaKey, fingerprintOf, writePrivateKeys, writeSerializedKey } from '../../otr/index.ts';
import { randomBytes } from 'node:crypto';
import { findAll, type Home } from './places.ts';

/* Every program's files as they lie in its usual place, in a home folder of the test's own. */

const key = generateDsaKey(newEnv((length) => new Uint8Array(randomBytes(length))), () => undefined);
const digits = '0123456789abcdef0123456789abcdef01234567';
const otherDigits = 'f'.repeat(40);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-home-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const home = (platform: Home['platform'] = 'linux', env: Home['env'] = {}): Home => ({ platform, home: folder, env });

/** What was found, with fingerprints in place of keys. */
function found(where = home()) {
  return findAll(where).map(({ client, accounts, skipped }) => ({
    client,
    accounts: accounts.map((account) => ({ ...account, key: account.key && fingerprintOf(account.key) })),
    skipped,
  }));
}

const keyFile = (name: string, protocol: string) => writePrivateKeys([{ name, protocol, key }]);
const mine = { address: 'juniper@example.org', key: fingerprintOf(key), fingerprints: [{ address: 'river@example.org', fingerprint: digits, trusted: true }] };

test('an empty home holds nothing', () => {
  expect(found()).toEqual([]);
});

test('Pidgin: keys, fingerprints and accounts; a resource or slash at the name is dropped, other protocols are skipped', () => {
  put('.purple/otr.private_key', keyFile('juniper@example.org/', 'prpl-jabber'));
  put(
    '.purple/otr.fingerprints',
    [
      `river@example.org\tjuniper@example.org/\tprpl-jabber\t${digits}\tsmp`,
      `marlow@example.org/phone\tjuniper@example.org/home\tprpl-jabber\t${otherDigits.toUpperCase()}\t`,
      `someone\tjuniper\tprpl-irc\t${digits}\tverified`,
      `not an address\tjuniper@example.org/\tprpl-jabber\t${digits}\tverified`,
      '',
    ].join('\n'),
  );
  put(
    '.purple/accounts.xml',
    "<?xml version='1.0'?><account version='1.0'><account><protocol>prpl-jabber</protocol><name>work@example.com/Home</name><password>never read</password><settings><setting name='port' type='int'>5222</setting></settings></account><account><protocol>prpl-irc</protocol><name>juni@irc.example.org</name></account></account>",
  );
  expect(found()).toEqual([
    {
      client: 'pidgin',
      accounts: [
        { address: 'work@example.com', key: null, fingerprints: [] },
        { ...mine, fingerprints: [...mine.fingerprints, { address: 'marlow@example.org', fingerprint: otherDigits, trusted: false }] },
      ],
      skipped: [
        { name: 'juni@irc.example.org', why: 'other-protocol' },
        { name: 'juniper', why: 'other-protocol' },
        { name: 'not an address', why: 'not-an-address' },
      ],
    },
  ]);
});

test('Gajim: keys and fingerprints stand under account names, which its settings explain', () => {
  put('.config/gajim/config', 'accounts.Home.name = juniper\naccounts.Home.hostname = example.org\naccounts.Home.password = x\n');
  put('.local/share/gajim/Home.key3', writeSerializedKey(key));
  put('.local/share/gajim/Home.fpr', `river@example.org\tHome\txmpp\t${digits}\tverified\n`);
  expect(found()).toEqual([{ client: 'gajim', accounts: [mine], skipped: [] }]);
});

test('CoyIM: one JSON file, the first key counts; encrypted it is only named', () => {
  const account = {
    Account: 'juniper@example.org',
    PrivateKeys: [Buffer.from(writeSerializedKey(key)).toString('base64')],
    Peers: [
      { UserID: 'river@example.org', Fingerprints: [{ FingerprintHex: digits, Trusted: true }, { FingerprintHex: '00', Trusted: true }] },
      { UserID: 'marlow@example.org', Fingerprints: null },
    ],
  };
  put('.config/coyim/accounts.json', JSON.stringify({ Accounts: [account, { Account: 7 }] }));
  expect(found()).toEqual([
    {
      client: 'coyim',
      accounts: [mine],
      skipped: [{ name: 'river@example.org', why: 'unreadable' }, { name: 'accounts.json', why: 'unreadable' }],
    },
  ]);
  put('.config/coyim/accounts.json', JSON.stringify({ Params: {}, Data: '00' }));
  expect(found()).toEqual([{ client: 'coyim', accounts: [], skipped: [{ name: 'accounts.json', why: 'encrypted' }] }]);
});

test('profanity, mcabber, irssi and WeeChat', () => {
  const line = (protocol: string) => `river@example.org\tjuniper@example.org\t${protocol}\t${digits}\tverified\n`;
  put('.local/share/profanity/otr/juniper_at_example.org/keys.txt', keyFile('juniper@example.org', 'xmpp'));
  put('.local/share/profanity/otr/juniper_at_example.org/fingerprints.txt', line('xmpp'));
  put('.mcabber/otr/juniper@example.org.key', keyFile('juniper@example.org', 'jabber'));
  put('.mcabber/otr/juniper@example.org.fpr', line('jabber'));
  put('.irssi/otr/otr.key', keyFile('juni@irc.example.org', 'IRC'));
  put('.weechat/otr/juniper@example.org.key3', writeSerializedKey(key));
  put('.weechat/otr/juniper@example.org.fpr', line('xmpp'));
  expect(found()).toEqual([
    { client: 'profanity', accounts: [mine], skipped: [] },
    { client: 'mcabber', accounts: [mine], skipped: [] },
    { client: 'irssi', accounts: [], skipped: [{ name: 'juni@irc.example.org', why: 'other-protocol' }] },
    { client: 'weechat', accounts: [mine], skipped: [] },
  ]);
});

test('the folders of other systems and of the environment count', () => {
  put('Roaming/.purple/otr.private_key', keyFile('juniper@example.org', 'prpl-jabber'));
  expect(found(home('win32', { APPDATA: join(folder, 'Roaming') }))).toMatchObject([{ client: 'pidgin' }]);
  put('data/profanity/otr/a/keys.txt', keyFile('juniper@example.org', 'xmpp'));
  expect(found(home('linux', { XDG_DATA_HOME: join(folder, 'data') }))).toMatchObject([{ client: 'profanity' }]);
});

test('files that are none are named and spoil nothing', () => {
  put('.purple/otr.private_key', 'nonsense');
  put('.purple/otr.fingerprints', `nonsense\n\t\t\t\nriver@example.org\tjuniper@example.org\tprpl-jabber\t${digits}\n`);
  put('.purple/accounts.xml', '<account><account><name>&bad;<<<');
  put('.local/share/gajim/x@example.org.key3', new Uint8Array([0, 0, 0, 0, 0, 1, 5]));
  put('.config/coyim/accounts.json', '{');
  put('.weechat/otr/broken@example.org.key3', writeSerializedKey({ ...key, x: Uint8Array.of(2) }));
  expect(found()).toEqual([
    {
      client: 'pidgin',
      accounts: [{ address: 'juniper@example.org', key: null, fingerprints: [{ address: 'river@example.org', fingerprint: digits, trusted: false }] }],
      skipped: [{ name: 'otr.private_key', why: 'unreadable' }],
    },
    { client: 'gajim', accounts: [], skipped: [{ name: 'x@example.org.key3', why: 'unreadable' }] },
    { client: 'coyim', accounts: [], skipped: [{ name: 'accounts.json', why: 'unreadable' }] },
    { client: 'weechat', accounts: [], skipped: [{ name: 'broken@example.org.key3', why: 'invalid-key' }] },
  ]);
});
