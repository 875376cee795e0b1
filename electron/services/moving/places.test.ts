import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newEnv, generateDsaKey, fingerprintOf, writePrivateKeys, writeSerializedKey } from '../../otr/index.ts';
import { randomBytes } from 'node:crypto';
import { findAll, type Home } from './places.ts';
import { sealedBy } from './testing/sealed-coyim.ts';

/* Every program's files as they lie in its usual place, in a home folder of the test's own. */

const env = newEnv((length) => new Uint8Array(randomBytes(length)));
const key = generateDsaKey(env, () => undefined);
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
    accounts: accounts.map(({ address, key, fingerprints, buddies }) => ({
      address,
      key: key && fingerprintOf(key),
      fingerprints: [...fingerprints.values()],
      ...(buddies.size > 0 && { buddies: [...buddies.values()] }),
    })),
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
      `river@example.org\tjuniper@example.org/\tprpl-jabber\t${digits.slice(1)}\tverified`,
      `${'r'.repeat(1_000)}@example.org\tjuniper@example.org/\tprpl-jabber\t${digits}\tverified`,
      '',
    ].join('\n'),
  );
  put(
    '.purple/accounts.xml',
    "<?xml version='1.0'?><account version='1.0'><account><protocol>prpl-jabber</protocol><name>work@example.com/Home</name><password>never read</password><settings><setting name='port' type='int'>5222</setting></settings></account><account><protocol>prpl-irc</protocol><name>juni@irc.example.org</name></account></account>",
  );
  put('.purple/otr.instance_tags', '# no\njuniper@example.org/\tprpl-jabber\t27e31597\njuniper\tprpl-irc\t27e31598\n');
  put(
    '.purple/blist.xml',
    "<?xml version='1.0'?><purple version='1.0'><blist><group name='Friends &amp; co'><contact><buddy account='juniper@example.org/' proto='prpl-jabber'><name>river@example.org/home</name><alias server='1'>River</alias></buddy></contact><contact alias='Uncle M.'><buddy account='juniper@example.org/' proto='prpl-jabber'><name>marlow@example.org</name><alias>M</alias></buddy></contact><contact><buddy account='juni@irc.example.org' proto='prpl-irc'><name>x</name></buddy></contact></group><group name='Work'><contact><buddy account='juniper@example.org/' proto='prpl-jabber'><name>river@example.org</name></buddy></contact></group></blist></purple>",
  );
  expect(found()).toEqual([
    {
      client: 'pidgin',
      accounts: [
        { address: 'work@example.com', key: null, fingerprints: [] },
        {
          ...mine,
          fingerprints: [...mine.fingerprints, { address: 'marlow@example.org', fingerprint: otherDigits, trusted: false }],
          buddies: [
            { address: 'river@example.org', name: 'River', groups: ['Friends & co', 'Work'] },
            { address: 'marlow@example.org', name: 'Uncle M.', groups: ['Friends & co'] },
          ],
        },
      ],
      skipped: [
        { name: 'juni@irc.example.org', why: 'other-protocol' },
        { name: 'juniper', why: 'other-protocol' },
        { name: 'not an address', why: 'not-an-address' },
        { name: 'otr.fingerprints:5', why: 'bad-line' },
        { name: 'otr.fingerprints:6', why: 'bad-line' },
        { name: 'juniper@example.org/', why: 'instance-tag' },
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

test('CoyIM: one JSON file, the first valid key counts; encrypted it is only named', () => {
  const account = {
    Account: 'juniper@example.org',
    PrivateKeys: ['AAE=', Buffer.from(writeSerializedKey(key)).toString('base64')],
    InstanceTag: 0x27e3_1597,
    Peers: [
      {
        UserID: 'river@example.org',
        Nickname: 'River',
        Groups: ['Friends'],
        Fingerprints: [{ FingerprintHex: digits, Trusted: true }, { FingerprintHex: '00', Trusted: true }],
      },
      { UserID: 'marlow@example.org', Fingerprints: null },
    ],
    KnownFingerprints: [
      { UserID: 'marlow@example.org', FingerprintHex: otherDigits, Untrusted: true },
      { UserID: 'noor@example.org', FingerprintHex: otherDigits },
    ],
  };
  put('.config/coyim/accounts.json', JSON.stringify({ Accounts: [account, { Account: 7 }] }));
  expect(found()).toEqual([
    {
      client: 'coyim',
      accounts: [
        {
          ...mine,
          fingerprints: [
            ...mine.fingerprints,
            { address: 'marlow@example.org', fingerprint: otherDigits, trusted: false },
            { address: 'noor@example.org', fingerprint: otherDigits, trusted: true },
          ],
          buddies: [{ address: 'river@example.org', name: 'River', groups: ['Friends'] }],
        },
      ],
      skipped: [
        { name: 'juniper@example.org', why: 'instance-tag' },
        { name: 'river@example.org', why: 'unreadable' },
        { name: 'accounts.json', why: 'unreadable' },
      ],
    },
  ]);
  rmSync(join(folder, '.config'), { recursive: true });
  put('.config/coyim/accounts.json.enc', JSON.stringify(sealedBy('right')));
  expect(findAll(home()).map(({ client, locked, accounts, skipped }) => ({ client, locked, accounts, skipped }))).toEqual([
    { client: 'coyim', locked: join(folder, '.config/coyim/accounts.json.enc'), accounts: [], skipped: [] },
  ]);
});

test('profanity and mcabber', () => {
  const line = (protocol: string) => `river@example.org\tjuniper@example.org\t${protocol}\t${digits}\tverified\n`;
  put('.local/share/profanity/otr/juniper_at_example.org/keys.txt', keyFile('juniper@example.org', 'xmpp'));
  put('.local/share/profanity/otr/juniper_at_example.org/fingerprints.txt', line('xmpp'));
  put('.mcabber/otr/juniper@example.org.key', keyFile('juniper@example.org', 'jabber'));
  put('.mcabber/otr/juniper@example.org.fpr', line('jabber'));
  expect(found()).toEqual([
    { client: 'profanity', accounts: [mine], skipped: [] },
    { client: 'mcabber', accounts: [mine], skipped: [] },
  ]);
});

test('irssi and WeeChat: what they keep is of IRC, and their keys are named as ones that can be given to an account', () => {
  put('.irssi/otr/otr.key', keyFile('juni@irc.example.org', 'IRC'));
  put('.irssi/otr/otr.fp', `river\tjuni@irc.example.org\tIRC\t${digits}\tverified\nnonsense\n`);
  put('.irssi/otr/otr.instag', 'juni@irc.example.org\tIRC\t27e31597\n');
  put('.weechat/otr/juni@libera.key3', writeSerializedKey(key));
  put('.weechat/otr/juni@libera.fpr', `river@libera\tjuni@libera\tirc\t${digits}\tverified\n`);
  expect(found()).toEqual([
    {
      client: 'irssi',
      accounts: [],
      skipped: [
        { name: 'juni@irc.example.org', why: 'key-of-other-protocol' },
        { name: 'juni@irc.example.org', why: 'other-protocol' },
        { name: 'otr.fp:2', why: 'bad-line' },
      ],
    },
    {
      client: 'weechat',
      accounts: [],
      skipped: [{ name: 'juni@libera', why: 'other-protocol' }, { name: 'juni@libera', why: 'key-of-other-protocol' }],
    },
  ]);
});

/** Adium's list with the accounts 1 (XMPP), 2 (another network) and 3 (XMPP), as macOS writes it in binary. */
const binaryAccounts = Buffer.from(
  'YnBsaXN0MDDSAQIDFVhBY2NvdW50c1xUb3BBY2NvdW50SUSjBA0S1AUGBwgJCgsMWE9iamVjdElEV1NlcnZpY2VUVHlwZVNVSURRMVZKYWJiZXJf' +
    'EBBsaWJwdXJwbGUtSmFiYmVyXxATanVuaXBlckBleGFtcGxlLm9yZ9QFBgcIDg8QEVEyU0FJTV8QE2xpYnB1cnBsZS1vc2Nhci1BSU1UanVuadQF' +
    'BgcIEwoLFFEzbxASAGoA/AByAGcAZQBuAEAAZQB4AGEAbQBwAGwAZQAuAG8AcgBnEAIIDRYjJzA5QUZKTFNmfIWHi6Gmr7HYAAAAAAAAAQEAAAAA' +
    'AAAAFgAAAAAAAAAAAAAAAAAAANo=',
  'base64',
);
const xmlAccounts =
  '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x"><plist version="1.0"><dict><key>TopAccountID</key><integer>2</integer><key>Accounts</key><array>' +
  [['1', 'libpurple-Jabber', 'juniper@example.org'], ['2', 'libpurple-oscar-AIM', 'juni'], ['3', 'libpurple-Jabber', 'jürgen@example.org']]
    .map(([id, type, uid]) => `<dict><key>ObjectID</key><string>${id}</string><key>Type</key><string>${type}</string><key>UID</key><string>${uid}</string></dict>`)
    .join('') +
  '</array></dict></plist>';

test.each([['binary', binaryAccounts], ['XML', xmlAccounts]])('Adium: numbers stand for accounts, which its list explains (%s)', (_form, accounts) => {
  const user = 'Library/Application Support/Adium 2.0/Users/Default';
  put(`${user}/Accounts.plist`, accounts);
  put(`${user}/otr.private_key`, keyFile('1', 'libpurple-Jabber'));
  put(`${user}/otr.fingerprints`, `river@example.org\t1\tlibpurple-Jabber\t${digits}\tverified\nx\t9\tlibpurple-Jabber\t${digits}\n`);
  expect(found(home('darwin'))).toEqual([
    {
      client: 'adium',
      accounts: [mine, { address: 'jürgen@example.org', key: null, fingerprints: [] }],
      skipped: [{ name: 'juni', why: 'other-protocol' }, { name: '9', why: 'not-an-address' }],
    },
  ]);
});

test('of two keys of one account the first counts, and the other is named', () => {
  const other = generateDsaKey(env, () => undefined);
  put('.purple/otr.private_key', writePrivateKeys([
    { name: 'juniper@example.org/', protocol: 'prpl-jabber', key },
    { name: 'juniper@example.org/home', protocol: 'prpl-jabber', key: other },
    { name: 'juniper@example.org', protocol: 'prpl-jabber', key },
  ]));
  expect(found()).toEqual([
    { client: 'pidgin', accounts: [{ ...mine, fingerprints: [] }], skipped: [{ name: 'juniper@example.org/home', why: 'further-key' }] },
  ]);
});

test('reasons without end are counted', () => {
  put('.purple/otr.fingerprints', Array.from({ length: 150 }, (_, i) => `nonsense ${i}`).join('\n'));
  const [pidgin] = found();
  expect(pidgin?.skipped).toHaveLength(101);
  expect(pidgin?.skipped.at(-1)).toEqual({ name: '+50', why: 'more' });
});

test('the folders of other systems and of the environment count', () => {
  put('Roaming/.purple/otr.private_key', keyFile('juniper@example.org', 'prpl-jabber'));
  expect(found(home('win32', { APPDATA: join(folder, 'Roaming') }))).toMatchObject([{ client: 'pidgin' }]);
  put('data/profanity/otr/a/keys.txt', keyFile('juniper@example.org', 'xmpp'));
  expect(found(home('linux', { XDG_DATA_HOME: '' }))).toEqual([]);
  expect(found(home('linux', { XDG_DATA_HOME: join(folder, 'data') }))).toMatchObject([{ client: 'profanity' }]);
});

test('files that are none are named and spoil nothing', () => {
  put('.purple/otr.private_key', 'nonsense');
  put('.purple/otr.fingerprints', `nonsense\nx\t\t\t\nriver@example.org\tjuniper@example.org\tprpl-jabber\t${digits}\n`);
  put('.purple/accounts.xml', '<account><account><name>&bad;<<<');
  put('.local/share/gajim/x@example.org.key3', new Uint8Array([0, 0, 0, 0, 0, 1, 5]));
  put('.config/coyim/accounts.json', '{');
  put('.weechat/otr/broken@libera.key3', writeSerializedKey({ ...key, x: Uint8Array.of(2) }));
  expect(found()).toEqual([
    {
      client: 'pidgin',
      accounts: [{ address: 'juniper@example.org', key: null, fingerprints: [{ address: 'river@example.org', fingerprint: digits, trusted: false }] }],
      skipped: [
        { name: 'accounts.xml', why: 'unreadable' },
        { name: 'otr.private_key', why: 'unreadable' },
        { name: 'otr.fingerprints:1', why: 'bad-line' },
        { name: 'otr.fingerprints:2', why: 'bad-line' },
      ],
    },
    { client: 'gajim', accounts: [], skipped: [{ name: 'x@example.org.key3', why: 'unreadable' }] },
    { client: 'coyim', accounts: [], skipped: [{ name: 'accounts.json', why: 'unreadable' }] },
    { client: 'weechat', accounts: [], skipped: [{ name: 'broken@libera.key3', why: 'invalid-key' }] },
  ]);
});
