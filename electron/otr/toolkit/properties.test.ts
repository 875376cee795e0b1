import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../base/bytes.ts';
import { native } from '../primitives/native.ts';
import { lenientBase64 } from './fields.ts';
import { longestMessage, Scanner, tools } from './index.ts';
import { ourTranscript, versionOneTranscript } from './testing/transcripts.ts';

/*
 * Whatever stands in the input and whatever the arguments: no command throws, and none takes long.
 */

const genuine = [...ourTranscript(2), ...ourTranscript(3), ...versionOneTranscript()];
const slowestMs = 1_000;

/** Genuine messages with a few bytes replaced, messages made of fields of any length, and anything at all. */
const replaced = fc
  .tuple(fc.constantFrom(...genuine), fc.array(fc.tuple(fc.nat(4_000), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }))
  .map(([text, changes]) => {
    const bytes = utf8(text);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
const made = fc
  .tuple(fc.constantFrom('AAMC', 'AAMK', 'AAMR', 'AAMS', 'AAMD', 'AAIC', 'AAIK', 'AAIR', 'AAIS', 'AAID', 'AAEK', 'AAED'), fc.uint8Array({ maxLength: 400 }))
  .map(([kind, body]) => utf8(`?OTR:${kind}${Buffer.from(body).toString('base64')}.`)); // prettier-ignore
const input = fc.oneof(replaced, made, fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary' }).map(utf8));

const argument = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '0', '-1', '00'.repeat(8), '00'.repeat(16), 'ab'.repeat(20), 'ff'.repeat(192), '99999999999999999999'),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('hex')),
);

describe('no command throws or hangs', () => {
  it.each(tools.map((tool) => [tool.name, tool] as const))('%s, on any arguments and any input', (_, tool) => {
    const property = fc.property(fc.array(argument, { maxLength: 11 }), input, (args, bytes) => {
      const began = performance.now();
      const started = tool.start(args, native);
      if (started.at === 'one') started.read(bytes);
      if (started.at === 'every') started.read(bytes);
      expect(performance.now() - began).toBeLessThan(slowestMs);
    });
    fc.assert(property, { numRuns: 400 });
  });

  it.each([
    ['parse', []],
    ['readforge', ['00'.repeat(16), 'new']],
    ['modify', ['00'.repeat(20), 'old', 'new', '1']],
  ] as const)('%s, on any input', (name, args) => {
    const started = tools.find((tool) => tool.name === name)!.start(args, native);
    if (started.at !== 'one' && started.at !== 'every') throw new Error('the arguments are good');
    const property = fc.property(input, (bytes) => {
      const began = performance.now();
      started.read(bytes);
      expect(performance.now() - began).toBeLessThan(slowestMs);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('on the longest arguments that a system takes', () => {
    const long = '7'.repeat(131_000);
    for (const tool of tools) {
      for (let count = 0; count <= 10; count += 1) {
        const began = performance.now();
        tool.start(Array.from({ length: count }, () => long), native);
        expect(performance.now() - began).toBeLessThan(slowestMs);
      }
    }
  });
});

describe('finding messages', () => {
  it('gives the same messages whatever the pieces that the stream comes in', () => {
    const stream = fc.array(fc.oneof(input, fc.constantFrom('?', '?OTR', '?OTR:', '.', '?O').map(utf8)), { maxLength: 6 });
    const property = fc.property(stream, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 9 }), (parts, sizes) => {
      const whole = concat(...parts);
      const pieces: Uint8Array[] = [];
      for (let at = 0, i = 0; at < whole.length; i += 1) {
        const size = sizes[i % sizes.length]!;
        pieces.push(whole.slice(at, at + size));
        at += size;
      }
      expect(found(pieces)).toEqual(found([whole]));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('ends at a message that never ends, having kept no more than the limit', () => {
    const scanner = new Scanner();
    scanner.push(utf8('?OTR:'));
    const piece = new Uint8Array(1024 * 1024).fill(0x41);
    for (let i = 0; i < longestMessage / piece.length; i += 1) scanner.push(piece);
    expect(scanner.tooLong).toBe(true);
    expect(scanner.push(utf8('AAAA.?OTR:AAMD.'))).toEqual([]);
  });
});

describe('base64 that is read leniently', () => {
  it('gives back what was encoded, whatever stands between the digits', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom('', ' ', '\n', '-_', 'ä'), (bytes, between) => {
      const text = [...Buffer.from(bytes).toString('base64')].join(between);
      expect(lenientBase64(utf8(`${text}.AAAA`))).toEqual(bytes);
    });
    fc.assert(property);
  });
});

function found(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const scanner = new Scanner();
  const messages = pieces.flatMap((piece) => [...scanner.push(piece)]);
  const last = scanner.finish();
  return last === null ? messages : [...messages, last];
}
