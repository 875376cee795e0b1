import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { t } from '../strings/index.ts';
import type { AuthenticationView, ConversationView } from '../../shared/views.ts';

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

/** What marks a run where its banner is not in sight: that they wait for an answer, or that there is an outcome to read. */
export function badgeOf(run: AuthenticationView | null | undefined, isFront: boolean): { readonly mark: '?' | '!'; readonly words: string } | null {
  if (run?.state.at === 'asked') return { mark: '?', words: t.verify.asksBadge };
  return run?.state.at === 'ended' && !isFront ? { mark: '!', words: t.verify.endedBadge } : null;
}
