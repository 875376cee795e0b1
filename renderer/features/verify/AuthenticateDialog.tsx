import { useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Note } from '../../components/Note.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { ConversationView } from '../../../shared/views.ts';
import { FingerprintWay } from './FingerprintWay.tsx';

type Props = { readonly conversation: ConversationView; readonly onClose: () => void };

/**
 * Authenticates a buddy. The dialog belongs to the keys that it opened with: when the session ends or
 * changes its key meanwhile, it says so and saves nothing.
 */
export function AuthenticateDialog({ conversation, onClose }: Props) {
  const account = useStore(accountStore, (state) => accountOf(state, conversation.accountId));
  const opened = useRef({ theirs: conversation.theirs, ours: conversation.ours });
  const { theirs, ours } = opened.current;
  const title = t.verify.title(showableLine(conversation.name));
  const stands = theirs !== null && ours !== null && conversation.theirs?.fingerprint === theirs.fingerprint;

  if (!stands) {
    return (
      <Dialog
        title={title}
        onClose={onClose}
        actions={
          <Button look="primary" onClick={onClose}>
            {t.common.close}
          </Button>
        }
      >
        <Note look="caution">{t.verify.gone}</Note>
      </Dialog>
    );
  }
  return (
    <FingerprintWay
      title={title}
      conversation={conversation}
      theirs={theirs}
      ours={ours}
      ownAddress={account?.settings.address ?? ''}
      onClose={onClose}
    />
  );
}
