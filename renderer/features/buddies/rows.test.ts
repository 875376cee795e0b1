import { describe, expect, it } from 'vitest';
import type { BuddyView, ConversationView, Show } from '../../../shared/views.ts';
import { windowOf } from '../../components/use-window.ts';
import { dropOver } from './moves.ts';
import { buddyRows, observers, offsetsOf, strangerRows, strangers, type BuddyRow, type Row } from './rows.ts';

function buddy(name: string, groups: readonly string[], show: Show = 'available'): BuddyView {
  const address = `${name.toLowerCase()}@example.org`;
  return {
    id: `a/${address}`,
    accountId: 'a',
    address,
    name,
    alias: name,
    groups,
    subscription: 'both',
    asked: false,
    resources: [],
    show,
    statusText: '',
    picture: null,
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
  persons: [],
  collapsed: [],
  query: '',
  sortBy: 'status' as const,
  hideOffline: false,
  unread: new Set<string>(),
  ownGroups: [],
  openPersons: new Set<string>(),
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

describe('who is shown, and in which order', () => {
  it('sorts by name alone where that is wanted', () => {
    expect(names(buddyRows({ ...source, sortBy: 'name' })).slice(0, 4)).toEqual(['Friends:2/3', 'ines', 'river', 'wren']);
  });

  it('hides who is not there, but nobody who wrote', () => {
    expect(names(buddyRows({ ...source, hideOffline: true }))).not.toContain('wren');
    expect(names(buddyRows({ ...source, hideOffline: true, unread: new Set(['a/wren@example.org']) }))).toContain('wren');
  });

  it('shows a group that was made here without anybody in it, and those who only see us at the end', () => {
    const watcher = { ...buddy('Watcher', []), subscription: 'from' as const };
    const buddies = new Map([...source.buddies, [watcher.id, watcher] as const]);
    expect(names(buddyRows({ ...source, buddies, ownGroups: ['Choir'] }))[0]).toBe('Choir:0/0');
    expect(names(buddyRows({ ...source, buddies })).slice(-2)).toEqual([`${observers}:1/1`, 'watcher']);
  });
});

describe('a person with several addresses', () => {
  const persons = [{ id: 'p', members: ['a/wren@example.org', 'a/river@example.org', 'a/gone@example.org'] }];

  it('stands in one row, in the groups of all addresses, with the most available one in front', () => {
    expect(names(buddyRows({ ...source, persons }))).toEqual(['Friends:2/2', 'river', 'ines', 'Work:1/1', 'river', ':1/1', 'ada']);
  });

  it('has the preferred address in front where several are as available', () => {
    const wren = buddy('Wren', ['Friends']);
    const buddies = new Map([...source.buddies, [wren.id, wren] as const]);
    expect(names(buddyRows({ ...source, buddies, persons })).slice(0, 3)).toEqual(['Friends:2/2', 'wren', 'ines']);
  });

  it('shows each address on demand, and is found by any', () => {
    const rows = buddyRows({ ...source, persons, openPersons: new Set(['p']) });
    expect(names(rows).slice(0, 4)).toEqual(['Friends:2/2', 'river', 'wren', 'river']);
    expect(rows.slice(1, 4).map((row) => row.kind === 'buddy' && row.level)).toEqual([2, 3, 3]);
    expect(names(buddyRows({ ...source, persons, query: 'wren@' }))).toEqual(['Friends:2/2', 'river', 'Work:1/1', 'river']);
  });

  it('of which one address is left is a buddy like any other', () => {
    const rows = buddyRows({ ...source, persons: [{ id: 'p', members: ['a/wren@example.org', 'a/gone@example.org'] }] });
    expect(rows.every((row) => row.kind === 'group' || row.person === null)).toBe(true);
  });
});

describe('where a dragged buddy may be let go', () => {
  const rows = buddyRows(source);
  const find = (group: string, name: string) => rows.find((row): row is BuddyRow => row.kind === 'buddy' && row.group === group && row.id.includes(name))!;
  const [river, ines, ada] = [find('Work', 'river'), find('Friends', 'ines'), find('', 'ada')];

  it('on a group or at the edge of a row: into that group; on a person: as the same one', () => {
    expect(dropOver(ada, rows[0]!, 0.5)).toEqual({ do: 'move', to: 'Friends', key: 'group Friends' });
    expect(dropOver(ada, ines, 0.1)).toEqual({ do: 'move', to: 'Friends', key: 'group Friends' });
    expect(dropOver(ada, ines, 0.5)).toEqual({ do: 'join', with: ines.id, key: ines.key });
  });

  it('nowhere in their own group, on themselves, or among those who are in no list', () => {
    expect(dropOver(ines, find('Friends', 'wren'), 0.1)).toBeNull();
    expect(dropOver(river, find('Friends', 'river'), 0.5)).toEqual({ do: 'move', to: 'Friends', key: 'group Friends' });
    expect(dropOver(river, river, 0.5)).toBeNull();
    expect(dropOver(ada, { ...ines, group: strangers }, 0.5)).toBeNull();
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
