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

type HashName = 'sha1' | 'sha256';
const hashBlock = 64;
/** Inputs up to this length take one call of the library and no stream object; that is most of what there is. */
const shortInput = 4_096;
/** Where short inputs are put together; zeros between two calls. */
const scratch = new Uint8Array(hashBlock + shortInput);

/** Puts parts one behind the other into `scratch`, from an offset; the offset behind them. */
function gather(parts: readonly Uint8Array[], from: number): number {
  let at = from;
  for (const part of parts) {
    scratch.set(part, at);
    at += part.length;
  }
  return at;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  let length = 0;
  for (const part of parts) length += part.length;
  return length;
}

function digest(stream: crypto.Hash | crypto.Hmac, parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) stream.update(part);
  return plain(stream.digest());
}

function hash(name: HashName, parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return plain(crypto.hash(name, only, 'buffer'));
  if (lengthOf(parts) > shortInput) return digest(crypto.createHash(name), parts);
  const end = gather(parts, 0);
  const result = plain(crypto.hash(name, scratch.subarray(0, end), 'buffer'));
  scratch.fill(0, 0, end);
  return result;
}

/** HMAC as RFC 2104 has it: H(key ^ opad, H(key ^ ipad, parts)), the key filled up with zeros to a block. */
function hmac(name: HashName, key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  if (key.length > hashBlock || lengthOf(parts) > shortInput) return digest(crypto.createHmac(name, key), parts);
  scratch.set(key);
  for (let i = 0; i < hashBlock; i += 1) scratch[i]! ^= 0x36;
  const end = gather(parts, hashBlock);
  const inner = crypto.hash(name, scratch.subarray(0, end), 'buffer');
  for (let i = 0; i < hashBlock; i += 1) scratch[i]! ^= 0x36 ^ 0x5c;
  scratch.set(inner, hashBlock);
  const result = plain(crypto.hash(name, scratch.subarray(0, hashBlock + inner.length), 'buffer'));
  scratch.fill(0, 0, Math.max(end, hashBlock + inner.length));
  return result;
}

/**
 * AES with the schedule of a key, one block at a time: what counter mode is made of, and kept, since making
 * one costs several times what a short message does. An entry goes with its key at the latest.
 */
const schedules = new WeakMap<Uint8Array, crypto.Cipher>();
const aesBlock = 16;
/** Longer data is left to the library's own counter mode. */
const blocksAtOnce = 64;
const counters = new Uint8Array(blocksAtOnce * aesBlock);

function scheduleOf(key: Uint8Array): crypto.Cipher {
  const known = schedules.get(key);
  if (known !== undefined) return known;
  const made = crypto.createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  schedules.set(key, made);
  return made;
}

function aesCtr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  return plain(crypto.createCipheriv('aes-128-ctr', key, counter).update(data));
}

function aesCtrKept(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  const blocks = Math.ceil(data.length / aesBlock);
  if (blocks > blocksAtOnce) return aesCtr(key, counter, data);
  counters.set(counter);
  for (let at = aesBlock; at < blocks * aesBlock; at += aesBlock) {
    counters.copyWithin(at, at - aesBlock, at);
    let last = at + aesBlock - 1;
    do counters[last]! += 1;
    while (counters[last] === 0 && --last >= at);
  }
  const stream = plain(scheduleOf(key).update(counters.subarray(0, blocks * aesBlock)));
  for (let i = 0; i < data.length; i += 1) stream[i]! ^= data[i]!;
  return stream.fill(0, data.length).subarray(0, data.length);
}

function forgetAes(key: Uint8Array): void {
  // Ending it is what overwrites the schedule.
  schedules.get(key)?.final();
  schedules.delete(key);
}

/** The provider over node:crypto. */
export const native: Primitives = {
  name: 'native',
  power,
  sha1: (...parts) => hash('sha1', parts),
  sha256: (...parts) => hash('sha256', parts),
  hmacSha1: (key, ...parts) => hmac('sha1', key, parts),
  hmacSha256: (key, ...parts) => hmac('sha256', key, parts),
  aesCtr,
  aesCtrKept,
  forgetAes,
  isProbablyPrime: (value) => crypto.checkPrimeSync(value, { checks: 40 }),
};
