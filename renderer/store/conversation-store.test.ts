import { expect, it } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { message } from '../preview/examples.ts';
import { mergeItems } from './conversation-store.ts';

it('puts new items last and new states in their place', () => {
  const first = message('me', 1, 'one', 'clear', { delivery: { at: 'sending' } });
  const second = message('them', 2, 'two', 'clear');
  const third = message('them', 3, 'three', 'clear');
  const sent = { ...first, delivery: { at: 'sent' } as const };
  expect(mergeItems([first, second], [third, sent])).toEqual([sent, second, third]);
});

it('keeps no more items than the limit, the newest', () => {
  const many = Array.from({ length: limits.timelineItems }, (_, n) => message('me', n, String(n), 'clear'));
  const last = message('me', 9_999, 'last', 'clear');
  const kept = mergeItems(many, [last]);
  expect(kept).toHaveLength(limits.timelineItems);
  expect(kept.at(-1)).toBe(last);
});

it('keeps no more characters than the limit, and the newest message however long it is', () => {
  const long = (n: number) => message('them', n, 'x'.repeat(limits.timelineLength / 4), 'clear');
  expect(mergeItems([1, 2, 3, 4].map(long), [long(5)])).toEqual([2, 3, 4, 5].map((n) => expect.objectContaining({ atMs: long(n).atMs })));
  const whole = message('them', 9, 'x'.repeat(limits.timelineLength + 1), 'clear');
  expect(mergeItems([long(1)], [whole])).toEqual([whole]);
});
