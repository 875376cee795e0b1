import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Fault } from '../../base/fault.ts';
import { bundleForNode } from '../../base/testing/bundle.ts';
import { fingerprintOf, writePrivateKeys, writeSerializedKey } from '../../otr/index.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { Other, river, Scripted } from '../testing/scripted.ts';
import { pidginAccounts, pidginBuddies, pidginPreferences } from './testing/pidgin-files.ts';
import { sealedBy } from './testing/sealed-coyim.ts';

const own = 'juniper@sotto.test';
const digits = '0123456789abcdef0123456789abcdef01234567';
const others = digits.replaceAll('0', 'f');
const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

let juniper: Scripted;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-moving-'));
  juniper = await Scripted.open();
  await juniper.keyReady();
});
afterEach(async () => {
  await juniper.close();
  rmSync(folder, { recursive: true, force: true });
});

const moving = () => juniper.services.moving;
const choice = { addresses: [own], replaceKeys: false, passphrase: null };

/** CoyIM's file with Juniper's account, a key and what it knew of River. */
function putCoyim(passphrase: string): void {
  const PrivateKeys = [Buffer.from(writeSerializedKey(testKeys.alice)).toString('base64')];
  const Peers = [{ UserID: river.address, Fingerprints: [{ FingerprintHex: digits, Trusted: true }] }];
  writeFileSync(join(folder, 'accounts.json.enc'), JSON.stringify(sealedBy(passphrase, { Accounts: [{ Account: own, PrivateKeys, Peers }] })));
}

test('a locked file shows nothing, and gives nothing, without its passphrase', async () => {
  putCoyim('right');
  const before = readFileSync(join(folder, 'accounts.json.enc'));
  const [found] = moving().choose(folder);
  expect(found).toMatchObject({ client: 'files', chosen: basename(folder), locked: true, accounts: [] });
  await expect(moving().unlock(found!.id, 'wrong')).rejects.toEqual(fault('passphrase-wrong'));
  await expect(moving().bringIn(found!.id, { ...choice, passphrase: 'wrong' })).rejects.toEqual(fault('passphrase-wrong'));
  expect(await moving().bringIn(found!.id, choice)).toEqual([]);
  expect(juniper.services.fingerprints.list()).toEqual([]);

  const opened = await moving().unlock(found!.id, 'right');
  expect(opened).toMatchObject({ id: found!.id, locked: false });
  expect(opened.accounts).toEqual([{ address: own, hasKey: true, fingerprints: 1, trusted: 1, buddies: 0, policies: 0, proxy: null, here: 'other-key' }]);
  expect(await moving().bringIn(found!.id, { ...choice, passphrase: 'right' })).toEqual([
    { address: own, fault: null, added: false, key: 'kept', fingerprints: 1, verified: 1, buddies: 0, policies: 0, skipped: [] },
  ]);
  const replaced = { ...choice, passphrase: 'right', replaceKeys: true };
  expect(await moving().bringIn(found!.id, replaced)).toMatchObject([{ key: 'brought', fingerprints: 0, verified: 0 }]);
  expect(juniper.services.accounts.fingerprint(juniper.accountId)).toBe(fingerprintOf(testKeys.alice));
  expect(readFileSync(join(folder, 'accounts.json.enc'))).toEqual(before);
});

test('two folders that were chosen stay apart, until the next search', async () => {
  for (const [name, key] of [['a', testKeys.alice], ['b', testKeys.bob]] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'otr.private_key'), writePrivateKeys([{ name: `${name}@example.org`, protocol: 'xmpp', key }]));
  }
  const ids = ['a', 'b'].map((name) => moving().choose(join(folder, name))[0]!.id);
  expect(new Set(ids).size).toBe(2);
  expect(await moving().bringIn(ids[1]!, { ...choice, addresses: ['a@example.org', 'b@example.org'] })).toMatchObject([
    { address: 'b@example.org', added: true, key: 'brought' },
  ]);
  moving().find();
  for (const id of [ids[0]!, 'pidgin', '7 files', 'nonsense']) {
    await expect(moving().bringIn(id, choice)).rejects.toEqual(fault('not-found'));
    await expect(moving().unlock(id, 'x')).rejects.toEqual(fault('not-found'));
  }
});

