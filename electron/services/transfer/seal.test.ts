import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../base/bytes.ts';
import { open, seal } from './seal.ts';
import { Assembly, decodeAnnouncement, decodeWord, encodeAnnouncement, encodeWord, longestSealed, partLength, type Word } from './words.ts';

const key = Uint8Array.from({ length: 32 }, (_, at) => at);
const context = { sessionId: '0123456789abcdef', announced: encodeAnnouncement(27) };
const sealed = seal(key, utf8('the parcel!'), context);

test('what was sealed opens in the same session alone', () => {
  expect(open(key, sealed, context)).toEqual({ ok: true, value: utf8('the parcel!') });
  expect(open(key, sealed, { ...context, sessionId: '0123456789abcdee' }).ok).toBe(false);
  expect(open(key, sealed, { ...context, announced: encodeAnnouncement(28) }).ok).toBe(false);
  expect(open(key.toReversed(), sealed, context).ok).toBe(false);
});

test('every bit of it counts, and its length', () => {
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const bent = sealed.slice();
    bent[bit >> 3]! ^= 1 << (bit & 7);
    expect(open(key, bent, context).ok, `bit ${bit}`).toBe(false);
  }
  for (let length = 0; length < sealed.length; length += 1) expect(open(key, sealed.slice(0, length), context).ok).toBe(false);
  expect(open(key, Uint8Array.of(...sealed, 0), context).ok).toBe(false);
});

test('the key is left as it is', () => {
  expect(key[31]).toBe(31);
});

test('the seal is that of the room’s README: computed elsewhere from its words', () => {
  // Python's cryptography: HKDF(SHA256, 32 and 12, salt, info), AESGCM(key).encrypt(nonce, text, announced).
  expect(toHex(sealed)).toBe('86f75108e2617fafb461c5df2bc0f71e3b3e9bffa88c86e9d7a422');
});

test('words are read to the letter', () => {
  const words: Word[] = [{ say: 'ready' }, { say: 'whole' }, { say: 'refused' }, { say: 'done' }, { say: 'got', index: 7 }, { say: 'part', index: 0, bytes: Uint8Array.of(1, 2, 3, 4) }];
  for (const word of words) expect(decodeWord(encodeWord(word))).toEqual(word);
  const mark = 'sotto-transfer/1';
  for (const text of ['', 'ready', `${mark}`, `${mark} ready `, `${mark} ready 1`, `${mark} got`, `${mark} got -1`, `${mark} got 01`, `${mark} got 1000000`, `${mark} part 0`, `${mark} part AAAA`, `${mark} part 0 AAA`, `${mark} part 0 AAB=`, `${mark} part 0 A===`, `${mark} got 1 AAAA`, `sotto-transfer/2 ready`, `${mark} ready\n${mark} got 1`, `${mark} ready\u0000`]) {
    expect(decodeWord(text), text).toBeNull();
  }
});

test('only a length that is taken is understood', () => {
  expect(decodeAnnouncement(encodeAnnouncement(17))).toBe(17);
  expect(decodeAnnouncement(encodeAnnouncement(longestSealed))).toBe(longestSealed);
  const bad = [[], [1], [1, 0, 0, 0], [1, 0, 0, 0, 16], [1, 0, 0, 0, 17, 0], [2, 0, 0, 0, 17], [0, 0, 0, 0, 17], [1, 255, 255, 255, 255], [...encodeAnnouncement(longestSealed + 1)]];
  for (const announced of bad) expect(decodeAnnouncement(Uint8Array.from(announced))).toBeNull();
});

test('parts are taken in order, once, and at their full length', () => {
  const length = 2 * partLength + 5;
  const assembly = new Assembly(length);
  const [full, last] = [new Uint8Array(partLength).fill(1), new Uint8Array(5).fill(2)];
  expect(assembly.parts).toBe(3);
  expect(assembly.take(1, full)).toBe(false);
  expect(assembly.take(0, full.slice(1))).toBe(false);
  expect(assembly.take(0, new Uint8Array(partLength + 1))).toBe(false);
  expect(assembly.take(0, full)).toBe(true);
  expect(assembly.take(0, full)).toBe(false);
  expect(assembly.take(1, full)).toBe(true);
  expect(assembly.take(2, full)).toBe(false);
  expect(assembly.isWhole).toBe(false);
  expect(assembly.take(2, last)).toBe(true);
  expect(assembly.take(3, last)).toBe(false);
  expect(assembly.isWhole).toBe(true);
  expect(assembly.bytes.slice(-6)).toEqual(Uint8Array.of(1, 2, 2, 2, 2, 2));
});
