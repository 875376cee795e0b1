/*
 * Puts WebAssembly together from numbers: the instructions that `sha1.ts` and `machine.ts` are written in. Source: the
 * WebAssembly core specification, 5 ("Binary Format").
 */

/** Instructions, and the numbers behind them in the two codings of the format. */
export type Code = readonly number[];

export const [and, or, xor, add, rotl, shl, shr] = [[0x71], [0x72], [0x73], [0x6a], [0x77], [0x74], [0x76]] as const;
export const [below, atMost] = [[0x49], [0x4d]] as const;
export const get = (local: number): Code => [0x20, local];
export const set = (local: number): Code => [0x21, local];
export const call = (callee: number): Code => [0x10, callee];
export const constant = (value: number): Code => [0x41, ...signed(value | 0)];
export const rotated = (bits: number): Code => [...constant(bits), ...rotl];

/** Loads and stores of 1, 2, 4 or 8 bytes at an address and an offset; no address need be a multiple of anything. */
const access = (instruction: number) => (offset: number): Code => [instruction, 0, ...unsigned(offset)];
export const [load8, load16, load, load64] = [access(0x2d), access(0x2f), access(0x28), access(0x29)] as const;
export const [store8, store16, store, store64] = [access(0x3a), access(0x3b), access(0x36), access(0x37)] as const;
export const [zero64, xor64] = [[0x42, 0], [0x85]] as const;

/** Code for each number from 0 on. */
export const each = (count: number, code: (i: number) => Code): Code => Array.from({ length: count }, (_, i) => code(i)).flat();
/** Moves a local on. */
export const moveOn = (local: number, by: number): Code => [...get(local), ...constant(by), ...add, ...set(local)];
/** Runs code as long as a condition holds. */
export const during = (condition: Code, code: Code): Code => [0x03, 0x40, ...condition, 0x04, 0x40, ...code, 0x0c, 1, 0x0b, 0x0b];

/** The word in a local with its bytes the other way round; memory is little-endian, all that is hashed or spelled is not. */
export function swapped(local: number): Code {
  const half = (bits: number, mask: number): Code => [...get(local), ...rotated(bits), ...constant(mask), ...and];
  return [...half(8, 0x00ff_00ff), ...half(24, 0xff00_ff00), ...or];
}

function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

/** A function of three numbers that gives one: its name, of one letter, how many locals of 32 bits it has besides, its code. */
export type Routine = { readonly name: string; readonly locals: number; readonly code: Code };

/** A module with these functions, each called by its place in the list, and one page of memory, "m". */
export function assemble(routines: readonly Routine[]): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
  const list = (id: number, entries: readonly Code[]): Code => section(id, [entries.length, ...entries.flat()]);
  const door = (name: string, kind: number, index: number): Code => [1, name.charCodeAt(0), kind, index];
  const start = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...list(1, [[0x60, 3, 0x7f, 0x7f, 0x7f, 1, 0x7f]])];
  const memory = list(5, [[1, 1, 1]]);
  const doors = list(7, [...routines.map(({ name }, i) => door(name, 0, i)), door('m', 2, 0)]);
  const bodies = routines.map(({ locals, code }) => [1, locals, 0x7f, ...code, 0x0b]);
  const codes = list(10, bodies.map((body) => [...unsigned(body.length), ...body]));
  return Uint8Array.from([...start, ...list(3, routines.map(() => [0])), ...memory, ...doors, ...codes]);
}
