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
