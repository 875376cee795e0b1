import { expect, test } from 'vitest';
import fc from 'fast-check';
import { saslprep } from './saslprep.ts';

test.each([
  ['I\u00adX', 'IX'],
  ['user', 'user'],
  ['USER', 'USER'],
  ['\u00aa', 'a'],
  ['\u2168', 'IX'],
  ['a\u00a0b\u3000c', 'a b c'],
  ['u\u0308', 'ü'],
  ['\u0627\u0628', '\u0627\u0628'],
  ['🌹 rose', '🌹 rose'],
])('%j becomes %j (RFC 4013 section 3 and beyond)', (text, prepared) => {
  expect(saslprep(text)).toEqual({ ok: true, value: prepared });
});

test.each([
  ['\u0007', 'prohibited'],
  ['a\u007fb', 'prohibited'],
  ['\ue000', 'prohibited'],
  ['\ufffd', 'prohibited'],
  ['\u200e', 'prohibited'],
  ['a\ud800', 'prohibited'],
  ['\u0627\u0031', 'bidi'],
  ['\u0627a\u0628', 'bidi'],
  ['', 'empty'],
  ['\u00ad', 'empty'],
])('%j is refused as %s', (text, fault) => {
  expect(saslprep(text)).toEqual({ ok: false, fault });
});

test('never throws, and printable ASCII stays as it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof saslprep(text).ok === 'boolean'));
  fc.assert(
    fc.property(fc.stringMatching(/^[\x20-\x7e]+$/), (text) => {
      expect(saslprep(text)).toEqual({ ok: true, value: text });
    }),
  );
});
