import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf, writePrivateKeys, writeSerializedKey } from '../../otr/index.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { river, Scripted } from '../testing/scripted.ts';
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
  expect(opened.accounts).toEqual([{ address: own, hasKey: true, fingerprints: 1, trusted: 1, buddies: 0, here: 'other-key' }]);
  expect(await moving().bringIn(found!.id, { ...choice, passphrase: 'right' })).toEqual([
    { address: own, added: false, key: 'kept', fingerprints: 1, verified: 1, buddies: 0, skipped: [] },
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

test.each([own, 'moved@sotto.test'])('when a fingerprint of %s cannot be kept, none is, nor a new account, nor its key', async (account) => {
  const id = putFiles(account, ['verified', '']);
  const { store, accounts, fingerprints } = juniper.services;
  const before = [accounts.views(), store.accounts.list(), fingerprints.list(), accounts.fingerprint(juniper.accountId)];
  const { put } = store.fingerprints;
  let count = 0;
  const failing = (...given: Parameters<typeof put>) => {
    if ((count += 1) === 2) throw new Error('the disk is full');
    put(...given);
  };
  const all = { addresses: [account], replaceKeys: true, passphrase: null };
  Object.assign(store.fingerprints, { put: failing });
  await expect(moving().bringIn(id, all)).rejects.toThrow('the disk is full');
  Object.assign(store.fingerprints, { put });
  expect(count).toBe(2);
  expect([accounts.views(), store.accounts.list(), fingerprints.list(), accounts.fingerprint(juniper.accountId)]).toEqual(before);
  const added = account !== own;
  expect(await moving().bringIn(id, all)).toMatchObject([{ added, key: 'brought', fingerprints: 2, verified: 1 }]);
});
