/*
 * Big-endian byte strings as BigInt and back. BigInt arithmetic is not constant-time: it is used on public
 * values and on secrets that are blinded first, never on a bare secret exponent.
 */

/** The unsigned number that big-endian bytes spell. */
export function toBig(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);
}

/** Big-endian bytes of a number that is not negative, padded to `length`; without it, no leading zeros. */
export function fromBig(value: bigint, length?: number): Uint8Array {
  let hex = value === 0n ? '' : value.toString(16);
  if (hex.length % 2 !== 0) hex = `0${hex}`;
  const size = length ?? hex.length / 2;
  const bytes = new Uint8Array(size);
  const pad = size - hex.length / 2;
  if (pad < 0) throw new Error('assertion failed: number too large for its field');
  Buffer.from(bytes.buffer, pad).write(hex, 'hex');
  return bytes;
}

/** The same number without its leading zero bytes; zero becomes the empty string. */
export function minimal(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start += 1;
  return bytes.slice(start);
}

/** -1, 0 or 1 as `a` is below, equal to or above `b`; both without leading zeros. Not constant-time. */
export function compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  }
  return 0;
}

/** How many bits a number without leading zero bytes has. */
export function bitLength(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : 8 * bytes.length - (Math.clz32(bytes[0]!) - 24);
}

/** base^exponent mod modulus on public values. */
export function powerPublic(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  const factor = base % modulus;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * factor) % modulus;
  }
  return result;
}

/** The inverse of a number modulo a prime; 0 for 0. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high] = [((value % modulus) + modulus) % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [high, low] = [low, high % low];
    [y, x] = [x, y - quotient * x];
  }
  return low === 0n ? 0n : ((x % modulus) + modulus) % modulus;
}

/**
 * Whether a public number in 1..modulus-1 is a square modulo an odd prime: its Legendre symbol is 1.
 * Many times cheaper than an exponentiation.
 */
export function isSquare(value: bigint, modulus: bigint): boolean {
  let [top, bottom] = [value % modulus, modulus];
  let sign = 1;
  while (top !== 0n) {
    const twos = trailingZeros(top);
    top >>= BigInt(twos);
    // Two is a square modulo numbers that are 1 or 7 modulo 8.
    const eighth = Number(bottom & 7n);
    if (twos % 2 === 1 && (eighth === 3 || eighth === 5)) sign = -sign;
    if ((top & 3n) === 3n && (bottom & 3n) === 3n) sign = -sign;
    [top, bottom] = [bottom % top, top];
  }
  return bottom === 1n && sign === 1;
}

/** How many zeros the binary form of a number above 0 ends with. */
function trailingZeros(value: bigint): number {
  let count = 0;
  for (let rest = value; ; rest >>= 32n) {
    const low = Number(BigInt.asUintN(32, rest));
    if (low !== 0) return count + 31 - Math.clz32(low & -low);
    count += 32;
  }
}
