import type { ConversationId } from '../ids.ts';
import type { PrivacyLevel } from './conversations.ts';

/** A text that was typed and not sent. `typedFor`: the most private level that the person saw while typing. */
export type DraftView = {
  readonly conversationId: ConversationId;
  readonly text: string;
  readonly typedFor: PrivacyLevel;
};
