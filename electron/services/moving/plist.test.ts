import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlist } from './plist.ts';

/** A binary list of these objects, the first of them the root; offsets and references are one byte each. */
function binary(...objects: readonly (readonly number[])[]): Uint8Array {
  const offsets: number[] = [];
  const body = [...Buffer.from('bplist00')];
  for (const object of objects) {
    offsets.push(body.length);
    body.push(...object);
  }
  const trailer = new Uint8Array(32);
  trailer[6] = 1;
  trailer[7] = 1;
  trailer[15] = objects.length;
  trailer[31] = body.length;
  return Uint8Array.from([...body, ...offsets, ...trailer]);
}

test('texts, numbers, arrays and dictionaries are read; other things are null', () => {
  const list = binary([0xd2, 1, 2, 3, 4], [0x51, 0x61], [0x51, 0x62], [0xa2, 5, 6], [0x08], [0x11, 0x01, 0x02], [0x61, 0x20, 0xac]);
  expect(readPlist(list)).toEqual({ a: [258, '€'], b: null });
  const xml = '<plist><dict><key>a</key><array><integer>258</integer><string>€</string></array><key>b</key><true/></dict></plist>';
  expect(readPlist(new TextEncoder().encode(xml))).toEqual({ a: [258, '€'], b: null });
});

test('one that refers to itself, or out of itself, is none', () => {
  expect(readPlist(binary([0xa1, 0]))).toBeNull();
  expect(readPlist(binary([0xa2, 1, 1], [0xa2, 2, 2], [0xa2, 1, 1]))).toBeNull();
  expect(readPlist(binary([0xa1, 9]))).toBeNull();
  expect(readPlist(binary([0x5f, 0x12, 0x7f, 0xff, 0xff, 0xff]))).toBeNull();
});

test('whatever bytes there are, nothing is thrown', () => {
  const good = binary([0xd1, 1, 2], [0x51, 0x61], [0xa1, 1]);
  const bent = fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, byte]) => good.map((value, i) => (i === at ? byte : value)));
  fc.assert(
    fc.property(fc.oneof(bent, fc.uint8Array({ maxLength: 80 }).map((bytes) => Uint8Array.from([...Buffer.from('bplist00'), ...bytes]))), (bytes) => {
      expect(readPlist(bytes)).not.toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
  for (const text of ['', '<plist>', '<plist/>', '<dict><key>x', `<plist>${'<array>'.repeat(100_000)}`]) {
    expect(readPlist(new TextEncoder().encode(text))).not.toBeUndefined();
  }
});
