import type { ConversationId } from '../../../shared/ids.ts';
import type { BuddyView, PersonView, Show } from '../../../shared/views.ts';

/** What the list shows in one row: a buddy, or several who are one person. */
export type Entry = {
  /** Who is written to. */
  readonly front: BuddyView;
  /** In the order of preference. */
  readonly members: readonly BuddyView[];
  /** The person's id, where there are several members. */
  readonly person: string | null;
};

export const nearness: Record<Show, number> = {
  chat: 0,
  available: 0,
  away: 1,
  'extended-away': 1,
  'do-not-disturb': 1,
  offline: 2,
};

/** The address of a person that is written to: of those that are most available, the one that is preferred. */
export function frontOf(members: readonly BuddyView[]): BuddyView | undefined {
  return members.toSorted((a, b) => nearness[a.show] - nearness[b.show])[0];
}

/** Those of a person's addresses that are in the list. */
export function membersOf({ members }: PersonView, buddies: ReadonlyMap<ConversationId, BuddyView>): readonly BuddyView[] {
  return members.flatMap((id) => buddies.get(id) ?? []);
}

/** Everybody in the list once. A person of whom only one address is there is a buddy like any other. */
export function entriesOf(buddies: ReadonlyMap<ConversationId, BuddyView>, persons: readonly PersonView[]): readonly Entry[] {
  const joined = new Set<ConversationId>();
  const entries: Entry[] = [];
  for (const person of persons) {
    const members = membersOf(person, buddies);
    const front = frontOf(members);
    if (front === undefined || members.length < 2) continue;
    for (const { id } of members) joined.add(id);
    entries.push({ front, members, person: person.id });
  }
  for (const buddy of buddies.values()) if (!joined.has(buddy.id)) entries.push({ front: buddy, members: [buddy], person: null });
  return entries;
}
