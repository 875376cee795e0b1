import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { PersonView } from '../../shared/views.ts';
import { buddyStore } from './buddy-store.ts';

/** The person that an address belongs to, where there are several addresses. */
export function personOf(id: ConversationId): PersonView | undefined {
  return buddyStore.getState().persons.find(({ members }) => members.includes(id));
}

export async function joinBuddies(members: readonly ConversationId[]): Promise<FaultCode | null> {
  const answer = await call('persons.join', { members: [...members] });
  return answer.ok ? null : answer.fault;
}

export async function splitBuddy(conversationId: ConversationId): Promise<FaultCode | null> {
  const answer = await call('persons.split', { conversationId });
  return answer.ok ? null : answer.fault;
}

/** Takes several addresses out of their persons, one after the other. */
export async function splitAll(ids: readonly ConversationId[]): Promise<FaultCode | null> {
  for (const id of ids) {
    const fault = personOf(id) ? await splitBuddy(id) : null;
    if (fault !== null) return fault;
  }
  return null;
}

export async function orderPerson(person: string, members: readonly ConversationId[]): Promise<FaultCode | null> {
  const answer = await call('persons.order', { person, members: [...members] });
  return answer.ok ? null : answer.fault;
}
