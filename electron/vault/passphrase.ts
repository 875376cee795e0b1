import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import * as v from 'valibot';
import { concat, utf8, wipe } from '../base/bytes.ts';
import type { Rng } from '../base/ports.ts';
import { ok, fail } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { limits } from '../../shared/limits.ts';
import { base64, toBase64 } from './encoding.ts';

export const saltLength = 32;
export const nonceLength = 12;
export const tagLength = 16;
const sealingKeyLength = 32;

export type Cost = Readonly<Record<'n' | 'r' | 'p', number>>;

/** What scrypt costs: 128 MiB and about half a second; a guess costs whoever stole the file the same. */
const usualCost: Cost = { n: 2 ** 17, r: 8, p: 1 };

/** The bounds within which a file may ask for other costs: never trivial, never more than 1 GiB. */
const kdf = v.pipe(
  v.strictObject({
    name: v.literal('scrypt'),
    n: v.pipe(v.number(), v.check(isPowerOfTwo), v.minValue(2 ** 14), v.maxValue(2 ** 20)),
    r: v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(32)),
    p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
    salt: base64(saltLength, saltLength),
  }),
  v.check(({ n, r }) => 128 * n * r <= 2 ** 30),
);

/** Whether costs lie within the bounds that a file may ask for. */
export function isCost({ n, r, p }: Cost): boolean {
  return v.is(kdf, { name: 'scrypt', n, r, p, salt: toBase64(new Uint8Array(saltLength)) });
}

export type Kdf = v.InferOutput<typeof kdf>;

/** A database key sealed by a passphrase: AES-256-GCM, its key from scrypt. */
export const passphraseSeal = v.strictObject({
  kdf,
  nonce: base64(nonceLength, nonceLength),
  sealed: base64(tagLength + 1, tagLength + 1024),
});

export type PassphraseSeal = v.InferOutput<typeof passphraseSeal>;

/**
 * The form in which a passphrase counts: Unicode NFKC, so that the same letters typed on another keyboard or
 * system unlock too. Nothing is trimmed.
 */
export function normalisePassphrase(passphrase: string): string {
  return passphrase.normalize('NFKC');
}

/** Whether a new passphrase has the least number of characters (code points after normalisation). */
export function isPassphraseLongEnough(passphrase: string): boolean {
  return [...normalisePassphrase(passphrase)].length >= limits.passphraseMinLength;
}

/** What a seal is for. One that was made for something else does not open. */
export type Purpose = 'vault' | 'key';

/** Seals a secret with a passphrase, under a fresh salt and nonce. `secret` stays the caller's. */
export async function sealWithPassphrase(
  passphrase: string,
  secret: Uint8Array,
  random: Rng,
  purpose: Purpose = 'vault',
  cost = usualCost,
): Promise<PassphraseSeal> {
  const costs: Kdf = { name: 'scrypt', ...cost, salt: new Uint8Array(random(saltLength)) };
  const nonce = new Uint8Array(random(nonceLength));
  const sealingKey = await derive(passphrase, costs);
  try {
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce, { authTagLength: tagLength });
    cipher.setAAD(boundData(costs, purpose));
    const sealed = concat(cipher.update(secret), cipher.final(), cipher.getAuthTag());
    return { kdf: costs, nonce, sealed: new Uint8Array(sealed) };
  } finally {
    wipe(sealingKey);
  }
}

/**
 * Opens what `sealWithPassphrase` sealed; the secret is the caller's to wipe.
 *
 * A wrong passphrase and a file that somebody changed cannot be told apart: both are `wrong`.
 */
export async function openWithPassphrase(
  passphrase: string,
  seal: PassphraseSeal,
  purpose: Purpose = 'vault',
): Promise<Result<Uint8Array, 'wrong'>> {
  const sealingKey = await derive(passphrase, seal.kdf);
  try {
    return openSealed(sealingKey, seal, purpose);
  } finally {
    wipe(sealingKey);
  }
}

/** The same with the key that the passphrase gives. */
export function openSealed(sealingKey: Uint8Array, seal: PassphraseSeal, purpose: Purpose): Result<Uint8Array, 'wrong'> {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey, seal.nonce, { authTagLength: tagLength });
  decipher.setAAD(boundData(seal.kdf, purpose));
  decipher.setAuthTag(seal.sealed.subarray(-tagLength));
  const opened = decipher.update(seal.sealed.subarray(0, -tagLength));
  if (isAuthentic(decipher)) return ok(new Uint8Array(opened));
  wipe(opened);
  return fail('wrong');
}

function isAuthentic(decipher: { final(): Uint8Array }): boolean {
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}

/** The purpose and the costs are bound into the seal, so that nobody can put others beside it. */
function boundData({ name, n, r, p, salt }: Kdf, purpose: Purpose): Uint8Array {
  return concat(utf8(`sotto ${purpose} 1 ${name} ${n} ${r} ${p} `), salt);
}

/** The key that a passphrase gives; the caller's to wipe. */
export function derive(passphrase: string, { n, r, p, salt }: Kdf): Promise<Uint8Array> {
  const secret = utf8(normalisePassphrase(passphrase));
  const maxmem = 128 * n * r + 128 * r * p + 2 ** 20;
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, sealingKeyLength, { N: n, r, p, maxmem }, (error, key) => {
      wipe(secret);
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}
