import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { encodeDsaKey, fingerprintOf, generateDsaKey, newEnv } from '../../otr/index.ts';
import { sealWithPassphrase } from '../../vault/index.ts';
import { derive, openSealed } from '../../vault/passphrase.ts';
import { isSealedKey, openKey, sealKey, sealOf } from './sealed-key.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const key = generateDsaKey(newEnv(random), () => undefined);
const passphrase = 'vier Wörter und 7';
/** The least that a file may ask for: many tries are made here. */
const cheap = { n: 2 ** 14, r: 8, p: 1 };
/** Where two parts begin: "sotto-key", version, n, r, p, then the salt, the nonce, the sealed key. */
const [saltAt, nonceAt] = [13, 45];

let file: Uint8Array;
beforeAll(async () => {
  file = await sealKey(key, passphrase, random, cheap);
});

const flipped = (at: number, bit: number) => file.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte));
const isRefused = async (bytes: Uint8Array) => expect((await openKey(bytes, passphrase)).ok).toBe(false);

test('the right passphrase opens it, however its letters are composed', async () => {
  for (const typed of [passphrase, passphrase.normalize('NFD')]) {
    const opened = await openKey(file, typed);
    expect(opened.ok && fingerprintOf(opened.value)).toBe(fingerprintOf(key));
  }
  expect(isSealedKey(file)).toBe(true);
});

test('it costs what the vault costs, and no two files are alike', async () => {
  const usual = await sealKey(key, passphrase, random);
  expect([...usual.subarray(0, saltAt)]).toEqual([...Buffer.from('sotto-key'), 1, 17, 8, 1]);
  const again = await sealKey(key, passphrase, random, cheap);
  expect(again.subarray(saltAt)).not.toEqual(file.subarray(saltAt));
  expect(again).toHaveLength(file.length);
  const inside = Buffer.from(encodeDsaKey(key));
  expect(Buffer.from(file).includes(inside.subarray(20, 40))).toBe(false);
});

test.each(['', 'vier wörter und 7', `${passphrase} `])('%j does not', async (wrong) => {
  expect(await openKey(file, wrong)).toEqual({ ok: false, fault: 'wrong' });
});

test('each bit of the head is guarded, before anything is derived where it can be', async () => {
  for (let at = 0; at < saltAt; at += 1) for (let bit = 0; bit < 8; bit += 1) await isRefused(flipped(at, bit));
}, 60_000);

test('each bit of the salt, the nonce, the key and the tag is guarded, even if the passphrase gave the same key', async () => {
  const sealingKey = await derive(passphrase, sealOf(file)!.kdf);
  expect(openSealed(sealingKey, sealOf(file)!, 'key').ok).toBe(true);
  for (let at = saltAt; at < file.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) expect(openSealed(sealingKey, sealOf(flipped(at, bit))!, 'key').ok).toBe(false);
  }
  for (const at of [saltAt, nonceAt, file.length - 1]) await isRefused(flipped(at, 0));
});

test('wherever it is cut, and with anything after it', async () => {
  for (const length of [0, 5, 10, saltAt, nonceAt, nonceAt + 12, file.length - 17, file.length - 1]) await isRefused(file.subarray(0, length));
  await isRefused(Uint8Array.from([...file, 0]));
  await isRefused(new Uint8Array(5_000).map((_, i) => file[i] ?? 0));
});

test('a seal of the vault is none of a key', async () => {
  const { kdf, nonce, sealed } = await sealWithPassphrase(passphrase, encodeDsaKey(key), random, 'vault', cheap);
  expect(await openKey(Uint8Array.from([...file.subarray(0, saltAt), ...kdf.salt, ...nonce, ...sealed]), passphrase)).toEqual({ ok: false, fault: 'wrong' });
});

test('what is sealed but no key is refused too', async () => {
  const { kdf, nonce, sealed } = await sealWithPassphrase(passphrase, new Uint8Array(400), random, 'key', cheap);
  expect(await openKey(Uint8Array.from([...file.subarray(0, saltAt), ...kdf.salt, ...nonce, ...sealed]), passphrase)).toEqual({ ok: false, fault: 'malformed' });
});
