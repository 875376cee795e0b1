import type { AccountId, ConversationId } from '../../shared/ids.ts';

/** The id of the conversation of an account with a bare address. Account ids hold no slash. */
export function conversationIdOf(accountId: AccountId, address: string): ConversationId {
  return `${accountId}/${address}`;
}
