import { add, and, constant, each, get, load, or, rotated, set, store, swapped, xor, type Code, type Routine } from './assembler.ts';

/*
 * SHA-1 a block at a time, so that the state after what many messages have in common can be kept. The library has no
 * call for that but the copy of a stream object, which costs more than it saves.
 *
 * The block function is WebAssembly: 80 rounds one behind the other, all words in locals. It takes a third of the time
 * that the same in JavaScript does. No branch and no address in it depends on what it hashes.
 * Source: FIPS 180-4, 6.1.2.
 */

export const blockLength = 64;
export const hashLength = 20;
export const initialState = Int32Array.of(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0);

/** The parameters, which are offsets in the memory (the third is not used), and the locals: a to e, and the last sixteen words of the schedule. */
const [state, block, firstLetter, firstWord, locals] = [0, 1, 3, 8, 21];
const constants = [0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xca62_c1d6];

/** The word of the schedule that a round takes; from the sixteenth on it comes from those before. */
function word(round: number): Code {
  const at = (back: number): Code => get(firstWord + ((round - back) & 15));
  if (round < 16) return [];
  return [...at(3), ...at(8), ...xor, ...at(14), ...xor, ...at(16), ...xor, ...rotated(1), ...set(firstWord + (round & 15))];
}

/** What a round makes of b, c and d: choice, parity, majority, parity. */
function mixed(round: number, b: Code, c: Code, d: Code): Code {
  if (round < 20) return [...d, ...b, ...c, ...d, ...xor, ...and, ...xor];
  if (round >= 40 && round < 60) return [...b, ...c, ...and, ...d, ...b, ...c, ...or, ...and, ...or];
  return [...b, ...c, ...xor, ...d, ...xor];
}

/** A round. Instead of moving the five letters on, the next one calls them by other names. */
function round(i: number): Code {
  const letter = (n: number): number => firstLetter + ((n + 80 - i) % 5);
  const [a, b, c, d, e] = [letter(0), letter(1), letter(2), letter(3), letter(4)];
  const sum = [...get(e), ...get(firstWord + (i & 15)), ...add, ...constant(constants[Math.floor(i / 20)]!), ...add];
  const rest = [...mixed(i, get(b), get(c), get(d)), ...add, ...get(a), ...rotated(5), ...add, ...set(e)];
  return [...word(i), ...sum, ...rest, ...get(b), ...rotated(30), ...set(b)];
}

/** Takes a word of the block, which is big-endian, into its local. */
function readWord(i: number): Code {
  return [...get(block), ...load(4 * i), ...set(firstWord + i), ...swapped(firstWord + i), ...set(firstWord + i)];
}

function addLetter(i: number): Code {
  return [...get(state), ...get(state), ...load(4 * i), ...get(firstLetter + i), ...add, ...store(4 * i)];
}

/** Takes the block at an offset of the memory into the state at another, five words of the machine. */
export function compression(name: string): Routine {
  const letters = each(5, (i) => [...get(state), ...load(4 * i), ...set(firstLetter + i)]);
  const code = [...letters, ...each(16, readWord), ...each(80, round), ...each(5, addLetter), ...constant(0)];
  return { name, locals, code };
}
