import type { Rng } from '../../base/ports.ts';
import { fromBig, minimal, toBig } from './big.ts';
import { pLength, qLength, type DsaPublicKey } from './dsa.ts';
import type { Primitives } from './provider.ts';

type PrivateKey = DsaPublicKey & { readonly x: Uint8Array };

/** Odd primes below 4,000, to sieve candidates with. */
const smallPrimes: readonly number[] = sieveOf(4_000);
/** Candidates p = start + 2qi looked at a sieve; about 350 hold one prime. */
const window = 2_048;

/**
 * Makes a DSA key of 1024/160 bits like the reference library's; takes tens to hundreds of milliseconds
 * and blocks, so it belongs in a worker thread.
 *
 * `onProgress` is called with rising percentages, 100 last. Throws when the random source throws.
 */
export function generateKey(random: Rng, primitives: Primitives, onProgress: (percent: number) => void): PrivateKey {
  onProgress(0);
  const q = findQ(random, primitives);
  onProgress(10);
  const p = findP(q, random, primitives, onProgress);
  onProgress(95);
  const g = findG(p, q, primitives);
  const { x, y } = drawSecret(p, q, g, random, primitives);
  onProgress(100);
  return { p, q: fromBig(q), g, y, x };
}

function findQ(random: Rng, primitives: Primitives): bigint {
  for (;;) {
    const bytes = random(qLength).slice();
    bytes[0]! |= 0x80;
    bytes[qLength - 1]! |= 1;
    const candidate = toBig(bytes);
    if (smallPrimes.every((prime) => candidate % BigInt(prime) !== 0n) && primitives.isProbablyPrime(bytes)) {
      return candidate;
    }
  }
}

/** Walks up from a random start in steps of 2q, so that q divides p - 1. */
function findP(q: bigint, random: Rng, primitives: Primitives, onProgress: (percent: number) => void): Uint8Array {
  const step = 2n * q;
  let tested = 0;
  for (;;) {
    const bytes = random(pLength).slice();
    bytes[0]! |= 0x80;
    const drawn = toBig(bytes);
    const start = drawn - (drawn % step) + 1n;
    for (const i of survivors(start, step)) {
      const candidate = start + BigInt(i) * step;
      const text = candidate.toString(2);
      if (text.length !== 8 * pLength) continue;
      const p = fromBig(candidate, pLength);
      if (primitives.isProbablyPrime(p)) return p;
      tested += 1;
      // Half of all searches end within 40 tests; the bar slows down towards 94.
      onProgress(10 + Math.floor(84 * (1 - 0.5 ** (tested / 40))));
    }
  }
}

/** The i below `window` for which start + i * step has no small factor. */
function survivors(start: bigint, step: bigint): readonly number[] {
  const struck = new Uint8Array(window);
  for (const prime of smallPrimes) {
    const base = Number(start % BigInt(prime));
    const stride = Number(step % BigInt(prime));
    /* v8 ignore if -- @preserve: q is prime and larger than any of these */
    if (stride === 0) continue;
    let i = 0;
    while ((base + i * stride) % prime !== 0) i += 1;
    for (; i < window; i += prime) struck[i] = 1;
  }
  const left: number[] = [];
  for (let i = 0; i < window; i += 1) if (struck[i] === 0) left.push(i);
  return left;
}

function findG(p: Uint8Array, q: bigint, primitives: Primitives): Uint8Array {
  const cofactor = fromBig((toBig(p) - 1n) / q);
  for (let h = 2; ; h += 1) {
    const g = primitives.power(Uint8Array.of(h), cofactor, p);
    if (g !== null) return minimal(g);
  }
}

/** x in 1..q-1 from 64 bits more than q has, so that its distribution is even; y = g^x mod p. */
function drawSecret(
  p: Uint8Array,
  q: bigint,
  g: Uint8Array,
  random: Rng,
  primitives: Primitives,
): { readonly x: Uint8Array; readonly y: Uint8Array } {
  for (;;) {
    const x = fromBig((toBig(random(qLength + 8)) % (q - 1n)) + 1n);
    const y = primitives.power(g, x, p);
    if (y !== null) return { x, y: minimal(y) };
  }
}

function sieveOf(limit: number): readonly number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let n = 3; n < limit; n += 2) {
    if (composite[n] === 1) continue;
    primes.push(n);
    for (let multiple = n * n; multiple < limit; multiple += 2 * n) composite[multiple] = 1;
  }
  return primes;
}
