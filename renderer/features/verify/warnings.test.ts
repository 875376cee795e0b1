import { expect, it } from 'vitest';
import { isShort, warningOf } from './warnings.ts';

it('warns of an answer that stands in the question, however it is written', () => {
  expect(warningOf('Was it the Blue  Bicycle?', 'blue bicycle')).toBe('in-question');
  expect(warningOf('Is it caf\u00e9?', 'cafe\u0301')).toBe('in-question');
  expect(warningOf('Where did we leave it?', 'behind the Observatory')).toBeNull();
});

it('warns of fewer than four characters, as a person counts them', () => {
  expect(warningOf('Whose dog?', 'Max')).toBe('short');
  expect(warningOf('Whose dog?', ' Max ')).toBe('short');
  expect(warningOf('Whose dog?', 'Maxi')).toBeNull();
  expect([isShort('\u{1f6b2}\u{1f6b2}'), isShort('\u{1f6b2}'.repeat(4)), isShort('')]).toEqual([true, false, false]);
});

it('says nothing before there is an answer', () => {
  expect(warningOf('Where?', '')).toBeNull();
  expect(warningOf('Where?', '  ')).toBeNull();
});
