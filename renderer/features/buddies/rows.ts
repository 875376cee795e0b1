import type { ConversationId } from '../../../shared/ids.ts';
import type { BuddyView, ConversationView, Show } from '../../../shared/views.ts';

/** The group of buddies that the person put into none; and that of people who are not in the list. */
export const ungrouped = '';
export const strangers = '\u0000strangers';

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
  readonly id: ConversationId;
  readonly place: number;
  readonly of: number;
};
export type Row = GroupRow | BuddyRow;

type Source = {
  readonly buddies: ReadonlyMap<ConversationId, BuddyView>;
  readonly collapsed: readonly string[];
  readonly query: string;
};
type StrangerSource = Source & {
  readonly conversations: ReadonlyMap<ConversationId, ConversationView>;
  /** Conversations that a tab shows; people who are not in the list appear while theirs is open. */
  readonly tabs: readonly ConversationId[];
};

const nearness: Record<Show, number> = {
  chat: 0,
  available: 0,
  away: 1,
  'extended-away': 1,
  'do-not-disturb': 1,
  offline: 2,
};

const names = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

const wanted = (query: string) => query.trim().toLocaleLowerCase();

/** The rows of the list from top to bottom: groups by name, in each the present before the absent. */
export function buddyRows(source: Source): readonly Row[] {
  const query = wanted(source.query);
  const groups = new Map<string, BuddyView[]>();
  for (const buddy of source.buddies.values()) {
    for (const group of buddy.groups.length > 0 ? buddy.groups : [ungrouped]) {
      const members = groups.get(group);
      if (members) members.push(buddy);
      else groups.set(group, [buddy]);
    }
  }
  const order = [...groups.keys()].sort((a, b) => (a === ungrouped ? 1 : b === ungrouped ? -1 : names.compare(a, b)));
  return order.flatMap((group) => groupRows(group, groups.get(group) ?? [], source, query));
}

function groupRows(group: string, members: readonly BuddyView[], source: Source, query: string): readonly Row[] {
  const found = query === '' ? [...members] : members.filter(({ name, address }) => matches(query, name, address));
  if (query !== '' && found.length === 0) return [];
  const open = query !== '' || !source.collapsed.includes(group);
  const online = members.reduce((count, { show }) => count + (show === 'offline' ? 0 : 1), 0);
  const header: GroupRow = { kind: 'group', key: `group ${group}`, group, online, total: members.length, open };
  if (!open) return [header];
  found.sort((a, b) => nearness[a.show] - nearness[b.show] || names.compare(a.name, b.name) || names.compare(a.address, b.address));
  return [header, ...found.map(({ id }, place) => buddyRow(group, id, place, found.length))];
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
  return [header, ...(open ? ids.map((id, place) => buddyRow(strangers, id, place, ids.length)) : [])];
}

function buddyRow(group: string, id: ConversationId, place: number, of: number): BuddyRow {
  return { kind: 'buddy', key: `buddy ${group} ${id}`, id, place, of };
}

function matches(query: string, name: string, address: string): boolean {
  return name.toLocaleLowerCase().includes(query) || address.toLocaleLowerCase().includes(query);
}

/** Heights in CSS pixels; the list is windowed by them. */
export const rowHeights = { group: 36, buddy: 48 } as const;

/** The top of each row and, last, the height of the whole. */
export function offsetsOf(rows: readonly Row[]): readonly number[] {
  const offsets = [0];
  let top = 0;
  for (const row of rows) offsets.push((top += rowHeights[row.kind]));
  return offsets;
}
