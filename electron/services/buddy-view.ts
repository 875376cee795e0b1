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
};

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
export function viewOf(accountId: AccountId, { item, resources, note }: Buddy): BuddyView {
  const best = [...resources.values()].map(({ view }) => view).sort(
    (a, b) => b.priority - a.priority || showRank[b.show] - showRank[a.show] || a.resource.localeCompare(b.resource),
  );
  return {
    id: conversationIdOf(accountId, item.address),
    accountId,
    address: item.address,
    name: item.name || localPart(item.address),
    alias: item.name,
    groups: item.groups,
    subscription: item.subscription,
    asked: item.asked,
    resources: best,
    show: best[0]?.show ?? 'offline',
    statusText: best[0]?.text ?? '',
    note,
  };
}
