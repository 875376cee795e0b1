import type { ConversationId } from '../../../shared/ids.ts';
import type { BuddyOrder, BuddyView, ConversationView, PersonView } from '../../../shared/views.ts';
import { entriesOf, nearness, type Entry } from './entries.ts';

/** The group of buddies that the person put into none; that of people who are not in the list; and that of those who only see us. */
export const ungrouped = '';
export const strangers = '\u0000strangers';
export const observers = '\u0000observers';

export type GroupRow = {
  readonly kind: 'group';
  readonly key: string;
  readonly group: string;
  readonly online: number;
  readonly total: number;
  readonly open: boolean;
};
export type BuddyRow = {
  readonly kind: 'buddy';
  readonly key: string;
  /** Whom the row shows; of a person, the address in front. */
  readonly id: ConversationId;
  readonly group: string;
  readonly place: number;
  readonly of: number;
  /** All addresses of the person that the row stands for. */
  readonly members: readonly ConversationId[];
  /** The person's id, where it stands for one with several addresses or for one address of such a person. */
  readonly person: string | null;
  /** Whether the addresses are shown below; `null` where there is nothing to show. */
  readonly open: boolean | null;
  readonly level: 2 | 3;
};
export type Row = GroupRow | BuddyRow;

export type Source = {
  readonly buddies: ReadonlyMap<ConversationId, BuddyView>;
  readonly persons: readonly PersonView[];
  readonly collapsed: readonly string[];
  readonly query: string;
  readonly sortBy: BuddyOrder;
  readonly hideOffline: boolean;
  /** Who has something unread, and is never hidden. */
  readonly unread: ReadonlySet<ConversationId>;
  readonly ownGroups: readonly string[];
  /** Persons whose addresses are shown. */
  readonly openPersons: ReadonlySet<string>;
};
type StrangerSource = Pick<Source, 'buddies' | 'collapsed' | 'query'> & {
  readonly conversations: ReadonlyMap<ConversationId, ConversationView>;
  /** Conversations that a tab shows; people who are not in the list appear while theirs is open. */
  readonly tabs: readonly ConversationId[];
};

const names = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

const wanted = (query: string) => query.trim().toLocaleLowerCase();

/** Real groups by name, then those without one, last those who only see us. */
function byGroup(a: string, b: string): number {
  const rank = (group: string) => (group === observers ? 2 : group === ungrouped ? 1 : 0);
  return rank(a) - rank(b) || names.compare(a, b);
}

/** The rows of the list from top to bottom. */
export function buddyRows(source: Source): readonly Row[] {
  const query = wanted(source.query);
  const groups = new Map<string, Entry[]>(query === '' ? source.ownGroups.map((group) => [group, []]) : []);
  for (const entry of entriesOf(source.buddies, source.persons)) {
    for (const group of groupsOf(entry)) {
      const members = groups.get(group);
      if (members) members.push(entry);
      else groups.set(group, [entry]);
    }
  }
  return [...groups.keys()].sort(byGroup).flatMap((group) => groupRows(group, groups.get(group) ?? [], source, query));
}

function groupsOf({ members }: Entry): readonly string[] {
  const groups = new Set(members.flatMap((buddy) => buddy.groups));
  if (groups.size > 0) return [...groups];
  return [members.every(({ subscription, asked }) => subscription === 'from' && !asked) ? observers : ungrouped];
}

function groupRows(group: string, entries: readonly Entry[], source: Source, query: string): readonly Row[] {
  const found = entries.filter((entry) => (query === '' ? isShown(entry, source) : entry.members.some(({ name, address }) => matches(query, name, address))));
  if (found.length === 0 && (query !== '' || !source.ownGroups.includes(group))) return [];
  const open = query !== '' || !source.collapsed.includes(group);
  const online = entries.reduce((count, { front }) => count + (front.show === 'offline' ? 0 : 1), 0);
  const header: GroupRow = { kind: 'group', key: `group ${group}`, group, online, total: entries.length, open };
  if (!open) return [header];
  const byName = (a: BuddyView, b: BuddyView) => names.compare(a.name, b.name) || names.compare(a.address, b.address);
  const byStatus = (a: BuddyView, b: BuddyView) => nearness[a.show] - nearness[b.show] || byName(a, b);
  const compare = source.sortBy === 'name' ? byName : byStatus;
  found.sort((a, b) => compare(a.front, b.front));
  return [header, ...found.flatMap((entry, place) => entryRows(entry, group, { place, of: found.length }, source.openPersons))];
}

function isShown({ members }: Entry, { hideOffline, unread }: Source): boolean {
  return !hideOffline || members.some(({ id, show }) => show !== 'offline' || unread.has(id));
}

type Place = { readonly place: number; readonly of: number };

/** One row for a buddy; for a person with several addresses, where they are shown, one more for each. */
function entryRows({ front, members, person }: Entry, group: string, at: Place, openPersons: Source['openPersons']): readonly Row[] {
  const ids = members.map(({ id }) => id);
  const open = person === null ? null : openPersons.has(person);
  const key = person === null ? front.id : `person ${person}`;
  const row: BuddyRow = { kind: 'buddy', key: `buddy ${group} ${key}`, id: front.id, group, ...at, members: ids, person, open, level: 2 };
  if (open !== true) return [row];
  return [row, ...ids.map((id, place) => memberRow(group, id, person, { place, of: ids.length }))];
}

function memberRow(group: string, id: ConversationId, person: string | null, at: Place): BuddyRow {
  return { kind: 'buddy', key: `address ${group} ${id}`, id, group, ...at, members: [id], person, open: null, level: 3 };
}

/** The rows of people whose conversation is open but who are not in the list; they stand above it. */
export function strangerRows({ buddies, conversations, tabs, collapsed, query: typed }: StrangerSource): readonly Row[] {
  const query = wanted(typed);
  const ids = tabs.filter((id) => {
    const conversation = conversations.get(id);
    return conversation && !buddies.has(id) && matches(query, conversation.name, conversation.address);
  });
  if (ids.length === 0) return [];
  const open = query !== '' || !collapsed.includes(strangers);
  const header: GroupRow = { kind: 'group', key: `group ${strangers}`, group: strangers, online: 0, total: ids.length, open };
  return [header, ...(open ? ids.map((id, place) => strangerRow(id, { place, of: ids.length })) : [])];
}

function strangerRow(id: ConversationId, at: Place): BuddyRow {
  return { kind: 'buddy', key: `buddy ${strangers} ${id}`, id, group: strangers, ...at, members: [id], person: null, open: null, level: 2 };
}

function matches(query: string, name: string, address: string): boolean {
  return name.toLocaleLowerCase().includes(query) || address.toLocaleLowerCase().includes(query);
}

/** Heights in CSS pixels with letters of the usual size; the list is windowed by them. */
const rowHeights = { group: 36, buddy: 48 } as const;

/** The top of each row and, last, the height of the whole, with letters `scale` times as large. */
export function offsetsOf(rows: readonly Row[], scale = 1): readonly number[] {
  const offsets = [0];
  let top = 0;
  for (const row of rows) offsets.push((top += rowHeights[row.kind] * scale));
  return offsets;
}
