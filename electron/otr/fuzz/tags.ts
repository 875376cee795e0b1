import type { Chance } from './chance.ts';

/* Whitespace tags, spelt out of the document and not taken from the engine. Spec: OTRv3 "Tagged plaintext messages". */

const [space, tab] = [' ', '\t'];
const spelt = (bits: string): string => [...bits].map((bit) => (bit === '1' ? tab : space)).join('');

/** The 16 bytes that begin a tag: 20 09 20 20 09 09 09 09 20 09 20 09 20 09 20 20. */
export const tagBase = spelt('0100111101010100');

/** The eight bytes that offer a version; anything for a version that there is not. */
export function tagOf(version: string, chance: Chance): string {
  const known = { '1': '01010010', '2': '00110010', '3': '00110011' }[version];
  return spelt(known ?? chance.below(256).toString(2).padStart(8, '0'));
}
