import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import * as spec from '../testing/spec.ts';
import { seededRng } from '../testing/seed.ts';
import { fromBig, toBig } from './big.ts';
import { divideBoth, generator, isExponent, isLegal, isMember, multiply, newKeyPair, order, prime, raise, sharedSecret } from './group.ts';
import { native } from './native.ts';
import { portable } from './portable.ts';

const p = toBig(prime);
const secretOf = (value: bigint): Uint8Array => fromBig(value, 40);

describe('the group (spec: "Encoded messages")', () => {
  it('is that of RFC 3526 with 1536 bits, with 2 as its generator', () => {
    expect(p).toBe(spec.p);
    expect(p.toString(2)).toHaveLength(1536);
    expect(toBig(generator)).toBe(2n);
    expect(toBig(order)).toBe(spec.q);
  });

  it('has 2 and p-2 as its least and greatest legal values', () => {
    expect([2n, 3n, p - 3n, p - 2n].map((value) => isLegal(fromBig(value)))).toEqual([true, true, true, true]);
    expect([0n, 1n, p - 1n, p, p + 1n, p + 2n, 1n << 1544n].some((value) => isLegal(fromBig(value)))).toBe(false);
  });

  it('takes exponents of 1 to q-1, and elements of the subgroup of order q only', () => {
    const q = toBig(order);
    expect([1n, 2n, q - 1n].map((value) => isExponent(fromBig(value)))).toEqual([true, true, true]);
    expect([0n, q, q + 1n, p].some((value) => isExponent(fromBig(value)))).toBe(false);
    for (const value of [2n, 3n, 5n, 7n, p - 2n, p - 3n]) {
      expect(isMember(fromBig(value)), String(value)).toBe(spec.power(value, q) === 1n);
    }
  });
});

describe('key pairs', () => {
  it('have a secret of at least 320 bits and g to its power', () => {
    const pair = newKeyPair(seededRng('pair'), native);
    expect(8 * pair.secret.length).toBeGreaterThanOrEqual(320);
    expect(toBig(pair.open)).toBe(spec.power(2n, toBig(pair.secret)));
  });

  it('write public values and secrets without leading zeros (S14)', () => {
    for (const by of [native, portable]) {
      const small = newKeyPair(() => secretOf(20n), by);
      expect(toHex(small.open)).toBe('100000');
      expect(toHex(sharedSecret({ ...small, secret: secretOf(3n) }, Uint8Array.of(5), by)!)).toBe('7d');
    }
  });

  it('are drawn again where the public value would be no legal one', () => {
    const draws = [secretOf(0n), secretOf(9n)];
    expect(toBig(newKeyPair(() => draws.shift()!, native).open)).toBe(512n);
  });

  it('share no secret with a value outside 2..p-2, and none where it comes to 1 or p-1', () => {
    const pair = newKeyPair(seededRng('pair'), native);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) expect(sharedSecret(pair, fromBig(value), native)).toBeNull();
    const nothing = { secret: fromBig(toBig(order)), open: pair.open };
    expect(sharedSecret(nothing, Uint8Array.of(2), native)).toBeNull();
  });
});

describe('arithmetic in the group', () => {
  it('multiplies, divides and raises as plain arithmetic does', () => {
    const [a, b, c, d] = [3n, 1n << 900n, p - 5n, 7n];
    expect(toBig(multiply(fromBig(b), fromBig(c)))).toBe((b * c) % p);
    const [first, second] = divideBoth([fromBig(a), fromBig(c)], [fromBig(b), fromBig(d)]);
    expect([(toBig(first) * c) % p, (toBig(second) * d) % p]).toEqual([a, b]);
    expect(toBig(raise(fromBig(b), fromBig(77n), native))).toBe(spec.power(b, 77n));
  });

  it('gives no bytes where a power or a quotient is none', () => {
    expect(raise(Uint8Array.of(1), Uint8Array.of(5), native)).toHaveLength(0);
    const two = Uint8Array.of(2);
    expect(divideBoth([two, new Uint8Array(0)], [two, two]).map((value) => value.length)).toEqual([0, 0]);
  });
});