/** libotr's files with two keys of River's, trusted as told, and an own key of this account. */
function putFiles(account: string, trusts: readonly ['' | 'verified', '' | 'verified'] = ['', '']): string {
  writeFileSync(join(folder, 'otr.private_key'), writePrivateKeys([{ name: account, protocol: 'xmpp', key: testKeys.alice }]));
  const lines = [digits, others].map((fingerprint, at) => `${river.address}\t${account}\txmpp\t${fingerprint}\t${trusts[at]}\n`);
  writeFileSync(join(folder, 'otr.fingerprints'), lines.join(''));
  return moving().choose(folder)[0]!.id;
}

test('trust in keys that are known here and not verified stays behind, and is named once', async () => {
  const id = putFiles(own, ['', '']);
  expect(await moving().bringIn(id, choice)).toMatchObject([{ fingerprints: 2, verified: 0, skipped: [] }]);
  const again = putFiles(own, ['verified', 'verified']);
  expect(await moving().bringIn(again, choice)).toMatchObject([
    { fingerprints: 0, verified: 0, skipped: [{ name: river.address, why: 'not-verified-here' }] },
  ]);
  expect(juniper.services.fingerprints.list().map(({ verified }) => verified)).toEqual([false, false]);
});

test('files that changed since the window showed them bring nothing in: another key, another fingerprint, no proxy any more', async () => {
  const refused = expect.objectContaining({ code: 'files-changed' });
  const id = putFiles('second@sotto.test');
  const second = { ...choice, addresses: ['second@sotto.test'] };
  const keys = (key: typeof testKeys.alice) => writePrivateKeys([{ name: 'second@sotto.test', protocol: 'xmpp', key }]);
  writeFileSync(join(folder, 'otr.private_key'), keys(testKeys.bob));
  await expect(moving().bringIn(id, second)).rejects.toEqual(refused);
  writeFileSync(join(folder, 'otr.private_key'), keys(testKeys.alice));
  writeFileSync(join(folder, 'otr.fingerprints'), `${river.address}\tsecond@sotto.test\txmpp\t${'a'.repeat(40)}\tverified\n`);
  await expect(moving().bringIn(id, second)).rejects.toEqual(refused);
  putFiles('second@sotto.test');
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ Accounts: [{ Account: 'second@sotto.test', Proxies: ['tor-auto://'] }] }));
  const [shown] = moving().choose(folder);
  expect(shown?.accounts).toMatchObject([{ proxy: { kind: 'socks5', host: '127.0.0.1', port: 9050 } }]);
  writeFileSync(join(folder, 'accounts.json'), '{"Accounts":[]}');
  await expect(moving().bringIn(shown!.id, second)).rejects.toEqual(refused);
  expect(juniper.services.accounts.idOf('second@sotto.test')).toBeNull();
  // Looked at once more, they come.
  expect(await moving().bringIn(moving().choose(folder)[0]!.id, second)).toMatchObject([{ added: true, key: 'brought' }]);
});

test('a key that came meanwhile is not replaced by a yes to the one before it', async () => {
  const id = putFiles(own);
  juniper.services.accounts.bringKey(juniper.accountId, testKeys.bob, true);
  expect(await moving().bringIn(id, { ...choice, replaceKeys: true })).toMatchObject([{ key: 'kept' }]);
  expect(juniper.services.accounts.fingerprint(juniper.accountId)).toBe(fingerprintOf(testKeys.bob));
});

const all = { overridedefault: true, enabled: true, automatic: true, onlyprivate: true, avoidloggingotr: true };

/** A home in which Pidgin was used with OTR, for this account and another one. */
function putPidgin(account: string): string {
  const purple = join(folder, '.purple');
  mkdirSync(purple);
  const put = (name: string, text: string) => writeFileSync(join(purple, name), text);
  const name = `${account}/`;
  put('accounts.xml', pidginAccounts(account, 'second@sotto.test'));
  put('blist.xml', pidginBuddies(account, [{ address: river.address, alias: 'River of old', otr: all }]));
  put('prefs.xml', pidginPreferences({ ...all, onlyprivate: false }));
  put('otr.private_key', writePrivateKeys([{ name, protocol: 'prpl-jabber', key: testKeys.alice }]));
  const lines = [digits, others].map((fingerprint, at) => `marlow@sotto.test\t${name}\tprpl-jabber\t${fingerprint}\t${at === 0 ? 'smp' : ''}\n`);
  put('otr.fingerprints', lines.join(''));
  return moving().choose(folder)[0]!.id;
}

