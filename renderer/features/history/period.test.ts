import { expect, test } from 'vitest';
import { startOf } from './period.ts';

test('a day begins at midnight, and the day after it at the next', () => {
  expect(startOf('2026-03-29')).toBe(new Date(2026, 2, 29).getTime());
  expect(startOf('2026-03-29', 1)).toBe(new Date(2026, 2, 30).getTime());
});

test.each(['', 'x', '2026-13', '0000-00-00', '1900-01-01', '-1-1-1'])('%j is no day', (date) => expect(startOf(date)).toBeNull());
