import { concat, utf8, wipe } from '../../base/bytes.ts';
import type { Rng } from '../../base/ports.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { decodeDsaKey, encodeDsaKey } from '../../otr/index.ts';
import type { DsaPrivateKey } from '../../otr/index.ts';
import { isCost, nonceLength, openWithPassphrase, saltLength, sealWithPassphrase, tagLength, type Cost, type PassphraseSeal } from '../../vault/index.ts';

/*
 * A key of the person's own in a file that only a passphrase opens. All numbers are single bytes:
 *
 *   "sotto-key"  version (1)  log2 of scrypt's n  r  p  salt (32)  nonce (12)  sealed key and tag
 *
 * The key is as the engine encodes it for the store, sealed with AES-256-GCM under a key from scrypt, as the vault's
 * is; what stands before is bound into the seal. No bit of the file can change without the seal failing.
 */

const magic = utf8('sotto-key');
const version = 1;
const headLength = magic.length + 4;
const shortest = headLength + saltLength + nonceLength + tagLength + 1;
const longest = 4_096;

/** Whether a file is one of these, of whatever version. */
export function isSealedKey(file: Uint8Array): boolean {
  return magic.every((byte, at) => file[at] === byte);
}

/** The file of a key. `cost`: what a guess at the passphrase takes; tests ask for less. */
export async function sealKey(key: DsaPrivateKey, passphrase: string, random: Rng, cost?: Cost): Promise<Uint8Array> {
  const encoded = encodeDsaKey(key);
  try {
    const { kdf, nonce, sealed } = await sealWithPassphrase(passphrase, encoded, random, 'key', cost);
    return concat(magic, Uint8Array.of(version, Math.log2(kdf.n), kdf.r, kdf.p), kdf.salt, nonce, sealed);
  } finally {
    wipe(encoded);
  }
}

/**
 * Opens the file of a key and proves the key, which is the caller's.
 * Faults: malformed, also where it is of another version or asks for too much; wrong, which is a wrong passphrase or
 * a file that was changed.
 */
export async function openKey(file: Uint8Array, passphrase: string): Promise<Result<DsaPrivateKey, 'malformed' | 'wrong'>> {
  const seal = sealOf(file);
  if (seal === null) return fail('malformed');
  const opened = await openWithPassphrase(passphrase, seal, 'key');
  if (!opened.ok) return opened;
  const key = decodeDsaKey(opened.value);
  wipe(opened.value);
  return key.ok ? ok(key.value) : fail('malformed');
}

/** What is sealed in a file, and with what; `null` where it is malformed. */
export function sealOf(file: Uint8Array): PassphraseSeal | null {
  if (!isSealedKey(file) || file.length < shortest || file.length > longest) return null;
  const [written, logN = 0, r = 0, p = 0] = file.subarray(magic.length, headLength);
  const cost = { n: 2 ** logN, r, p };
  if (written !== version || !isCost(cost)) return null;
  const nonceAt = headLength + saltLength;
  return {
    kdf: { name: 'scrypt', ...cost, salt: new Uint8Array(file.subarray(headLength, nonceAt)) },
    nonce: new Uint8Array(file.subarray(nonceAt, nonceAt + nonceLength)),
    sealed: new Uint8Array(file.subarray(nonceAt + nonceLength)),
  };
}
