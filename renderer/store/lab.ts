import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { LabView } from '../../shared/views.ts';

export async function viewLab(conversationId: ConversationId): Promise<LabView | FaultCode> {
  const answer = await call('lab.view', { conversationId });
  return answer.ok ? answer.value : answer.fault;
}

export async function recordInLab(conversationId: ConversationId, on: boolean): Promise<FaultCode | null> {
  const answer = await call('lab.record', { conversationId, on });
  return answer.ok ? null : answer.fault;
}

export async function forgeInLab(
  conversationId: ConversationId,
  index: number,
  text: string,
): Promise<{ readonly wire: string; readonly says: string } | FaultCode> {
  const answer = await call('lab.forge', { conversationId, index, text });
  return answer.ok ? answer.value : answer.fault;
}
