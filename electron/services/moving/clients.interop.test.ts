import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf, readPrivateKeys, writeSerializedKey } from '../../otr/index.ts';
import { LibotrFiles } from '../../otr/interop/libotr.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import type { ExportStyle } from '../../../shared/views.ts';
import type { FingerprintRecord } from '../../store/records.ts';
import { findIn } from './chosen.ts';
import { exportFiles } from './export-files.ts';
import { findAll } from './places.ts';
import { runInTerminal } from './testing/terminal.ts';

/*
 * Files made by the real programs and libraries are found and read, and the ones that are written here are read by
 * them: libotr, which Pidgin, Adium, profanity and mcabber use; potr, which Gajim and WeeChat use; and Debian's irssi.
 */

const libotr = new LibotrFiles();
afterAll(() => libotr.close());

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sotto-clients-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), content);
}

function found() {
  return seen(findAll({ platform: 'linux', home, env: {} }));
}

function seen(findings: ReturnType<typeof findAll>) {
  return findings.map(({ client, accounts, skipped }) => ({
    client,
    accounts: accounts.map(({ address, key, fingerprints }) => ({
      address,
      key: key && fingerprintOf(key),
      fingerprints: [...fingerprints.values()],
    })),
    skipped,
  }));
}

const rivers = '0123456789abcdef0123456789abcdef01234567';
const line = (name: string, protocol: string, trust: string) => `river@example.org\t${name}\t${protocol}\t${rivers}\t${trust}\n`;

test.each([
  ['pidgin', 'prpl-jabber', 'juniper@example.org/', '.purple/otr.private_key', '.purple/otr.fingerprints'],
  ['adium', 'libpurple-Jabber', 'juniper@example.org', 'Library/Application Support/Adium 2.0/Users/Default/otr.private_key', 'Library/Application Support/Adium 2.0/Users/Default/otr.fingerprints'],
  ['profanity', 'xmpp', 'juniper@example.org', '.local/share/profanity/otr/juniper_at_example.org/keys.txt', '.local/share/profanity/otr/juniper_at_example.org/fingerprints.txt'],
  ['mcabber', 'jabber', 'juniper@example.org', '.mcabber/otr/juniper@example.org.key', '.mcabber/otr/juniper@example.org.fpr'],
] as const)('%s: libotr’s own files', (client, protocol, name, keys, fingerprints) => {
  const made = libotr.makeKeys([name], protocol);
  put(keys, made.file);
  put(fingerprints, libotr.rewriteFingerprints(line(name, protocol, 'smp')));
  const expected = { address: 'juniper@example.org', key: made.fingerprints[0], fingerprints: [{ address: 'river@example.org', fingerprint: rivers, trusted: true }] };
  expect(found()).toEqual([{ client, accounts: [expected], skipped: [] }]);
});

test('Pidgin’s instance tags as libotr writes them are named, and stay', () => {
  put('.purple/otr.instance_tags', libotr.rewriteTags('juniper@example.org/\tprpl-jabber\t27e31597\n'));
  expect(found()).toEqual([{ client: 'pidgin', accounts: [], skipped: [{ name: 'juniper@example.org/', why: 'instance-tag' }] }]);
});

const known: FingerprintRecord = {
  accountId: 'a',
  address: 'river@example.org',
  fingerprint: rivers,
  verified: true,
  verifiedAtMs: 1,
  verifiedHow: 'question',
  firstSeenMs: 1,
  lastSeenMs: 1,
  undecided: false,
  highestVersion: 3,
};
const mine = { address: 'juniper@example.org', key: testKeys.alice, fingerprints: [known] };
const work = { address: 'work@example.com', key: testKeys.bob, fingerprints: [] };

test.each<[ExportStyle, string, string, string]>([
  ['pidgin', 'prpl-jabber', '/', 'otr.private_key'],
  ['irssi', 'IRC', '', 'otr.key'],
  ['profanity', 'xmpp', '', 'juniper_at_example.org/keys.txt'],
  ['mcabber', 'jabber', '', 'juniper@example.org.key'],
])('an export for %s: libotr reads the key, the fingerprint and its trust', (style, protocol, suffix, keyFile) => {
  const written = exportFiles(home, [mine, work], style);
  const keys = readFileSync(join(home, keyFile));
  const names = (keyFile.includes('juniper') ? [mine] : [mine, work]).map(({ address }) => `${address}${suffix}`);
  const fingerprints = [testKeys.alice, testKeys.bob].slice(0, names.length).map(fingerprintOf);
  expect(libotr.fingerprintsIn(keys, names, protocol)).toEqual(fingerprints);
  const table = written.find((name) => /fp|finger/.test(name)) ?? '';
  expect(libotr.rewriteFingerprints(readFileSync(join(home, table), 'utf8'))).toBe(line(`${mine.address}${suffix}`, protocol, 'smp'));
});

/** Runs a script in Debian's Python, for which Debian has potr. Its way to a new key is broken there, so that is the script's. */
function potr(script: string): string {
  const before = 'from Cryptodome.PublicKey import DSA\nfrom potr.compatcrypto import PK\nfrom potr.compatcrypto.pycrypto import DSAKey\n';
  return execFileSync('/usr/bin/python3', ['-c', before + script], { cwd: home, encoding: 'utf8' }).trim();
}

