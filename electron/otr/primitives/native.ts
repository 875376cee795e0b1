import crypto from 'node:crypto';
import { compare, minimal } from './big.ts';
import type { Primitives } from './provider.ts';

/**
 * Exponentiation through a Diffie-Hellman object: with its private key set to the exponent, the "shared
 * secret" with `base` is base^exponent, in constant time, in OpenSSL and in BoringSSL alike.
 *
 * Making such an object tests its modulus for primality, which takes milliseconds for a modulus that the
 * library does not know; so they are kept, the most recently used ones.
 */
const exponentiators = new Map<string, crypto.DiffieHellman>();
const exponentiatorsKept = 32;
const spent = Uint8Array.of(2);

function exponentiator(modulus: Uint8Array): crypto.DiffieHellman {
  const name = Buffer.from(modulus.buffer, modulus.byteOffset, modulus.length).toString('latin1');
  const known = exponentiators.get(name);
  if (known !== undefined) return known;
  const made = crypto.createDiffieHellman(modulus, 2);
  if (exponentiators.size >= exponentiatorsKept) {
    const oldest = exponentiators.keys().next();
    if (oldest.done !== true) exponentiators.delete(oldest.value);
  }
  exponentiators.set(name, made);
  return made;
}

/** The same memory as a plain Uint8Array, whose `slice` copies (a Buffer's does not). */
function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function power(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array | null {
  const short = minimal(base);
  if (compare(short, minimal(modulus)) >= 0) return null;
  const machine = exponentiator(modulus);
  try {
    machine.setPrivateKey(exponent);
    return plain(machine.computeSecret(short));
  } catch {
    return null;
  } finally {
    machine.setPrivateKey(spent);
  }
}

function digest(hash: crypto.Hash | crypto.Hmac, parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) hash.update(part);
  return plain(hash.digest());
}

/** The provider over node:crypto. */
export const native: Primitives = {
  name: 'native',
  power,
  sha1: (...parts) => digest(crypto.createHash('sha1'), parts),
  sha256: (...parts) => digest(crypto.createHash('sha256'), parts),
  hmacSha1: (key, ...parts) => digest(crypto.createHmac('sha1', key), parts),
  hmacSha256: (key, ...parts) => digest(crypto.createHmac('sha256', key), parts),
  aesCtr: (key, counter, data) => plain(crypto.createCipheriv('aes-128-ctr', key, counter).update(data)),
  isProbablyPrime: (value) => crypto.checkPrimeSync(value, { checks: 40 }),
};
