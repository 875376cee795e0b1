import { describe, expect, it } from 'vitest';
import type { BuddyView, ConversationView, Show } from '../../../shared/views.ts';
import { windowOf } from '../../components/use-window.ts';
import { buddyRows, offsetsOf, strangerRows, strangers, type Row } from './rows.ts';

function buddy(name: string, groups: readonly string[], show: Show = 'available'): BuddyView {
  const address = `${name.toLowerCase()}@example.org`;
  return {
    id: `a/${address}`,
    accountId: 'a',
    address,
    name,
    groups,
    subscription: 'both',
    asked: false,
    resources: [],
    show,
    statusText: '',
    note: '',
  };
}

const list = [
  buddy('Wren', ['Friends'], 'offline'),
  buddy('River', ['Friends', 'Work']),
  buddy('Ines', ['Friends'], 'away'),
  buddy('Ada', []),
];
const source = {
  buddies: new Map(list.map((one) => [one.id, one])),
  collapsed: [],
  query: '',
};
const names = (rows: readonly Row[]) =>
  rows.map((row) => (row.kind === 'group' ? `${row.group}:${row.online}/${row.total}` : row.id.slice(2).split('@')[0]));

describe('the rows of the list', () => {
  it('sorts groups by name, people without one last, the present before the absent', () => {
    expect(names(buddyRows(source))).toEqual(['Friends:2/3', 'river', 'ines', 'wren', 'Work:1/1', 'river', ':1/1', 'ada']);
  });

  it('folds a group but keeps its count', () => {
    expect(names(buddyRows({ ...source, collapsed: ['Friends'] }))).toEqual(['Friends:2/3', 'Work:1/1', 'river', ':1/1', 'ada']);
  });

  it('finds by name and by address, in folded groups too', () => {
    expect(names(buddyRows({ ...source, collapsed: ['Friends'], query: ' INES@' }))).toEqual(['Friends:2/3', 'ines']);
    expect(buddyRows({ ...source, query: 'nobody' })).toEqual([]);
  });

  it('shows the open conversations of people who are not in the list', () => {
    const conversation = { id: 'a/s@x', name: 's', address: 's@x' } as ConversationView;
    const rows = strangerRows({ ...source, conversations: new Map([['a/s@x', conversation]]), tabs: ['a/s@x', 'a/ada@example.org'] });
    expect(names(rows)).toEqual([`${strangers}:0/1`, 's']);
  });
});

describe('windowOf', () => {
  it('covers exactly the rows in sight', () => {
    const offsets = offsetsOf(buddyRows(source));
    expect(windowOf(offsets, 0, 84)).toEqual([0, 2]);
    expect(windowOf(offsets, 36, 48)).toEqual([1, 2]);
    expect(windowOf(offsets, 35, 50)).toEqual([0, 3]);
    expect(windowOf(offsets, 10_000, 50)).toEqual([8, 8]);
    expect(windowOf([0], 0, 500)).toEqual([0, 0]);
  });
});
