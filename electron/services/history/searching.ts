import type { HistoryHit } from '../../store/records.ts';
import type { HistoryHitView } from '../../../shared/views.ts';

const mostWords = 20;
const longestWord = 100;
/** What an excerpt has before its first hit, and as a whole, in UTF-16 code units. */
const leadLength = 48;
const excerptLength = 240;

/** The words of a search: whatever stands between spaces and has a letter or a digit, which is all that the index has. */
export function wordsOf(text: string): readonly string[] {
  const words = text.normalize('NFC').split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.slice(0, mostWords).map((word) => word.slice(0, longestWord));
}

/** The part of a text around its first hit, taken apart into hits and what is between them. */
export function excerptOf({ message: { text }, hits }: HistoryHit): HistoryHitView['excerpt'] {
  const first = hits[0]?.[0] ?? 0;
  const from = first <= leadLength ? 0 : startOfWord(text, first - leadLength);
  const to = Math.min(text.length, from + excerptLength);
  const parts: { readonly text: string; readonly isHit: boolean }[] = [];
  let at = from;
  for (const [begin, end] of hits) {
    if (begin >= to) break;
    if (begin > at) parts.push({ text: text.slice(at, begin), isHit: false });
    parts.push({ text: text.slice(begin, Math.min(end, to)), isHit: true });
    at = Math.min(end, to);
  }
  if (at < to) parts.push({ text: text.slice(at, to), isHit: false });
  if (from > 0) parts.unshift({ text: '…', isHit: false });
  if (to < text.length) parts.push({ text: '…', isHit: false });
  return parts;
}

/** The next place after a space, if there is one near. */
function startOfWord(text: string, from: number): number {
  const space = text.slice(from, from + leadLength).search(/\s/u);
  return space < 0 ? from + leadLength : from + space + 1;
}
