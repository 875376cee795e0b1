/**
 * The arithmetic and the ciphers that the engine stands on, behind one interface with two providers:
 * `native` (node:crypto, that is OpenSSL or BoringSSL) and `portable` (node-forge).
 *
 * All numbers are unsigned and big-endian. No function keeps the bytes that it is given, or changes them
 * unless it says so; every result is a new array that belongs to the caller.
 */
export type Primitives = {
  readonly name: 'native' | 'portable';

  /**
   * base^exponent mod modulus, as long as the modulus (leading zeros kept).
   *
   * For exponents that are secret: the native provider takes time that does not depend on their bits.
   * `null` where the base is not in 2..modulus-2 or the result is 0, 1 or modulus-1, which no honest
   * exchange produces.
   */
  power(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array | null;

  sha1(...parts: readonly Uint8Array[]): Uint8Array;
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
  hmacSha1(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array;
  hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array;

  /** AES-128 in counter mode; the same call encrypts and decrypts. `counter` is the 16-byte initial block. */
  aesCtr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array;
  /**
   * The same for a key that many messages have, in place: `bytes` from `from` to `to`. The upper 8 bytes of the
   * initial block stand at `counterAt`; its lower half is 0. What is derived from the key may be kept with this very
   * array, whose bytes must stay as they are until `forgetAes`.
   */
  aesCtrKept(key: Uint8Array, bytes: Uint8Array, counterAt: number, from: number, to: number): void;
  /** Overwrites what was kept with a key. Using the key again later is no mistake. */
  forgetAes(key: Uint8Array): void;

  /** Whether a number is prime, wrong with a chance below 2^-80 even for a number that an enemy chose. */
  isProbablyPrime(value: Uint8Array): boolean;
};

/** The initial block of counter mode that begins with 8 bytes and ends with zeros. Spec: OTRv3 "Data Message". */
export function initialBlock(top: Uint8Array): Uint8Array {
  const block = new Uint8Array(16);
  block.set(top);
  return block;
}

/** `Primitives.aesCtrKept` by way of `aesCtr`, with nothing kept. */
export function crossInPlace(
  aesCtr: Primitives['aesCtr'],
  ...[key, bytes, counterAt, from, to]: Parameters<Primitives['aesCtrKept']>
): void {
  bytes.set(aesCtr(key, initialBlock(bytes.subarray(counterAt, counterAt + 8)), bytes.subarray(from, to)), from);
}
