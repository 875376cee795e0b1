import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { removeLine } from '../../store/history-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { ConversationId, TimelineItemId } from '../../../shared/ids.ts';

type Props = { readonly conversationId: ConversationId; readonly itemId: TimelineItemId; readonly onClose: () => void };

/** Asks before a message goes for good. */
export function RemoveLineDialog({ conversationId, itemId, onClose }: Props) {
  const remove = () => {
    onClose();
    attempt(removeLine(conversationId, itemId));
  };
  return <ConfirmDialog title={t.history.removeTitle} about={t.history.removeAbout} yes={t.history.removeNow} onYes={remove} onClose={onClose} />;
}
