import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverse, isSquare, powerPublic, toBig } from './big.ts';
import { prime } from './group.ts';

/** Euclid's algorithm as everybody knows it. */
function commonFactor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonFactor(b, a % b);
}

describe('the inverse', () => {
  const upTo = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });

  it('is what gives 1 with its number, and 0 where there is none, for moduli of every length', () => {
    const modulus = fc.integer({ min: 2, max: 1_600 }).chain((bits) => upTo(bits).map((low) => low + 2n));
    fc.assert(
      fc.property(modulus, upTo(1_600), (n, value) => {
        const found = inverse(value, n);
        expect(found >= 0n && found < n).toBe(true);
        expect((found * value) % n).toBe(commonFactor(n, value % n) === 1n ? 1n : 0n);
        if (commonFactor(n, value % n) !== 1n) expect(found).toBe(0n);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is right for every number below every small modulus', () => {
    for (let n = 2n; n < 120n; n += 1n) {
      for (let value = -n; value < 2n * n; value += 1n) {
        const expected = commonFactor(n, ((value % n) + n) % n) === 1n ? 1n : 0n;
        expect((((inverse(value, n) * value) % n) + n) % n, `${value} modulo ${n}`).toBe(expected);
      }
    }
  });

  it.each([1n, 2n, 3n, (1n << 52n) - 1n, (1n << 53n) + 1n, (1n << 160n) - 1n])('is right where quotients are long: %d', (value) => {
    const n = (1n << 521n) - 1n;
    expect((inverse(value, n) * value) % n).toBe(1n);
  });
});

describe('squares', () => {
  it('are told for every number below every small prime', () => {
    for (const p of [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 257n, 641n, 1_009n]) {
      const squares = new Set(Array.from({ length: Number(p) - 1 }, (_, i) => (BigInt(i + 1) * BigInt(i + 1)) % p));
      for (let value = 1n; value < p; value += 1n) expect(isSquare(value, p), `${value} modulo ${p}`).toBe(squares.has(value));
    }
  });

  it('are told modulo the prime of the group, and their negatives from them', () => {
    const p = toBig(prime);
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: p - 1n }), (root) => {
        const square = (root * root) % p;
        expect(isSquare(square, p)).toBe(true);
        expect(isSquare(p - square, p)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([(1n << 127n) - 1n, (1n << 521n) - 1n, (1n << 255n) - 19n])('are told as Euler does modulo %d', (p) => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: p - 1n }), (value) => {
        expect(isSquare(value, p)).toBe(powerPublic(value, (p - 1n) / 2n, p) === 1n);
      }),
      { numRuns: 60 },
    );
  });
});
