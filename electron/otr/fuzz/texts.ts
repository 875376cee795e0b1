import { tagBase, tagOf } from './tags.ts';
import type { Chance } from './chance.ts';

/*
 * Texts that are or look like the protocol's unencoded messages, and encoded ones bent as texts.
 */

const pieces = [
  '?OTR', '?OTR:', '?OTR|', '?OTR,', '?OTR?', '?OTRv', '?OTR Error:', '?', ':', ',', '|', '.', '=', '==', 'v', '2', '3', '23',
  'AAMC', 'AAMK', 'AAMD', 'AAID', '00000001', '11111111', '22222222', '0', '00001', '65535', '65536', ' ', '\t', '\n', '\r',
  '\0', 'ä', '漢', '😀', '\ud800', '\ufeff', '<b>', 'x', tagBase,
]; // prettier-ignore

/** Pieces of the protocol's framing in any order. */
export function jumble(chance: Chance): string {
  let text = '';
  for (let i = chance.size(12, 400); i >= 0; i -= 1) text += chance.pick(pieces);
  return text;
}

/** A query, whitespace tag or error with any versions, with text around it. */
export function unencoded(chance: Chance): string {
  const versions = Array.from({ length: chance.below(5) }, () => chance.pick(['1', '2', '3', '4', 'x', ' ', '', 'ä']));
  switch (chance.below(4)) {
    case 0:
      return `${around(chance)}?OTR${chance.once(2) ? '?' : ''}v${versions.join('')}${chance.once(4) ? '' : '?'}${around(chance)}`;
    case 1:
      return around(chance) + tagBase + versions.map((version) => tagOf(version, chance)).join('') + around(chance);
    case 2:
      return `${around(chance)}?OTR Error:${around(chance)}`;
    default:
      return around(chance) + around(chance);
  }
}

function around(chance: Chance): string {
  if (chance.once(2)) return '';
  return chance.once(4) ? jumble(chance) : 'some words\t with  spaces'.slice(0, chance.below(24));
}

/** A text with characters replaced, cut, put in, moved or doubled. */
export function bentText(text: string, chance: Chance): string {
  let bent = text;
  for (let i = chance.below(3); i >= 0; i -= 1) {
    const at = chance.below(bent.length + 1);
    const to = at + chance.below(Math.min(40, bent.length - at) + 1);
    switch (chance.below(6)) {
      case 0:
        bent = bent.slice(0, at);
        break;
      case 1:
        bent = bent.slice(0, at) + bent.slice(to);
        break;
      case 2:
        bent = bent.slice(0, at) + chance.pick(pieces) + bent.slice(at);
        break;
      case 3:
        bent = bent.slice(0, to) + bent.slice(at);
        break;
      case 4:
        bent = bent.slice(0, at) + String.fromCharCode(chance.below(chance.once(4) ? 0x1_0000 : 128)) + bent.slice(at + 1);
        break;
      default:
        bent = bent.slice(at, to) + bent.slice(0, at) + bent.slice(to);
    }
  }
  return bent;
}

/** A text cut into fragments under any header, most of them as they should be, in order or nearly. */
export function fragmentsOf(
  text: string,
  frame: { readonly version: 2 | 3; readonly senderTag: number; readonly receiverTag: number },
  chance: Chance,
): readonly string[] {
  const n = 1 + chance.below(chance.once(16) ? 40 : 4);
  const room = Math.ceil(text.length / n);
  const tag = (value: number): string => (chance.once(30) ? oddNumber(chance) : value.toString(16));
  const number = (value: number): string => (chance.once(30) ? oddNumber(chance) : String(value).padStart(chance.pick([0, 5]), '0'));
  const made = Array.from({ length: n }, (_, i) => {
    const tags = frame.version === 3 ? `|${tag(frame.senderTag)}|${tag(frame.receiverTag)}` : '';
    return `?OTR${tags},${number(i + 1)},${number(n)},${text.slice(i * room, (i + 1) * room)},`;
  });
  if (chance.once(4)) made.splice(chance.below(n), 1);
  if (chance.once(4)) made.splice(chance.below(n), 0, ...made.slice(-1));
  return made;
}

function oddNumber(chance: Chance): string {
  return chance.pick(['0', '', '-1', '1', 'ff', '100', '65535', '65536', '99999', '100000', 'ffffffff', '100000000', '0x1', '1e3', '00000000000000001']);
}
