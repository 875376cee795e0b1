import type { AccountId, ConversationId } from '../../shared/ids.ts';

/** The id of the conversation of an account with a bare address. Account ids hold no slash. */
export function conversationIdOf(accountId: AccountId, address: string): ConversationId {
  return `${accountId}/${address}`;
}

/** The account and the address that a conversation's id is made of. */
export function partsOf(id: ConversationId): { readonly accountId: AccountId; readonly address: string } {
  const slash = id.indexOf('/');
  return { accountId: id.slice(0, Math.max(0, slash)), address: id.slice(slash + 1) };
}
