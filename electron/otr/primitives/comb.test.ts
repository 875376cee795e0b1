import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerPublic, toBig } from './big.ts';
import { newComb, productOfPowers, type Shape } from './comb.ts';
import { order, prime, raiseGeneratorPublic } from './group.ts';
import { native } from './native.ts';

const shapes: readonly Shape[] = [
  { bits: 64, teeth: 1, blocks: 1 },
  { bits: 64, teeth: 5, blocks: 2 },
  { bits: 61, teeth: 4, blocks: 3 },
  { bits: 64, teeth: 8, blocks: 8 },
  { bits: 7, teeth: 3, blocks: 4 },
];

describe('combs', () => {
  it.each(shapes)('give the same powers as squaring and multiplying: %j', (shape) => {
    const exponent = fc.bigInt({ min: 0n, max: (1n << BigInt(shape.bits)) - 1n });
    const base = fc.bigInt({ min: 0n, max: 1n << 90n });
    const modulus = fc.bigInt({ min: 2n, max: 1n << 80n });
    fc.assert(
      fc.property(modulus, base, base, exponent, exponent, (n, a, b, i, j) => {
        const combs = [newComb(a, n, shape), newComb(b, n, shape)] as const;
        const product = (powerPublic(a, i, n) * powerPublic(b, j, n)) % n;
        expect(productOfPowers([[combs[0], i], [combs[1], j]])).toBe(product);
      }),
      { numRuns: 50 },
    );
  });

  it('take exponents with no bit, one bit and every bit', () => {
    const comb = newComb(3n, 1_000_003n, { bits: 10, teeth: 2, blocks: 2 });
    for (let exponent = 0n; exponent < 1n << 10n; exponent += 1n) {
      expect(productOfPowers([[comb, exponent]]), String(exponent)).toBe(powerPublic(3n, exponent, 1_000_003n));
    }
  });

  it('give 1 where there is nothing to multiply', () => {
    expect(productOfPowers([])).toBe(1n);
  });

  it('take no exponent that is too long', () => {
    const comb = newComb(3n, 1_000_003n, { bits: 10, teeth: 2, blocks: 2 });
    expect(() => productOfPowers([[comb, 1n << 12n]])).toThrow('10 bits');
  });

  it('of the generator give its powers up to q - 1, and nothing for 1', () => {
    const last = toBig(order) - 1n;
    const exponents = [1n, 2n, 1n << 1_000n, last];
    // The tables are made after forty calls.
    for (let call = 0; call < 60; call += 1) {
      const exponent = exponents[call % exponents.length]!;
      const bytes = Uint8Array.from(Buffer.from(exponent.toString(16).padStart(384, '0'), 'hex'));
      expect(toBig(raiseGeneratorPublic(bytes, native)), `${call}: ${exponent}`).toBe(powerPublic(2n, exponent, toBig(prime)));
      if (call % 10 === 9) expect(raiseGeneratorPublic(order, native)).toHaveLength(0);
    }
  });
});
