import type { HistoryScope } from '../../store/records.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { HistoryMarks, TimelineItem } from '../../../shared/views.ts';
import { partsOf } from '../conversation-id.ts';

/** A part of the history as the window names it. */
export type Part = {
  readonly conversationId: ConversationId | null;
  readonly marks: HistoryMarks;
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

export function scopeOf({ conversationId, marks, fromMs, toMs }: Part): HistoryScope {
  const parts = conversationId === null ? { accountId: null, address: null } : partsOf(conversationId);
  return { ...parts, marks, fromMs, toMs };
}

/** Whether an item of a conversation in the scope is in it too; a notice is only where it is about everything. */
export function isIn({ marks, fromMs, toMs }: HistoryScope, item: TimelineItem): boolean {
  if (fromMs !== null && item.atMs < fromMs) return false;
  if (toMs !== null && item.atMs >= toMs) return false;
  return marks === 'all' || (item.kind === 'message' && (item.mark === 'clear') === (marks === 'clear'));
}
