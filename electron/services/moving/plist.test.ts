import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { readPlist } from './plist.ts';

/** A binary list of these objects, the first of them the root; offsets are four bytes each, references one. */
function binary(...objects: readonly (readonly number[] | Uint8Array)[]): Uint8Array {
  const magic = Buffer.from('bplist00');
  const offsets = Buffer.alloc(4 * objects.length);
  let length = magic.length;
  for (const [i, object] of objects.entries()) {
    offsets.writeUInt32BE(length, 4 * i);
    length += object.length;
  }
  const trailer = Buffer.alloc(32);
  trailer.set([4, 1], 6);
  trailer.writeUInt32BE(objects.length, 12);
  trailer.writeUInt32BE(length, 28);
  return Uint8Array.from(Buffer.concat([magic, ...objects.map((object) => Buffer.from(object)), offsets, trailer]));
}

/** An object with a length of its own, of four bytes. */
function long(kind: number, content: Uint8Array, length = content.length): Uint8Array {
  const head = Buffer.from([kind, 0x12, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 2);
  return Buffer.concat([head, content]);
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

test('a text that many places refer to is decoded once, and one that is longer than any name never', () => {
  const decode = vi.spyOn(TextDecoder.prototype, 'decode');
  try {
    for (const [length, times] of [[10_000, 1], [10_001, 0], [7_000_000, 0]] as const) {
      const file = binary(long(0xaf, Buffer.alloc(50_000, 1)), long(0x5f, Buffer.alloc(length, 0x61)));
      decode.mockClear();
      const read = readPlist(file);
      // Once for what kind of file it is.
      expect(decode).toHaveBeenCalledTimes(1 + times);
      const expected = times === 1 ? 'a'.repeat(length) : null;
      expect(Array.isArray(read) && read.length === 50_000 && read.every((one) => one === expected)).toBe(true);
    }
  } finally {
    decode.mockRestore();
  }
});

test('texts that lie over one another are no list: together they are longer than the file', () => {
  const file = binary([0xa3, 1, 2, 3], long(0x5f, Buffer.alloc(5_000, 0x61)), [0x51, 0x62], [0x51, 0x63]);
  expect(readPlist(file)).toEqual(['a'.repeat(5_000), 'b', 'c']);
  const table = file.length - 32 - 4 * 4;
  file.copyWithin(table + 8, table + 4, table + 8);
  expect(readPlist(file) === null).toBe(true);
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
