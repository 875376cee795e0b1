import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carry, uncarry, type Carried } from './carry.ts';

/** Over the same text channel that the worlds use. */
const across = (value: unknown): unknown => uncarry(JSON.parse(JSON.stringify(carry(value))) as Carried);

const cloneable = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withObjectString: true,
  withBoxedValues: true,
});

describe('carry', () => {
  it('brings every cloneable value to the other side as a structured clone would', () => {
    const same = (value: unknown): void => {
      expect(across(value)).toEqual(structuredClone(value));
    };
    fc.assert(fc.property(cloneable, same), { numRuns: 500 });
  });

  it('brings what JSON says as it is, and nothing else, in JSON', () => {
    const isPlain = (value: unknown) => carry(value).heap.length === 0;
    const same = (value: unknown): void => {
      expect(isPlain(value)).toBe(true);
      expect(across(value)).toStrictEqual(value);
    };
    // Zeros of either sign are made the same: JSON has one of them.
    fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => same(JSON.parse(JSON.stringify(value)))));
    for (const value of [[], {}, [[]], [0], 'text', null]) same(value);
    const shared = {};
    const named = Object.assign([1], { more: 2 });
    const holed = Object.assign(new Array<number>(1), { more: 2 });
    for (const value of [[shared, shared], named, holed, new Array<number>(2), [undefined], { gone: undefined }, new Map(), [-0]]) expect(isPlain(value)).toBe(false);
  });

  it('keeps -0, NaN, infinities and undefined', () => {
    expect(across([-0, NaN, Infinity, -Infinity, undefined])).toEqual([-0, NaN, Infinity, -Infinity, undefined]);
  });

  it('keeps sharing, cycles and the window of a view', () => {
    const buffer = new Uint8Array([1, 2, 3, 4]).buffer;
    const value = { whole: new Uint8Array(buffer), part: new Uint8Array(buffer, 1, 2), self: null as unknown };
    value.self = value;
    const got = across(value) as typeof value;
    expect(got.self).toBe(got);
    expect([...got.part]).toEqual([2, 3]);
    expect(got.part.buffer).toBe(got.whole.buffer);
  });

  it('keeps names that would be dangerous as plain properties', () => {
    const got = across(JSON.parse('{"__proto__": {"polluted": true}}')) as object;
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
    expect(Object.keys(got)).toEqual(['__proto__']);
  });

  it('keeps the name and message of an error, and drops prototypes', () => {
    const got = across(new TypeError('wrong')) as Error;
    expect([got.name, got.message]).toEqual(['TypeError', 'wrong']);
    class Point {
      x = 1;
    }
    expect(across(new Point())).toStrictEqual({ x: 1 });
  });

  it.each([() => {}, Symbol('no'), new WeakMap(), { deep: [() => {}] }])('refuses what cannot be cloned: %s', (value) => {
    expect(() => carry(value)).toThrow(expect.objectContaining({ name: 'DataCloneError' }) as Error);
  });
});
