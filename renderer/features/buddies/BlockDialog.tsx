import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Note } from '../../components/Note.tsx';
import { block, unblock } from '../../store/blocking-store.ts';
import { conversationStore } from '../../store/conversation-store.ts';
import { attemptWithUndo } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { AccountId } from '../../../shared/ids.ts';

type Props = { readonly accountId: AccountId; readonly address: string; readonly onClose: () => void };

/** Asks before an address is blocked, and says what comes of it. */
export function BlockDialog({ accountId, address, onClose }: Props) {
  const shown = showableLine(address);
  const privacy = conversationStore.getState().conversations.get(`${accountId}/${address}`)?.privacy ?? 'not-private';
  const save = () => {
    void attemptWithUndo(block(accountId, address), t.blocking.blocked(shown), () => unblock(accountId, address));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t.blocking.blockTitle(shown)}
      about={t.blocking.blockAbout(shown)}
      yes={t.blocking.blockNow}
      onYes={save}
      onClose={onClose}
    >
      {privacy !== 'not-private' && <Note look="quiet">{t.blocking.endsPrivate}</Note>}
    </ConfirmDialog>
  );
}
