import {
  add,
  and,
  assemble,
  atMost,
  below,
  call,
  constant,
  during,
  each,
  get,
  load,
  load16,
  load64,
  load8,
  moveOn,
  or,
  set,
  shl,
  shr,
  store,
  store16,
  store64,
  store8,
  swapped,
  xor,
  xor64,
  zero64,
  type Code,
  type Routine,
} from './assembler.ts';
import { blockLength, compression, hashLength } from './sha1.ts';

/*
 * What is done to the bytes of a short data message, in WebAssembly and in one piece of memory: MAC, cipher, base64. Each is
 * one call a message; a call of the library costs more than the work that it does there.
 *
 * All addresses are offsets in the memory. Its parts, one behind the other: two states and a MAC, the outer block, the room, the
 * stream, the text, the tables. Tables are read by what is on the wire anyway, never by a secret.
 */

const [stateAt, outerStateAt, macAt, outerAt, roomAt] = [0, 20, 40, 64, 128];
/** A piece of a key stream: `longestStream` bytes, and text: all that the room can hold, with its beginning. */
const [roomSize, longestStream, textSize] = [4_096, 1_024, 8_192];
const streamAt = roomAt + roomSize;
const textAt = streamAt + longestStream;
const pairsAt = textAt + textSize;
const valuesAt = pairsAt + 2 * 4_096;

const [first, second, third, free] = [0, 1, 2, 3];
const compressAt = 0;
const notALetter = 0x80;

/** Ends what stands in the room before `first` at `second`, a whole number of blocks, with its length in bits, and hashes it. */
function macCode(): Code {
  const zeros = [...each(9, (i) => [...get(first), ...zero64, ...store64(8 * i)]), ...get(first), ...constant(0x80), ...store8(0)];
  const bits = [...get(second), ...constant(-4), ...add, ...swapped(third), ...store(0), ...constant(roomAt), ...set(free)];
  const compress = (block: Code): Code => [...constant(stateAt), ...block, ...constant(0), ...call(compressAt), ...set(third)];
  const blocks = during([...get(free), ...get(second), ...below], [...compress(get(free)), ...moveOn(free, blockLength)]);
  const turn = (to: number): Code =>
    each(5, (i) => [...constant(0), ...load(stateAt + 4 * i), ...set(third), ...constant(0), ...swapped(third), ...store(to + 4 * i)]);
  // The outer state, which is as secret as the key, is gone once it was used.
  const outer = each(5, (i) => [...constant(0), ...constant(0), ...load(outerStateAt + 4 * i), ...store(stateAt + 4 * i)]);
  const gone = each(5, (i) => [...constant(0), ...constant(0), ...store(outerStateAt + 4 * i)]);
  return [...zeros, ...bits, ...blocks, ...turn(outerAt), ...outer, ...gone, ...compress(constant(outerAt)), ...turn(macAt), ...constant(0)];
}

/** Crosses what stands from `first` to `third` with what stands at `second`, which is zeros afterwards. */
function crossCode(): Code {
  const onward = (by: number): Code => [...moveOn(first, by), ...moveOn(second, by)];
  const eight = [...get(first), ...get(first), ...load64(0), ...get(second), ...load64(0), ...xor64, ...store64(0)];
  const one = [...get(first), ...get(first), ...load8(0), ...get(second), ...load8(0), ...xor, ...store8(0)];
  const isEight = [...get(first), ...constant(8), ...add, ...get(third), ...atMost];
  return [
    ...during(isEight, [...eight, ...get(second), ...zero64, ...store64(0), ...onward(8)]),
    ...during([...get(first), ...get(third), ...below], [...one, ...get(second), ...constant(0), ...store8(0), ...onward(1)]),
    ...constant(0),
  ];
}

/** Spells the groups of three bytes from `first` to `third` at `second`. */
function spellCode(): Code {
  const group = [...get(first), ...load(0), ...set(free), ...swapped(free), ...set(free)];
  const pair = (bits: number, at: number): Code => {
    const entry = [...get(free), ...constant(bits), ...shr, ...constant(0x1ffe), ...and, ...load16(pairsAt)];
    return [...get(second), ...entry, ...store16(at)];
  };
  const onward = [...moveOn(first, 3), ...moveOn(second, 4)];
  return [...during([...get(first), ...get(third), ...below], [...group, ...pair(19, 0), ...pair(7, 2), ...onward]), ...constant(0)];
}

/** Reads the groups of four letters from `first` to `third` to `second` and a byte beyond; not zero where one is no letter. */
function readCode(): Code {
  const [bad, word] = [free, free + 1];
  const letter = (i: number): number => free + 2 + i;
  const letters = each(4, (i) => [...get(first), ...load8(i), ...load8(valuesAt), ...set(letter(i))]);
  const flags = each(4, (i) => [...get(bad), ...get(letter(i)), ...or, ...set(bad)]);
  const shifted = (i: number): Code => [...get(letter(i)), ...constant(26 - 6 * i), ...shl];
  const joined = [...shifted(0), ...shifted(1), ...or, ...shifted(2), ...or, ...shifted(3), ...or, ...set(word)];
  const put = [...get(second), ...swapped(word), ...store(0), ...moveOn(first, 4), ...moveOn(second, 3)];
  const code = during([...get(first), ...get(third), ...below], [...letters, ...flags, ...joined, ...put]);
  return [...code, ...get(bad), ...constant(notALetter), ...and];
}

