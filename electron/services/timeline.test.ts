import { expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { Timeline } from './timeline.ts';

const message = { atMs: 0, from: 'them', text: '', mark: 'clear', arrivedUnencrypted: false, delivery: null } as const;

function timeline(): Timeline {
  return new Timeline('a/b', () => undefined);
}

test('a text beyond the limit is cut, says so, and never ends in half a character', () => {
  const lines = timeline();
  const id = lines.message({ ...message, text: `${'x'.repeat(limits.shownMessageLength - 1)}👋👋` });
  const item = lines.find(id);
  expect(item?.cut).toBe(true);
  expect(item?.text).toBe('x'.repeat(limits.shownMessageLength - 1));
});

test('the oldest items go when there are too many, and a late state for them is ignored', () => {
  const lines = timeline();
  const first = lines.message(message);
  for (let i = 0; i < limits.timelineItems; i += 1) lines.message(message);
  expect(lines.items()).toHaveLength(limits.timelineItems);
  lines.update(first, { delivery: { at: 'sent' } });
  expect(lines.find(first)).toBeNull();
});

test('long messages push old ones out before there are many', () => {
  const lines = timeline();
  const long = 'x'.repeat(limits.shownMessageLength);
  for (let i = 0; i < 100; i += 1) lines.message({ ...message, text: long });
  expect(lines.items()).toHaveLength(limits.timelineLength / limits.shownMessageLength);
  lines.message({ ...message, text: 'short' });
  expect(lines.items().at(-1)).toMatchObject({ text: 'short' });
  expect(lines.items()).toHaveLength(limits.timelineLength / limits.shownMessageLength);
});

test('a flood of one notice is one line, until something else is said or a minute has passed', () => {
  const lines = timeline();
  for (let atMs = 0; atMs < 50_000; atMs += 1_000) lines.notice('unreadable', atMs);
  expect(lines.items()).toHaveLength(1);
  lines.notice('malformed', 50_000);
  lines.notice('unreadable', 51_000);
  lines.notice('unreadable', 120_000);
  expect(lines.items().map((item) => item.kind === 'notice' && item.code)).toEqual([
    'unreadable',
    'malformed',
    'unreadable',
    'unreadable',
  ]);
});