test('Gajim: a key and a fingerprint of potr’s; and potr reads ours', () => {
  const folder = join(home, '.local/share/gajim');
  mkdirSync(folder, { recursive: true });
  const made = potr(
    [
      'made = DSA.generate(1024)',
      'key = DSAKey((made.y, made.g, made.p, made.q, made.x), private=True)',
      `open(${JSON.stringify(join(folder, 'juniper@example.org.key3'))}, 'wb').write(key.serializePrivateKey())`,
      'print(key.cfingerprint())',
    ].join('\n'),
  );
  put('.local/share/gajim/juniper@example.org.fpr', line('juniper@example.org', 'xmpp', 'verified'));
  const expected = { address: 'juniper@example.org', key: made, fingerprints: [{ address: 'river@example.org', fingerprint: rivers, trusted: true }] };
  expect(found()).toEqual([{ client: 'gajim', accounts: [expected], skipped: [] }]);
  put('ours.key3', writeSerializedKey(testKeys.alice));
  expect(potr("print(PK.parsePrivateKey(open('ours.key3', 'rb').read())[0].cfingerprint())")).toBe(fingerprintOf(testKeys.alice));
});

/** What Gajim 1.7.3 made of its older settings, and of an account that was added there, as it wrote it. */
const gajimSettings = [
  'import json, os, sqlite3',
  "db = sqlite3.connect('settings.sqlite')",
  "db.executescript('CREATE TABLE settings (name TEXT UNIQUE, settings TEXT); CREATE TABLE account_settings (account TEXT UNIQUE, settings TEXT); PRAGMA user_version=5')",
  "plugins = json.dumps({'gotr': {'active': True, 'x': 'y' * 9000}})",
  "db.execute('INSERT INTO settings(name, settings) VALUES (?, ?)', ('plugins', plugins))",
  "home = {'name': 'juniper', 'hostname': 'example.org', 'savepass': False, 'password': 'never read', 'active': True}",
  "more = {'name': 'work', 'hostname': 'example.com'}",
  "for name, settings in (('Home', home), ('Work', more), ('Empty', {})):",
  "    text = json.dumps({'account': settings, 'contact': {}, 'group_chat': {}})",
  "    db.execute('INSERT INTO account_settings(account, settings) VALUES (?, ?)', (name, text))",
  "db.execute('INSERT INTO account_settings(account, settings) VALUES (?, ?)', ('Broken', '{'))",
  'db.commit()',
].join('\n');

test('later Gajims: the names of its accounts stand in a database', () => {
  const key = writeSerializedKey(testKeys.alice);
  put('.config/gajim/config.old', 'accounts.Home.name = nobody\naccounts.Home.hostname = example.net\n');
  execFileSync('/usr/bin/python3', ['-c', gajimSettings], { cwd: join(home, '.config/gajim') });
  put('.local/share/gajim/Home.key3', key);
  put('.local/share/gajim/Home.fpr', line('Home', 'xmpp', 'verified'));
  const mine = { address: 'juniper@example.org', key: fingerprintOf(testKeys.alice), fingerprints: [{ address: 'river@example.org', fingerprint: rivers, trusted: true }] };
  const work = { address: 'work@example.com', key: null, fingerprints: [] };
  expect(found()).toEqual([{ client: 'gajim', accounts: [mine, work], skipped: [] }]);

  // In a folder of no name, where the files are known by what is in them.
  const settings = readFileSync(join(home, '.config/gajim/settings.sqlite'));
  rmSync(join(home, '.config'), { recursive: true });
  rmSync(join(home, '.local'), { recursive: true });
  put('backup/s', settings);
  put('backup/Home.key3', key);
  put('backup/Home.fpr', line('Home', 'xmpp', 'verified'));
  expect(seen(findIn(join(home, 'backup')))).toEqual([{ client: 'files', accounts: [mine, work], skipped: [] }]);

  // A damaged one is named, and its names stay unexplained.
  settings.fill(0xff, 4_096 * 3);
  put('.config/gajim/settings.sqlite', settings);
  expect(found()).toEqual([{ client: 'gajim', accounts: [], skipped: [{ name: 'settings.sqlite', why: 'unreadable' }] }]);
});

/** Runs irssi with these commands, until it has shown something, and gives all that it showed. */
function irssi(commands: readonly string[], until: RegExp): Promise<string> {
  put('.irssi/startup', `${['load otr', ...commands].join('\n')}\n`);
  return runInTerminal(home, `irssi --noconnect --home=${home}/.irssi`, [{ until, type: '/quit\r' }]);
}

test('irssi: the key that it makes is read, and the one that is exported for it is its own', async () => {
  await irssi(['otr genkey juni@irc.example.org'], /key generation for \S+ ?completed/);
  const file = readPrivateKeys(readFileSync(join(home, '.irssi/otr/otr.key')));
  expect(file.ok && file.value.keys.map(({ name, protocol }) => `${name} ${protocol}`)).toEqual(['juni@irc.example.org IRC']);
  expect(found()).toEqual([
    { client: 'irssi', accounts: [], skipped: [{ name: 'juni@irc.example.org', why: 'key-of-other-protocol' }] },
  ]);

  rmSync(join(home, '.irssi/otr'), { recursive: true });
  exportFiles(join(home, '.irssi/otr'), [mine], 'irssi');
  const groups = fingerprintOf(testKeys.alice).toUpperCase().match(/.{8}/g)!.join(' ');
  const shown = await irssi(['otr info'], new RegExp(groups));
  expect(shown).toContain('juniper@example.org');
}, 60_000);
