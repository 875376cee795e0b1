import { describe, expect, it } from 'vitest';
import { findEmoji, step } from './find.ts';
import type { EmojiGroup } from './lists.ts';

const groups: readonly EmojiGroup[] = [
  { name: 'Smileys', emoji: [['😀', 'grinsendes Gesicht', 'froh fröhlich lachen'], ['😻', 'lachende Katze mit Herzen als Augen', 'liebe']] },
  { name: 'Symbole', emoji: [['❤️', 'rotes Herz', 'liebe'], ['💘', 'Herz mit Pfeil', 'amor']] },
];
const found = (query: string) => findEmoji(groups, query).map(([text]) => text);

describe('an emoji is found', () => {
  it('by the beginnings of its words, in any order; whose name begins so stands first, and names before other words', () => {
    expect(found('herz')).toEqual(['💘', '😻', '❤️']);
    expect(found('HERZ rot')).toEqual(['❤️']);
    expect(found('lach')).toEqual(['😻', '😀']);
  });

  it('without accents as with them', () => {
    expect(found('frohlich')).toEqual(['😀']);
    expect(found('fröhl')).toEqual(['😀']);
  });

  it('by nothing else', () => {
    expect(found('erz')).toEqual([]);
    expect(found('herz zug')).toEqual([]);
    expect(found(' ')).toEqual([]);
    expect(found('.*')).toEqual([]);
  });
});

it('arrows move through rows that begin anew with each group', () => {
  // 0 1 2 / 3 in the first group, 4 5 in the second.
  const move = (key: string, at: number) => step(key, at, [4, 2], 3);
  expect([move('ArrowRight', 3), move('ArrowRight', 5), move('ArrowLeft', 4), move('ArrowLeft', 0)]).toEqual([4, 5, 3, 0]);
  expect([move('ArrowDown', 1), move('ArrowDown', 3), move('ArrowDown', 5), move('ArrowUp', 5), move('ArrowUp', 3), move('ArrowUp', 2)]).toEqual([3, 4, 5, 3, 0, 2]);
  expect([move('Home', 4), move('End', 0), move('x', 0)]).toEqual([0, 5, null]);
});
