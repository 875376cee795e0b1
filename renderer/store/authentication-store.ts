import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { ConversationView } from '../../shared/views.ts';

/** Asks the buddy for the answer to `question`, or for a secret that both know where it is `null`. */
export async function askBuddy(
  { id, theirs }: ConversationView,
  question: string | null,
  secret: string,
): Promise<FaultCode | null> {
  if (theirs === null) return 'conversation-not-private';
  const answer = await call('authentication.ask', { conversationId: id, fingerprint: theirs.fingerprint, question, secret });
  return answer.ok ? null : answer.fault;
}

export async function answerBuddy(conversationId: ConversationId, run: number, secret: string): Promise<FaultCode | null> {
  const answer = await call('authentication.answer', { conversationId, run, secret });
  return answer.ok ? null : answer.fault;
}

/** Declines a request, or gives a run of our own up. */
export async function cancelAuthentication(conversationId: ConversationId, run: number): Promise<FaultCode | null> {
  const answer = await call('authentication.cancel', { conversationId, run });
  return answer.ok || answer.fault === 'authentication-over' ? null : answer.fault;
}

/** The outcome was read. */
export async function dismissAuthentication(conversationId: ConversationId, run: number): Promise<FaultCode | null> {
  const answer = await call('authentication.dismiss', { conversationId, run });
  return answer.ok || answer.fault === 'authentication-over' ? null : answer.fault;
}
