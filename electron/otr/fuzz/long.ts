import type { Forgery } from './forgery.ts';
import { tagBase } from './tags.ts';

/*
 * What costs the most to look at: texts and sealed messages as long as the limits allow, or longer, made of one
 * thing over and over. Each has a name, by which a vector tells it.
 */

export type Made = { readonly text: string } | { readonly forgery: Forgery };

const lengths = [100_000, 1_400_000, 2_000_000];
const units = ['A', 'AAMD', '?OTR', '?OTR:', '?OTR|', '?OTR,', ' ', ' \t  \t\t\t\t', '  \t\t  \t\t', tagBase, '?', '0', '?OTRv', '\ud800', ',', '==', '\n'];
const frames = [
  ['', ''], ['?OTR:', '.'], ['?OTR:AAMD', '.'], ['?OTR:', '==.'], ['?OTR|1|2,1,2,', ','], ['?OTR|1|2,', ''], ['?OTR,1,1,', ','],
  ['?OTRv', '?'], ['?OTR Error:', ''], [tagBase, ''],
] as const; // prettier-ignore
const records = [[0, 0, 0, 0], [0, 9, 0, 0], [0, 2, 0, 4, 0, 0, 0, 0], [0, 8, 0, 4, 0, 0, 0, 1], [0, 6, 0, 0], [0, 7, 0, 1, 0]];
const letters = [[0x20], [0xff], [0xf0, 0x9f], [0xef, 0xbb, 0xbf]];

function repeated(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** The longest plaintext that still fits, of a unit behind a NUL or, for text, without one. */
function sealed(unit: readonly number[], isText: boolean): Forgery {
  const plaintext = new Uint8Array(1_000_000);
  const from = isText ? 0 : 1;
  for (let i = from; i < plaintext.length; i += 1) plaintext[i] = unit[(i - from) % unit.length]!;
  return {
    plaintext,
    flags: 0,
    senderKeyId: 0,
    recipientKeyId: 0,
    nextKey: null,
    counter: new Uint8Array(8).fill(0xff),
    oldMacKeys: new Uint8Array(0),
  };
}

/** Every long input by its name; made when it is asked for. */
export const longInputs: ReadonlyMap<string, () => Made> = new Map<string, () => Made>([
  ...lengths.flatMap((length) =>
    frames.flatMap(([before, after]) =>
      units.map((unit): [string, () => Made] => {
        const name = `${length} of ${JSON.stringify(unit)} in ${JSON.stringify(before + after)}`;
        return [name, () => ({ text: before + repeated(unit, length) + after })];
      }),
    ),
  ),
  ...records.map((unit): [string, () => Made] => [`records ${unit.join(' ')}`, () => ({ forgery: sealed(unit, false) })]),
  ...letters.map((unit): [string, () => Made] => [`text ${unit.join(' ')}`, () => ({ forgery: sealed(unit, true) })]),
]);
export const longNames: readonly string[] = [...longInputs.keys()];