/** What there is of accounts, as the window sees it and as the store has it. */
function everything() {
  const { store, accounts, fingerprints, policies } = juniper.services;
  const kept = store.accounts.list().map(({ id }) => [
    ...[store.fingerprints.list(id), store.policies.list(id), store.instanceTags.get(id), store.keys.get(id)?.key.join()],
  ]);
  const names = store.settings.get('brought-names');
  return [accounts.views(), fingerprints.list(), policies.views(), juniper.sotto.snapshot().conversations, store.accounts.list(), kept, names];
}

const tor = { kind: 'socks5', host: 'localhost', port: 9050, username: 'u' } as const;
const torThere = { type: 'tor', host: 'localhost', port: 9050, username: 'u', password: 'of the proxy' };

/** A home in which Pidgin went through a proxy with each of these accounts. */
function putProxied(accounts: Readonly<Record<string, Record<string, string | number>>>): string {
  mkdirSync(join(folder, '.purple'), { recursive: true });
  const listed = Object.entries(accounts).map(([address, proxy]) => ({ address, proxy }));
  writeFileSync(join(folder, '.purple/accounts.xml'), pidginAccounts(...listed));
  writeFileSync(join(folder, '.purple/prefs.xml'), pidginPreferences(null));
  return moving().choose(folder)[0]!.id;
}
const settingsOf = (address: string) => juniper.services.store.accounts.list().find(({ settings }) => settings.address === address);

test('an account comes in with its proxy; one whose proxy Sotto cannot have does not, and is never signed in directly', async () => {
  const id = putProxied({ 'tor@sotto.test': torThere, 'socks4@sotto.test': { type: 'socks4', host: 'localhost', port: 9050 } });
  const addresses = ['tor@sotto.test', 'socks4@sotto.test'];
  const moved = await moving().bringIn(id, { ...choice, addresses });
  expect(moved).toMatchObject([
    { address: 'tor@sotto.test', fault: null, added: true, skipped: [] },
    { address: 'socks4@sotto.test', fault: 'proxy-not-taken', added: false, key: 'none' },
  ]);
  expect(settingsOf('tor@sotto.test')).toMatchObject({ settings: { proxy: tor }, proxyPassword: 'of the proxy', password: null });
  expect(juniper.services.accounts.idOf('socks4@sotto.test')).toBeNull();
  expect(settingsOf('socks4@sotto.test')).toBeUndefined();
  // No password of the proxy's goes to the window.
  expect(JSON.stringify([moved, moving().choose(folder), juniper.services.accounts.views()])).not.toContain('of the proxy');

  // Made by hand, the account takes the rest, and what it goes through stays the person's choice.
  const made = juniper.services.accounts.storeByAddress('socks4@sotto.test', tor, 'mine');
  juniper.services.accounts.reread(made);
  expect(await moving().bringIn(id, { ...choice, addresses })).toMatchObject([
    { fault: null, added: false, skipped: [] },
    { fault: null, added: false, skipped: [{ name: 'socks4@sotto.test', why: 'proxy-here' }] },
  ]);
  expect(settingsOf('socks4@sotto.test')).toMatchObject({ settings: { proxy: tor }, proxyPassword: 'mine' });
});

test.each([['none', { type: 'none' }, []], ['another one', { type: 'http', host: 'other.example', port: 3128 }, [{ name: own, why: 'proxy-here' }]]] as const)(
  'an account that is here with a proxy keeps it where it had %s there',
  async (_name, there, skipped) => {
    const { accounts } = juniper.services;
    const { settings } = accounts.views()[0]!;
    await accounts.update(juniper.accountId, { ...settings, proxy: tor }, 'mine');
    const before = settingsOf(own);
    expect(await moving().bringIn(putProxied({ [own]: there }), choice)).toMatchObject([{ fault: null, added: false, skipped }]);
    expect(settingsOf(own)).toEqual(before);
    expect(before).toMatchObject({ settings: { proxy: tor }, proxyPassword: 'mine' });
  },
);

test.each([
  ['a usable one', torThere, { fault: null, added: true }, tor],
  ['one that Sotto cannot have', { type: 'socks4', host: 'localhost', port: 1080 }, { fault: 'proxy-not-taken', added: false }, undefined],
] as const)("what one program's files leave open comes through the proxy of another's: %s", async (_name, there, outcome, proxy) => {
  mkdirSync(join(folder, '.config/gajim'), { recursive: true });
  writeFileSync(join(folder, '.config/gajim/config'), 'accounts.Home.name = both\naccounts.Home.hostname = sotto.test\naccounts.Home.proxy = \n');
  putProxied({ 'both@sotto.test': there });
  const gajim = moving().choose(folder).find(({ client }) => client === 'gajim')!;
  expect(await moving().bringIn(gajim.id, { ...choice, addresses: ['both@sotto.test'] })).toMatchObject([outcome]);
  expect(settingsOf('both@sotto.test')?.settings.proxy).toEqual(proxy);
});

