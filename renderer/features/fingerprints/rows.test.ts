import { expect, test } from 'vitest';
import type { KnownFingerprintView } from '../../../shared/views.ts';
import { columns, noFilter, rowsOf, sortingAfter, type Filter, type Sorting } from './rows.ts';

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
  key('Wren', '1', { verified: true, verifiedAtMs: 5, firstSeenMs: 4 }),
  key('River', '2', { lastSeenMs: 2, firstSeenMs: 9 }),
  key('River', '3', { lastSeenMs: 9, use: 'private', verified: true, verifiedAtMs: 7, firstSeenMs: 3 }),
  key('Marlow', 'b', { accountId: 'a2', use: 'unverified', firstSeenMs: 6 }),
];
const accountOf = (id: string) => (id === 'a1' ? 'juniper@example.org' : 'work@example.com');

function order(filter: Partial<Filter>, by: Sorting['by'], descending = false): string {
  return rowsOf(known, accountOf, { ...noFilter, ...filter }, { by, descending })
    .map(({ fingerprint }) => fingerprint[0])
    .join('');
}

test('rows stand by buddy, the key seen last first, and each knows its place among the keys of the buddy', () => {
  expect(order({}, 'buddy')).toBe('b321');
  expect(order({}, 'buddy', true)).toBe('132b');
  const rows = rowsOf(known, accountOf, noFilter, { by: 'buddy', descending: false });
  expect(rows.map(({ place, of }) => [place, of])).toEqual([[0, 1], [0, 2], [1, 2], [0, 1]]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(4);
});

test('a buddy of two accounts has a group in each', () => {
  const twice = [...known, key('River', '4', { accountId: 'a2' })];
  const rows = rowsOf(twice, accountOf, noFilter, { by: 'buddy', descending: false });
  expect(rows.filter(({ name }) => name === 'River').map(({ accountId, fingerprint, place, of }) => [accountId, fingerprint[0], place, of])).toEqual([
    ['a1', '3', 0, 2],
    ['a1', '2', 1, 2],
    ['a2', '4', 0, 1],
  ]);
});

test('every column sorts both ways, and the keys of a buddy stay together where the first of them belongs', () => {
  const both = columns.map((column) => [order({}, column), order({}, column, true)]);
  expect(both).toEqual([
    ['b321', '132b'], // buddy
    ['321b', 'b321'], // account
    ['32b1', '231b'], // now
    ['b231', '321b'], // verified: never first, then the oldest
    ['321b', '23b1'], // first seen
    ['b123', '32b1'], // last seen
    ['123b', 'b321'], // fingerprint
  ]);
});

test('a click on a head sorts by it, times with the newest first, and once more the other way round', () => {
  const start: Sorting = { by: 'buddy', descending: false };
  expect(sortingAfter(start, 'buddy')).toEqual({ by: 'buddy', descending: true });
  expect(sortingAfter(start, 'seen')).toEqual({ by: 'seen', descending: true });
  expect(sortingAfter({ by: 'seen', descending: true }, 'seen')).toEqual({ by: 'seen', descending: false });
  expect(sortingAfter({ by: 'seen', descending: true }, 'account')).toEqual({ by: 'account', descending: false });
});

test('the words of a filter are looked for in name, address, account and fingerprint', () => {
  expect(order({ words: 'riv' }, 'buddy')).toBe('32');
  expect(order({ words: 'WREN@' }, 'buddy')).toBe('1');
  expect(order({ words: 'work@' }, 'buddy')).toBe('b');
  expect(order({ words: 'BBBBBBBB bbbb' }, 'buddy')).toBe('b');
  expect(order({ words: ' ' }, 'buddy')).toBe('b321');
  expect(order({ words: 'nobody' }, 'buddy')).toBe('');
});

test('account and state narrow it further, and a group counts what is left of it', () => {
  expect(order({ accountId: 'a2' }, 'buddy')).toBe('b');
  expect(order({ state: 'verified' }, 'buddy')).toBe('31');
  expect(order({ state: 'unverified' }, 'buddy')).toBe('b2');
  expect(order({ state: 'used' }, 'buddy')).toBe('b3');
  expect(order({ state: 'unused', accountId: 'a1', words: 'river' }, 'buddy')).toBe('2');
  expect(rowsOf(known, accountOf, { ...noFilter, state: 'unused', words: 'river' }, { by: 'buddy', descending: false })[0]?.of).toBe(1);
});

test('five thousand rows are sorted and filtered within a frame or two', () => {
  const many = Array.from({ length: 5_000 }, (_, n) => key(`Buddy ${(n * 7_919) % 4_000}`, 'a', { fingerprint: n.toString(16).padStart(40, '0'), lastSeenMs: n }));
  const timed = (work: () => unknown) => {
    const at = performance.now();
    work();
    return performance.now() - at;
  };
  const best = Math.min(...[1, 2, 3, 4, 5].map(() => timed(() => rowsOf(many, accountOf, { ...noFilter, words: 'buddy 1' }, { by: 'buddy', descending: false }))));
  expect(best).toBeLessThan(150);
});
