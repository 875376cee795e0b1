import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, toHex } from '../../base/bytes.ts';
import { readSerializedKey, writeSerializedKey } from '../index.ts';
import { testKeys } from '../testing/keys.ts';
import { data } from '../wire/writer.ts';

const bytes = writeSerializedKey(testKeys.alice);

test('a key comes back as it was written: type 0, then p, q, g, y and x', () => {
  expect(toHex(bytes.slice(0, 6))).toBe('000000000080');
  expect(bytes).toHaveLength(2 + 3 * (4 + 128) + 2 * (4 + 20));
  expect(readSerializedKey(bytes)).toEqual({ ok: true, value: testKeys.alice });
});

test('a zero byte in front of a number does no harm', () => {
  const { p, q, g, y, x } = testKeys.alice;
  const padded = [p, q, g, y, x].map((number) => data(concat(Uint8Array.of(0), number)));
  expect(readSerializedKey(concat(Uint8Array.of(0, 0), ...padded))).toEqual({ ok: true, value: testKeys.alice });
});

test('another type, a missing part, a part too much and another x are refused', () => {
  expect(readSerializedKey(Uint8Array.of(0, 1, ...bytes.slice(2)))).toEqual({ ok: false, fault: 'malformed' });
  for (const length of [0, 1, 2, 6, 100, bytes.length - 1]) {
    expect(readSerializedKey(bytes.slice(0, length))).toEqual({ ok: false, fault: 'malformed' });
  }
  expect(readSerializedKey(concat(bytes, Uint8Array.of(0)))).toEqual({ ok: false, fault: 'malformed' });
  expect(readSerializedKey(writeSerializedKey({ ...testKeys.alice, x: testKeys.bob.x }))).toEqual({ ok: false, fault: 'invalid-key' });
});

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
      const bent = bytes.slice();
      bent[at] = value;
      expect(readSerializedKey(bent).ok).toBe(bytes[at] === value);
    }),
    { numRuns: 200 },
  );
});
