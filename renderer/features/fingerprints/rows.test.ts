import { expect, test } from 'vitest';
import type { KnownFingerprintView } from '../../../shared/views.ts';
import { rowsOf, type Sorting } from './rows.ts';

const key = (name: string, digit: string, more: Partial<KnownFingerprintView> = {}): KnownFingerprintView => ({
  accountId: 'a1',
  address: `${name.toLowerCase()}@example.org`,
  name,
  fingerprint: digit.repeat(40),
  verified: false,
  verifiedAtMs: null,
  verifiedHow: null,
  firstSeenMs: 1,
  lastSeenMs: 1,
  use: null,
  ...more,
});
const known = [
  key('Wren', '1', { verified: true, verifiedAtMs: 5 }),
  key('River', '2', { lastSeenMs: 2 }),
  key('River', '3', { lastSeenMs: 9, use: 'private', verified: true, verifiedAtMs: 7 }),
  key('Marlow', 'b', { accountId: 'a2', use: 'unverified' }),
];
const accountOf = (id: string) => (id === 'a1' ? 'juniper@example.org' : 'work@example.com');

function order(filter: string, by: Sorting['by'], descending = false): string {
  return rowsOf(known, accountOf, filter, { by, descending })
    .map(({ fingerprint }) => fingerprint[0])
    .join('');
}

test('rows stand by buddy, the key seen last first, and further keys of a buddy know it', () => {
  expect(order('', 'buddy')).toBe('b321');
  expect(order('', 'buddy', true)).toBe('132b');
  const rows = rowsOf(known, accountOf, '', { by: 'buddy', descending: false });
  expect(rows.map(({ isFurther }) => isFurther)).toEqual([false, false, true, false]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(4);
});

test('every column sorts, and its equals stand by buddy', () => {
  expect(order('', 'account')).toBe('321b');
  expect(order('', 'now')).toBe('3b21');
  expect(order('', 'verified')).toBe('31b2');
  expect(order('', 'seen')).toBe('32b1');
});

test('the filter looks into name, address, account and fingerprint', () => {
  expect(order('riv', 'buddy')).toBe('32');
  expect(order('WREN@', 'buddy')).toBe('1');
  expect(order('work@', 'buddy')).toBe('b');
  expect(order('BBBBBBBB bbbb', 'buddy')).toBe('b');
  expect(order(' ', 'buddy')).toBe('b321');
  expect(order('nobody', 'buddy')).toBe('');
});
