import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId, ConversationId } from '../../shared/ids.ts';
import type { BlockedView, BuddyView, PersonView, SubscriptionRequestView } from '../../shared/views.ts';

export type BuddyState = {
  readonly buddies: ReadonlyMap<ConversationId, BuddyView>;
  readonly persons: readonly PersonView[];
  readonly blocked: readonly BlockedView[];
  readonly requests: readonly SubscriptionRequestView[];
};

export const buddyStore = createStore<BuddyState>(() => ({ buddies: new Map(), persons: [], blocked: [], requests: [] }));

/** Takes one batch of main: the views that changed and the ids that are gone. */
export function changeBuddies(changed: readonly BuddyView[], removed: readonly ConversationId[]): void {
  buddyStore.setState(({ buddies }) => {
    const next = new Map(buddies);
    for (const buddy of changed) next.set(buddy.id, buddy);
    for (const id of removed) next.delete(id);
    return { buddies: next };
  });
}

export function dropBuddiesOf(accountId: AccountId): void {
  const { buddies, requests } = buddyStore.getState();
  buddyStore.setState({
    buddies: new Map([...buddies].filter(([, buddy]) => buddy.accountId !== accountId)),
    requests: requests.filter((request) => request.accountId !== accountId),
  });
}

/** All group names in use, sorted as a person would. */
export function groupNames(buddies: ReadonlyMap<ConversationId, BuddyView>): readonly string[] {
  const names = new Set<string>();
  for (const buddy of buddies.values()) for (const group of buddy.groups) names.add(group);
  return [...names].sort((a, b) => a.localeCompare(b));
}

export async function updateBuddy(buddy: BuddyView, name: string, groups: readonly string[]): Promise<FaultCode | null> {
  const { accountId, address } = buddy;
  const answer = await call('buddies.update', { accountId, address, name, groups: [...groups] });
  return answer.ok ? null : answer.fault;
}

/** Keeps a note here; nothing is called where there is nothing new. */
export async function saveNote({ accountId, address, note: before }: BuddyView, note: string): Promise<FaultCode | null> {
  if (note === before) return null;
  const answer = await call('buddies.note', { accountId, address, note });
  return answer.ok ? null : answer.fault;
}

export async function removeBuddy({ accountId, address }: BuddyView, keepTheirs: boolean): Promise<FaultCode | null> {
  const answer = await call('buddies.remove', { accountId, address, keepTheirs });
  return answer.ok ? null : answer.fault;
}

export async function answerRequest(
  { accountId, address }: SubscriptionRequestView,
  answer: 'approve' | 'deny',
): Promise<FaultCode | null> {
  const result = await call('buddies.answer', { accountId, address, answer });
  return result.ok ? null : result.fault;
}
