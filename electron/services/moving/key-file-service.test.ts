import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf, writePrivateKeys, writeSerializedKey } from '../../otr/index.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { Scripted } from '../testing/scripted.ts';

const passphrase = 'vier Worte und 7';
const [alice, bob] = [fingerprintOf(testKeys.alice), fingerprintOf(testKeys.bob)];
const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

let juniper: Scripted;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-keys-'));
  juniper = await Scripted.open();
});
afterEach(async () => {
  await juniper.close();
  rmSync(folder, { recursive: true, force: true });
});

const files = () => juniper.services.keyFiles;
const own = () => juniper.services.accounts.fingerprint(juniper.accountId);
const place = (name: string) => join(folder, name);
function put(content: string | Uint8Array): string {
  writeFileSync(place('file'), content);
  return place('file');
}

test('a key goes out sealed, for its owner only, and comes back over another one only with the second yes', async () => {
  await juniper.keyReady();
  const before = own();
  expect(files().fileName(juniper.accountId)).toBe('juniper@sotto.test.sotto-key');
  writeFileSync(place('out'), 'what was there', { mode: 0o644 });
  expect(await files().export(juniper.accountId, passphrase, place('out'))).toBe('out');
  expect(readFileSync(place('out'), 'latin1')).toMatch(/^sotto-key\x01/);
  if (process.platform !== 'win32') expect(statSync(place('out')).mode & 0o777).toBe(0o600);

  expect(await files().choose(place('out'))).toEqual({ name: 'out', locked: true, keys: [], refused: 0 });
  await expect(files().open('another one')).rejects.toEqual(fault('passphrase-wrong'));
  expect(await files().open(passphrase)).toEqual({ name: 'out', locked: false, keys: [{ owner: null, fingerprint: before }], refused: 0 });
  expect(await files().bring(juniper.accountId, { fingerprint: before!, passphrase, replace: true })).toBe('same');

  await files().choose(put(writeSerializedKey(testKeys.alice)));
  expect(await files().bring(juniper.accountId, { fingerprint: alice, passphrase: null, replace: false })).toBe('kept');
  expect(own()).toBe(before);
  expect(await files().bring(juniper.accountId, { fingerprint: alice, passphrase: null, replace: true })).toBe('brought');
  expect(own()).toBe(alice);
  await juniper.restart();
  expect(own()).toBe(alice);
  await files().choose(place('out'));
  expect(await files().bring(juniper.accountId, { fingerprint: before!, passphrase, replace: true })).toBe('brought');
  expect(own()).toBe(before);
}, 60_000);

test('an export touches nothing beside the chosen file, and leaves nothing where it cannot be put in place', async () => {
  await juniper.keyReady();
  writeFileSync(place('out.new'), 'precious');
  await files().export(juniper.accountId, passphrase, place('out'));
  expect(readdirSync(folder).sort()).toEqual(['out', 'out.new']);
  expect(readFileSync(place('out.new'), 'utf8')).toBe('precious');

  mkdirSync(place('folder'));
  await expect(files().export(juniper.accountId, passphrase, place('folder'))).rejects.toEqual(fault('storage-failed'));
  expect(readdirSync(folder).sort()).toEqual(['folder', 'out', 'out.new']);
}, 60_000);

test('libotr’s file shows each valid key with its owner, and counts the others', async () => {
  await juniper.keyReady();
  const file = writePrivateKeys([
    { name: 'juni@irc.example.org', protocol: 'IRC', key: testKeys.alice },
    { name: 'broken', protocol: 'IRC', key: { ...testKeys.bob, q: testKeys.alice.q } },
    { name: 'juniper@example.org/', protocol: 'prpl-jabber', key: testKeys.bob },
  ]);
  expect(await files().choose(put(file))).toEqual({
    name: 'file',
    locked: false,
    keys: [{ owner: 'juni@irc.example.org', fingerprint: alice }, { owner: 'juniper@example.org/', fingerprint: bob }],
    refused: 1,
  });
  expect(await files().bring(juniper.accountId, { fingerprint: bob, passphrase: null, replace: true })).toBe('brought');
  expect(own()).toBe(bob);
});

test.each([
  ['nothing known', 'hello'],
  ['no key', '(privkeys)'],
  ['a key that is none', writeSerializedKey({ ...testKeys.alice, y: testKeys.bob.y })],
  ['a key of a size that is not OTR’s', writeSerializedKey({ ...testKeys.alice, q: testKeys.alice.q.subarray(1) })],
  ['only the beginning of a key of ours', 'sotto-key\x01\x11\x08\x01'],
])('a file with %s is refused, and the own key stays', async (_what, content) => {
  await juniper.keyReady();
  const before = own();
  const chosen = files().choose(put(content)).then(({ locked }) => (locked ? files().open(passphrase) : null));
  await expect(chosen).rejects.toEqual(fault('key-file-unreadable'));
  await expect(files().bring(juniper.accountId, { fingerprint: alice, passphrase, replace: true })).rejects.toEqual(fault('key-file-unreadable'));
  expect(own()).toBe(before);
});

test('there is nothing to take before a file was chosen, and no key to export before there is one', async () => {
  await expect(files().open(passphrase)).rejects.toEqual(fault('key-file-unreadable'));
  expect(() => files().checkExport(juniper.accountId, passphrase)).toThrow(fault('not-found'));
  await juniper.keyReady();
  expect(() => files().checkExport(juniper.accountId, '1234567')).toThrow(fault('vault-passphrase-weak'));
  await expect(files().export(juniper.accountId, '1234567', place('out'))).rejects.toEqual(fault('vault-passphrase-weak'));
});

test('a file that was exchanged between looking and bringing gives no other key than the one shown', async () => {
  await juniper.keyReady();
  const before = own();
  const two = [{ name: 'a', protocol: 'xmpp', key: testKeys.alice }, { name: 'b', protocol: 'xmpp', key: testKeys.bob }];
  const shown = (await files().choose(put(writePrivateKeys(two)))).keys[0]!.fingerprint;
  const choice = { fingerprint: shown, passphrase: null, replace: true };
  for (const exchanged of [writePrivateKeys(two.slice(1)), writeSerializedKey(testKeys.bob)]) {
    put(exchanged);
    await expect(files().bring(juniper.accountId, choice)).rejects.toEqual(fault('key-file-changed'));
    expect(own()).toBe(before);
  }
  // In another place of the file it is the same key still.
  put(writePrivateKeys(two.toReversed()));
  expect(await files().bring(juniper.accountId, choice)).toBe('brought');
  expect(own()).toBe(alice);
});
