import { localPart } from '../protocols/address.ts';
import type { RosterItem } from '../protocols/protocol.ts';
import type { RosterRecord } from '../store/records.ts';
import type { AccountId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { BuddyView, ResourceView } from '../../shared/views.ts';
import { conversationIdOf } from './conversation-id.ts';

export type Resource = { readonly view: ResourceView; readonly showsHtml: boolean };
export type Buddy = {
  readonly item: RosterRecord;
  readonly resources: ReadonlyMap<string, Resource>;
  /** The person's own; empty where there is none. */
  readonly note: string;
  /** What they call themselves; empty where they say nothing. */
  readonly nick: string;
  readonly picture: string | null;
};

/** What the person calls them, else what they call themselves, else the address' local part. */
export function nameOfBuddy({ item, nick }: Buddy): string {
  return item.name || nick || localPart(item.address);
}

/** What is kept of an item of the server's list, within our limits. */
export function recordOf(item: RosterItem): RosterRecord {
  return {
    address: item.address,
    name: item.name.slice(0, limits.nameLength),
    groups: item.groups.slice(0, limits.groupsPerBuddy).map((group) => group.slice(0, limits.groupLength)),
    subscription: item.subscription,
    asked: item.asked,
  };
}

const showRank = { chat: 5, available: 4, away: 3, 'extended-away': 2, 'do-not-disturb': 1, offline: 0 } as const;

/** A buddy as the window sees them; the best device first. */
export function viewOf(accountId: AccountId, buddy: Buddy): BuddyView {
  const { item, resources, note, picture } = buddy;
  const best = [...resources.values()].map(({ view }) => view).sort(
    (a, b) => b.priority - a.priority || showRank[b.show] - showRank[a.show] || a.resource.localeCompare(b.resource),
  );
  return {
    id: conversationIdOf(accountId, item.address),
    accountId,
    address: item.address,
    name: nameOfBuddy(buddy),
    alias: item.name,
    groups: item.groups,
    subscription: item.subscription,
    asked: item.asked,
    resources: best,
    show: best[0]?.show ?? 'offline',
    statusText: best[0]?.text ?? '',
    picture,
    note,
  };
}