const routines: readonly Routine[] = [
  compression('f'),
  { name: 'h', locals: 1, code: macCode() },
  { name: 'x', locals: 0, code: crossCode() },
  { name: 's', locals: 1, code: spellCode() },
  { name: 'r', locals: 6, code: readCode() },
];

type Run = (first: number, second: number, third: number) => number;
/** The part of the engine's global object that this needs; the types of Node do not name it. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: Readonly<Record<'f' | 'h' | 'x' | 's' | 'r', Run>> & { readonly m: { readonly buffer: ArrayBuffer } };
  };
};
const { f, h, x, s, r, m } = new WebAssembly.Instance(new WebAssembly.Module(assemble(routines))).exports;

/** Where messages are put together and taken apart, so that their bytes need not be moved for what is done to them. */
export const room = new Uint8Array(m.buffer, roomAt, roomSize);
/** What a message there may take up; behind it the end of its last block is made. */
export const roomLength = room.length - 2 * blockLength;
/** The state that is hashed into, the one for the outer hash, and what comes out of both. */
export const state = new Int32Array(m.buffer, stateAt, 5);
export const outerState = new Int32Array(m.buffer, outerStateAt, 5);
export const madeMac = new Uint8Array(m.buffer, macAt, hashLength);
/** Where a text stands to be read or after it was spelled. */
export const text = Buffer.from(m.buffer, textAt, textSize);
const stream = new Int32Array(m.buffer, streamAt, longestStream / 4);

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Uint8Array(m.buffer, valuesAt, 256).fill(notALetter);
const pairs = new Uint8Array(m.buffer, pairsAt, 2 * 4_096);
for (let i = 0; i < 64; i += 1) values[alphabet.charCodeAt(i)] = i;
for (let i = 0; i < pairs.length; i += 1) pairs[i] = alphabet.charCodeAt(i % 2 === 0 ? i >> 7 : (i >> 1) & 63);

// The outer block is a hash and the end of a message of a block and a hash; only the hash is another each time.
const outerBlock = new Uint8Array(m.buffer, outerAt, blockLength);
outerBlock[hashLength] = 0x80;
new DataView(m.buffer).setUint32(outerAt + blockLength - 4, 8 * (blockLength + hashLength));

/** Takes the block at an offset of the room into `state`. */
export function compress(at: number): void {
  f(stateAt, roomAt + at, 0);
}

/**
 * Hashes what stands in the room before `to` from `state` on, which has taken in so many bytes, and that from `outerState` on,
 * into `madeMac`. What stood in the room from `to` on is lost.
 */
export function makeMac(to: number, taken: number): void {
  const end = Math.ceil((to + 9) / blockLength) * blockLength;
  h(roomAt + to, roomAt + end, 8 * (taken + to));
}

/** Crosses the room from `from` to `to` with words of a key stream, which leave nothing behind. */
export function crossRoom(from: number, to: number, words: Int32Array, start: number): void {
  const count = (to - from + 3) >> 2;
  for (let i = 0; i < count; i += 1) stream[i] = words[start + i]!;
  x(roomAt + from, streamAt, roomAt + to);
  stream[count - 1] = 0;
}

/** Spells the room from `from` to `to` in base64 at an offset of `text`; where that ends. */
export function spell(from: number, to: number, at: number): number {
  const length = to - from;
  const end = at + 4 * Math.ceil(length / 3);
  room[to] = 0;
  room[to + 1] = 0;
  s(roomAt + from, textAt + at, roomAt + to);
  if (length % 3 !== 0) text[end - 1] = equals;
  if (length % 3 === 1) text[end - 2] = equals;
  return end;
}

const equals = '='.charCodeAt(0);
const zeroLetter = 'A'.charCodeAt(0);

/**
 * Reads the base64 of `text` before `end` into the room from `to` on; how many bytes it spells, `null` where it is not the
 * one spelling of them: whole groups of four, no padding but at the end, unused bits zero, at least one byte.
 */
export function readSpelled(end: number, to: number): number | null {
  if (end === 0 || end % 4 !== 0) return null;
  let padding = 0;
  while (padding < 2 && text[end - 1 - padding] === equals) {
    padding += 1;
    text[end - padding] = zeroLetter;
  }
  if (r(textAt, roomAt + to, textAt + end) !== 0) return null;
  const length = (3 * end) / 4;
  for (let i = 1; i <= padding; i += 1) if (room[to + length - i] !== 0) return null;
  return length - padding;
}
