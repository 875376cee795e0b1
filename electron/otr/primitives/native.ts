import crypto from 'node:crypto';
import { compare, minimal } from './big.ts';
import { KeyStream } from './key-stream.ts';
import { crossInPlace, type Primitives } from './provider.ts';

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
  const oldest = exponentiators.keys().next();
  if (exponentiators.size >= exponentiatorsKept && oldest.done !== true) exponentiators.delete(oldest.value);
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
  const end = gather(parts, hashBlock);
  fillBlock(key, 0x36);
  // As a string it comes in half the time; without the key it is of no use to anybody.
  const inner = crypto.hash(name, scratch.subarray(0, end), 'binary');
  fillBlock(key, 0x5c);
  spell(inner, scratch, hashBlock);
  const outer = scratch.subarray(0, hashBlock + inner.length);
  const result = name === 'sha1' ? bytesOf(crypto.hash(name, outer, 'binary')) : plain(crypto.hash(name, outer, 'buffer'));
  scratch.fill(0, 0, Math.max(end, outer.length));
  return result;
}

/** Bytes of a string with one of them a character, for what is no secret: nothing overwrites a string. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  spell(text, bytes, 0);
  return bytes;
}

function spell(text: string, to: Uint8Array, from: number): void {
  for (let i = 0; i < text.length; i += 1) to[from + i] = text.charCodeAt(i);
}

/** Puts a key, filled up to a block and crossed with a byte, in front. */
function fillBlock(key: Uint8Array, pad: number): void {
  scratch.fill(pad, 0, hashBlock);
  for (let i = 0; i < key.length; i += 1) scratch[i] = key[i]! ^ pad;
}

function aesCtr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  return plain(crypto.createCipheriv('aes-128-ctr', key, counter).update(data));
}

/** Streams of keys that many messages have. An entry goes with its key at the latest. */
const streams = new WeakMap<Uint8Array, KeyStream>();

function streamOf(key: Uint8Array): KeyStream {
  const known = streams.get(key);
  if (known !== undefined) return known;
  const made = new KeyStream(key);
  streams.set(key, made);
  return made;
}

function aesCtrKept(key: Uint8Array, bytes: Uint8Array, counterAt: number, from: number, to: number): void {
  if (!streamOf(key).cross(bytes, counterAt, from, to)) crossInPlace(aesCtr, key, bytes, counterAt, from, to);
}

function forgetAes(key: Uint8Array): void {
  streams.get(key)?.forget();
  streams.delete(key);
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
