import { expect, test } from 'vitest';
import type { MessageItem } from '../../shared/views.ts';
import { withPast, withRestored } from './history-store.ts';

const line = (id: string): MessageItem => ({ kind: 'message', id, atMs: 0, from: 'me', text: id, mark: 'clear', arrivedUnencrypted: false, delivery: null, cut: false, kept: true });
const lines = ['k9', 'k10', 'k12'].map(line);

test.each([
  ['k11', {}, ['k9', 'k10', 'k11', 'k12']],
  ['k10', {}, ['k9', 'k10', 'k12']],
  ['k13', {}, ['k9', 'k10', 'k12', 'k13']],
  ['k13', { joins: false }, ['k9', 'k10', 'k12']],
  ['k2', {}, ['k2', 'k9', 'k10', 'k12']],
  ['k2', { isFirst: false }, ['k9', 'k10', 'k12']],
])('%s comes back among kept lines (%o)', (id, how, then) => {
  const past = { items: lines, isFirst: true, joins: true, ...how };
  expect(withRestored(past, line(id)).map((item) => item.id)).toEqual(then);
});

test.each([
  ['k13', ['k9', 'k10', 'k12', '1', 'k13']],
  ['k12', ['k9', 'k10', '1', 'k12']],
  ['k9', ['1', 'k9']],
])('what main has from %s on comes after the kept lines before it, and each line once', (id, then) => {
  const live = [{ ...line('1'), kept: false }, line(id)];
  expect(withPast({ items: lines, isFirst: true, joins: true }, live).map((item) => item.id)).toEqual(then);
});

test('lines that are not kept come after all that are', () => {
  const live = [{ ...line('1'), kept: false }];
  expect(withPast({ items: lines, isFirst: true, joins: true }, live).map((item) => item.id)).toEqual(['k9', 'k10', 'k12', '1']);
});
