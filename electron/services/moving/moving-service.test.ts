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
  expect(opened.accounts).toEqual([{ address: own, hasKey: true, fingerprints: 1, trusted: 1, buddies: 0, policies: 0, here: 'other-key' }]);
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