test('an account that is here without a proxy stays so, and the report says that it had one there', async () => {
  const skipped = [{ name: own, why: 'proxy-here' }];
  expect(await moving().bringIn(putProxied({ [own]: torThere }), choice)).toMatchObject([{ fault: null, added: false, skipped }]);
  expect(settingsOf(own)).toMatchObject({ settings: { proxy: null }, proxyPassword: null });
});

const refusals = ['accounts', 'fingerprints', 'policies', 'settings', 'keys', 'instanceTags'] as const;
const present = refusals.slice(1, 5).map((table) => [own, table] as const);
test.each([...present, ...refusals.map((table) => ['moved@sotto.test', table] as const)])(
  'when of %s the %s cannot be kept, nothing of it is; the report says so, and the other accounts come',
  async (account, table) => {
    const id = putPidgin(account);
    const { store } = juniper.services;
    const river = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    river.answers();
    expect(river.status).toBe('encrypted');
    const before = everything();
    const refused = vi.spyOn(store[table], 'put').mockImplementation((...given: readonly unknown[]) => {
      refused.mockRestore();
      throw new Fault(given.length > 0 ? 'storage-failed' : 'internal');
    });
    const both = { addresses: [account, 'second@sotto.test'], replaceKeys: true, passphrase: null };
    const [failed, second] = await moving().bringIn(id, both);
    expect(failed).toEqual({
      ...{ address: account, fault: 'storage-failed', added: false, key: 'none' },
      ...{ fingerprints: 0, verified: 0, buddies: 0, policies: 0, skipped: [] },
    });
    expect(second).toMatchObject({ address: 'second@sotto.test', fault: null, added: true });
    await juniper.sotto.removeAccount(juniper.services.accounts.idOf('second@sotto.test')!);
    expect(everything()).toEqual(before);
    // What runs in private went on all the while.
    expect(river.status).toBe('encrypted');
    const added = account !== own;
    expect(await moving().bringIn(id, { ...both, addresses: [account] })).toMatchObject([
      { fault: null, added, key: 'brought', fingerprints: 2, verified: 1, buddies: 1, policies: 2 },
    ]);
    river.answers();
    expect(river.status).toBe(added ? 'encrypted' : 'finished');
  },
);

test.runIf(process.platform !== 'win32')('on a disk without room for an account nothing of it comes in; what there is room for does', async () => {
  putPidgin(own);
  const crowded = join(folder, 'crowded');
  mkdirSync(crowded);
  cpSync(join(folder, '.purple'), join(crowded, '.purple'), { recursive: true });
  const line = (at: number) => `buddy${at}@sotto.test\t${own}/\tprpl-jabber\t${digits}\tverified\n`;
  writeFileSync(join(crowded, '.purple/otr.fingerprints'), Array.from({ length: 3_000 }, (_, at) => line(at)).join(''));
  const mover = await bundleForNode(new URL('./testing/full-disk.ts', import.meta.url));
  try {
    // 512 bytes each: the database and its log are far below that, and the log of this many fingerprints is above.
    const limited = ['-c', 'ulimit -f 400 && exec "$0" "$@"', process.execPath, mover.file, crowded, folder];
    const said = execFileSync('sh', limited, { encoding: 'utf8', timeout: 30_000 });
    const [before, full, after] = said.trim().split('\n').map((text) => JSON.parse(text) as Record<'moved' | 'held' | 'own', unknown>);
    expect(before?.held).toBe(`${own} 0 0`);
    const failed = { address: own, fault: 'storage-failed', added: false, key: 'none', fingerprints: 0, policies: 0 };
    expect(full).toMatchObject({ moved: [failed, { fault: null, added: true }], held: `${own} 0 0,second@sotto.test 0 1`, own: before?.own });
    const whole = { fault: null, added: false, key: 'brought', fingerprints: 2, policies: 2 };
    expect(after).toMatchObject({ moved: [whole, { fault: null }], held: `${own} 2 2,second@sotto.test 0 1`, own: fingerprintOf(testKeys.alice) });
  } finally {
    mover.remove();
  }
}, 60_000);
