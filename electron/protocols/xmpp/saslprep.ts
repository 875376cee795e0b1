import { fail, ok, type Result } from '../../base/result.ts';

/**
 * Prepares a name or password for SCRAM, so that both sides hash the same text.
 *
 * Characters that Unicode has assigned since version 3.2 are let through as they are, as "queries" may.
 * Faults: prohibited (control, private-use, unassigned-for-ever and similar characters), bidi (text of both
 * directions mixed), empty.
 * Spec: RFC 4013, RFC 3454.
 */
export function saslprep(text: string): Result<string, 'prohibited' | 'bidi' | 'empty'> {
  const mapped = text.replace(spaces, ' ').replace(mappedToNothing, '').normalize('NFKC');
  if (mapped === '') return fail('empty');
  if (prohibited.test(mapped) || hasLoneSurrogate(mapped)) return fail('prohibited');
  if (rightToLeft.test(mapped)) {
    const characters = [...mapped];
    const isFramed = rightToLeft.test(characters[0] ?? '') && rightToLeft.test(characters.at(-1) ?? '');
    if (leftToRight.test(mapped) || !isFramed) return fail('bidi');
  }
  return ok(mapped);
}

/** RFC 3454 table C.1.2: spaces beyond ASCII. U+200B is also in B.1; RFC 4013 names C.1.2 first. */
const spaces = /[\u{a0}\u{1680}\u{2000}-\u{200b}\u{202f}\u{205f}\u{3000}]/gu;

/** Table B.1. */
const mappedToNothing = /\u{ad}|\u{34f}|\u{1806}|[\u{180b}-\u{180d}]|\u{200c}|\u{200d}|\u{2060}|[\u{fe00}-\u{fe0f}]|\u{feff}/gu;

/** Tables C.2.1, C.2.2, C.3, C.4, C.6, C.7, C.8 and C.9; C.5 (surrogates) is looked for apart. */
const prohibited = new RegExp(
  [
    String.raw`[\u{0}-\u{1f}\u{7f}-\u{9f}\u{6dd}\u{70f}\u{180e}\u{2028}\u{2029}\u{2061}-\u{2063}\u{206a}-\u{206f}]`,
    String.raw`[\u{fff9}-\u{fffd}\u{1d173}-\u{1d17a}\u{e000}-\u{f8ff}\u{f0000}-\u{10ffff}\u{fdd0}-\u{fdef}]`,
    String.raw`\p{Noncharacter_Code_Point}`,
    String.raw`[\u{2ff0}-\u{2ffb}\u{340}\u{341}\u{200e}\u{200f}\u{202a}-\u{202e}\u{e0001}\u{e0020}-\u{e007f}]`,
  ].join('|'),
  'u',
);

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** Table D.1 by the scripts that it lists: Hebrew, Arabic, Syriac, Thaana and their presentation forms. */
const rightToLeft =
  /[\u{5be}\u{5c0}\u{5c3}\u{5d0}-\u{5ea}\u{5f0}-\u{5f4}\u{61b}\u{61f}\u{621}-\u{63a}\u{640}-\u{64a}\u{66d}-\u{66f}\u{671}-\u{6d5}\u{6dd}\u{6e5}\u{6e6}\u{6fa}-\u{6fe}\u{700}-\u{70d}\u{710}\u{712}-\u{72c}\u{780}-\u{7a5}\u{7b1}\u{200f}\u{fb1d}\u{fb1f}-\u{fb28}\u{fb2a}-\u{fb36}\u{fb38}-\u{fb3c}\u{fb3e}\u{fb40}\u{fb41}\u{fb43}\u{fb44}\u{fb46}-\u{fbb1}\u{fbd3}-\u{fd3d}\u{fd50}-\u{fd8f}\u{fd92}-\u{fdc7}\u{fdf0}-\u{fdfc}\u{fe70}-\u{fe74}\u{fe76}-\u{fefc}]/u;

/** Table D.2 by general properties: letters that are not of those scripts. */
const leftToRight =
  /(?![\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Inherited}])\p{L}/u;
