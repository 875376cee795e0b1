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

/**
 * The inverse of a number modulo a prime; 0 for 0, and for what shares a factor with a modulus that is none.
 * Euclid's algorithm as Lehmer runs it: the quotients of many steps are found from the leading bits alone, in
 * ordinary numbers, and carried out on the long ones together.
 */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [high, low] = [modulus, ((value % modulus) + modulus) % modulus];
  // value * y is low modulo the modulus, value * x is high.
  let [x, y] = [0n, 1n];
  let shift = Math.max(0, 4 * modulus.toString(16).length - leadingBits);
  while (low !== 0n) {
    shift = reach(high, shift);
    const [a, b, c, d] = quotientsOf(Number(high >> BigInt(shift)), Number(low >> BigInt(shift)));
    if (b === 0n) {
      const quotient = high / low;
      [high, low] = [low, high - quotient * low];
      [x, y] = [y, x - quotient * y];
    } else {
      [high, low] = [a * high + b * low, c * high + d * low];
      [x, y] = [a * x + b * y, c * x + d * y];
    }
  }
  return high === 1n ? ((x % modulus) + modulus) % modulus : 0n;
}

/** As many bits as an ordinary number holds exactly, less one for the sums below. */
const leadingBits = 52;

/** By how much to shift a number for its leading bits; it was `before` when the number was larger. */
function reach(value: bigint, before: number): number {
  const top = Number(value >> BigInt(before));
  const missing = leadingBits - 1 - (top === 0 ? 0 : Math.floor(Math.log2(top)));
  return Math.max(0, before - Math.max(0, missing));
}

/**
 * Steps of Euclid's algorithm that two numbers with these leading bits certainly have in common, as the matrix
 * that takes both where the steps lead. Knuth, The Art of Computer Programming, 4.5.2, algorithm L.
 */
function quotientsOf(high: number, low: number, symbol?: JacobiSign): readonly [bigint, bigint, bigint, bigint] {
  let [u, v] = [high, low];
  let [a, b, c, d] = [1, 0, 0, 1];
  while (v + c !== 0 && v + d !== 0) {
    const quotient = Math.floor((u + a) / (v + c));
    if (quotient !== Math.floor((u + b) / (v + d))) break;
    symbol?.turn(quotient);
    [u, v] = [v, u - quotient * v];
    [a, c] = [c, a - quotient * c];
    [b, d] = [d, b - quotient * d];
  }
  return [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
}

/**
 * Whether a public number in 1..modulus-1 is a square modulo an odd prime: its Legendre symbol is 1.
 * Many times cheaper than an exponentiation. Euclid's algorithm again, which leads to 1; what each of its steps
 * does to the sign of the symbol hangs on the last three bits of its numbers alone.
 */
export function isSquare(value: bigint, modulus: bigint): boolean {
  const symbol = new JacobiSign(value, modulus);
  let [high, low] = [modulus, value % modulus];
  let shift = Math.max(0, 4 * modulus.toString(16).length - leadingBits);
  while (low !== 0n) {
    shift = reach(high, shift);
    const [a, b, c, d] = quotientsOf(Number(high >> BigInt(shift)), Number(low >> BigInt(shift)), symbol);
    if (b === 0n) {
      const quotient = high / low;
      symbol.turn(Number(quotient & 7n));
      [high, low] = [low, high - quotient * low];
    } else [high, low] = [a * high + b * low, c * high + d * low];
  }
  return high === 1n && symbol.sign === 1;
}

/**
 * The sign between the Jacobi symbol of two numbers and that of the two where Euclid's algorithm is; of the two
 * the odd one counts as the lower, the second where both are odd.
 */
class JacobiSign {
  sign = 1;
  /** The last three bits of both numbers. */
  #x: number;
  #y: number;

  /** Of (value / modulus), for an odd modulus; Euclid's algorithm begins with the modulus as the higher number. */
  constructor(value: bigint, modulus: bigint) {
    [this.#x, this.#y] = [Number((value % modulus) & 7n), Number(modulus & 7n)];
    this.turn(0);
  }

  /** Takes the pair (x, y) to (y, x - quotient * y). */
  turn(quotient: number): void {
    const [x, y] = [this.#x, this.#y];
    const rest = (x - (quotient & 7) * y) & 7;
    // Where y is twice an odd number, 2 counts, and that odd number by the law of reciprocity.
    if ((y & 3) === 2) {
      if (isTwoSquare(x) !== isTwoSquare(rest)) this.sign = -this.sign;
      if (y === 6 && ((x - rest) & 3) === 2) this.sign = -this.sign;
    }
    if ((y & rest & 3) === 3) this.sign = -this.sign;
    [this.#x, this.#y] = [y, rest];
  }
}

/** Whether two is a square modulo the primes that end with these three bits. */
function isTwoSquare(odd: number): boolean {
  return odd === 1 || odd === 7;
}
