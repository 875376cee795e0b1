/** How the words of a search are looked up in the full-text index, also in scripts that put no spaces between words. */

/** Letters of scripts without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese. */
const run =
  /(?:(?=[\p{L}\p{M}\p{N}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])+/gu;
const letterOrDigit = /[\p{L}\p{N}]/u;

/** Each two letters that follow each other in a run, in order; of one letter, that. */
function pairsOf(letters: readonly string[]): readonly string[] {
  return letters.length === 1 ? letters : letters.slice(1).map((letter, n) => `${letters[n] ?? ''}${letter}`);
}

/**
 * What the index has of a text beside its words: the pairs of each run, then its letters, and the words that lie against
 * a run without a space. `null` where there is no run.
 */
export function runsOf(text: string): string | null {
  const runs = text.match(run);
  if (runs === null) return null;
  const parts = runs.flatMap((each) => {
    const letters = [...each];
    return [...pairsOf(letters), ...new Set(letters)];
  });
  const beside = text.split(/\s+/u).filter((word) => word.search(run) >= 0).flatMap((word) => word.split(run));
  return [...parts, ...beside.filter((word) => letterOrDigit.test(word))].join(' ');
}

/**
 * A word in the index's query language: its spaced parts as beginnings of words, its runs from within others. Each is a
 * string there, so that nothing in it is read as syntax. `wholeWords` may say which words begin so.
 */
export function termsOf(word: string, wholeWords: (beginning: string) => string | null): readonly string[] {
  const spaced = word.split(run).filter((part) => letterOrDigit.test(part));
  const runs = word.match(run) ?? [];
  if (runs.length === 0 && spaced.length === 0) return [`{text}: ${quoted(word)}`];
  return [
    ...spaced.map((part) => `{text runs}: ${wholeWords(part) ?? `${quoted(part)}${[...part].length > 1 ? ' *' : ''}`}`),
    ...runs.map((each) => `{runs}: ${quoted(pairsOf([...each]).join(' '))}`),
  ];
}

/** The query language ends at a zero, also within a string. */
export const quoted = (word: string): string => `"${word.replaceAll('\0', ' ').replaceAll('"', '""')}"`;

type Hit = readonly [number, number];

/** Where the marked parts lie in the text without the marks, and where the runs of the words are; in order, and none in another. */
export function hitsIn(text: string, marked: string, begin: string, end: string, words: readonly string[]): readonly Hit[] {
  const hits: Hit[] = [];
  let at = 0;
  for (const [n, part] of marked.split(begin).entries()) {
    const [inside = '', after = ''] = n === 0 ? ['', part] : part.split(end);
    if (n > 0) hits.push([at, at + inside.length]);
    at += inside.length + after.length;
  }
  if (text.search(run) < 0) return hits;
  // What lies against a run is no word of the text's own for the index.
  const lower = text.toLowerCase();
  const same = lower.length === text.length ? lower : text;
  for (const each of words.flatMap((word) => [...(word.match(run) ?? []), ...word.split(run)])) {
    const sought = each.toLowerCase();
    if (sought === '') continue;
    for (let from = same.indexOf(sought); from >= 0; from = same.indexOf(sought, from + sought.length)) hits.push([from, from + sought.length]);
  }
  return apart(hits);
}

function apart(hits: readonly Hit[]): readonly Hit[] {
  const found: Hit[] = [];
  for (const [from, to] of hits.toSorted(([a], [b]) => a - b)) {
    const last = found.at(-1);
    if (last === undefined || from > last[1]) found.push([from, to]);
    else found[found.length - 1] = [last[0], Math.max(last[1], to)];
  }
  return found;
}
