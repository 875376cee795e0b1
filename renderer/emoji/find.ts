import type { Emoji, EmojiGroup } from './lists.ts';

/** Small letters without accents, so that a word is found however it is typed. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** How many are shown; who looks for one types another letter. */
const mostFound = 200;

/**
 * The emoji that every word of `query` finds by the beginning of one of their words; those whose names begin so come first,
 * then those that have it in their names. None for an empty query.
 */
export function findEmoji(groups: readonly EmojiGroup[], query: string): readonly Emoji[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const ranks: readonly Emoji[][] = [[], [], []];
  for (const emoji of groups.flatMap((group) => group.emoji)) {
    const rank = rankOf(emoji, wanted);
    if (rank !== null) ranks[rank]?.push(emoji);
  }
  return ranks.flat().slice(0, mostFound);
}

function rankOf([, name, words]: Emoji, wanted: readonly string[]): 0 | 1 | 2 | null {
  const [own, more] = [` ${plain(name).replace(/[^\p{L}\p{N}]+/gu, ' ')}`, ` ${plain(words)}`];
  if (!wanted.every((word) => own.includes(` ${word}`) || more.includes(` ${word}`))) return null;
  if (own.startsWith(` ${wanted[0]}`)) return 0;
  return wanted.every((word) => own.includes(` ${word}`)) ? 1 : 2;
}

/** The place that an arrow, Home or End leads to in rows of `columns`; `groups` are the lengths of what stands under each other. */
export function step(key: string, at: number, groups: readonly number[], columns: number): number | null {
  const last = groups.reduce((sum, length) => sum + length, 0) - 1;
  if (key === 'ArrowRight') return Math.min(at + 1, last);
  if (key === 'ArrowLeft') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowDown' || key === 'ArrowUp') return stepRow(key === 'ArrowDown' ? 1 : -1, at, groups, columns);
  return null;
}

/** One row down or up, in the same column where the row is long enough. Each group begins a row. */
function stepRow(by: 1 | -1, at: number, groups: readonly number[], columns: number): number {
  const rows: { readonly start: number; readonly length: number }[] = [];
  let start = 0;
  for (const length of groups) {
    for (let from = 0; from < length; from += columns) rows.push({ start: start + from, length: Math.min(columns, length - from) });
    start += length;
  }
  const now = rows.findIndex((row) => at < row.start + row.length);
  const [row, next] = [rows[now], rows[now + by]];
  if (!row || !next) return at;
  return next.start + Math.min(at - row.start, next.length - 1);
}
