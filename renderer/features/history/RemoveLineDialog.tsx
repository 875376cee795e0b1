import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { removeLine } from '../../store/history-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { ConversationId, TimelineItemId } from '../../../shared/ids.ts';

type Props = { readonly conversationId: ConversationId; readonly itemId: TimelineItemId; readonly onClose: () => void };

/** Asks before a message goes for good. */
export function RemoveLineDialog({ conversationId, itemId, onClose }: Props) {
  return (
    <Dialog
      title={t.history.removeTitle}
      about={t.history.removeAbout}
      width="narrow"
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button data-first onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              attempt(removeLine(conversationId, itemId));
            }}
          >
            {t.history.removeNow}
          </Button>
        </>
      }
    />
  );
}
