import type { AccountId, ConversationId } from '../ids.ts';
import type { MessageItem } from './timeline.ts';

/* What is kept of conversations. */

/** Kept messages by how they travelled: in clear, or encrypted. */
export type HistoryMarks = 'all' | 'clear' | 'private';

/** What is wrong with the history: a line could not be written to the disk, or what is there is damaged. */
export type HistoryTrouble = 'unwritten' | 'damaged';

/** Whether anything is kept, and of which buddies the person said whether what is said in clear is. */
export type HistoryView = {
  readonly keeps: boolean;
  readonly trouble: HistoryTrouble | null;
  readonly choices: readonly { readonly accountId: AccountId; readonly address: string; readonly keepsClear: boolean }[];
};

/** Kept messages of a conversation in a row, the oldest first, and whether there are others before and after them. */
export type HistoryPageView = {
  readonly items: readonly MessageItem[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
};

/** A conversation of which something is kept. */
export type KeptConversationView = {
  readonly id: ConversationId;
  readonly accountId: AccountId;
  readonly address: string;
  readonly name: string;
};

/** A message that was found, with a part of its text around the first hit; a part is a hit or lies between two. */
export type HistoryHitView = {
  readonly conversationId: ConversationId;
  readonly name: string;
  readonly item: MessageItem;
  readonly excerpt: readonly { readonly text: string; readonly isHit: boolean }[];
};

/** The newest messages that were found, and whether there are no more. */
export type HistoryFoundView = { readonly hits: readonly HistoryHitView[]; readonly isLast: boolean };
