import { ShieldQuestionMark, UserRound } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { isBlocked } from '../../store/blocking-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { acceptStranger, closeTab, conversationStore, itemsOf } from '../../store/conversation-store.ts';
import { attempt, openDialog, postpone, uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { ConversationView, TimelineItem } from '../../../shared/views.ts';
import { AuthenticationBanner } from './AuthenticationBanner.tsx';
import { ChangedKeyBanner } from './ChangedKeyBanner.tsx';
import './banners.css';

/** What the person should decide about this conversation; only the weightiest is shown, and what runs. */
export function Banners({ conversation }: { readonly conversation: ConversationView }) {
  const { authentication, changedKey, accepted, privacy, id, accountId, address } = conversation;
  // Somebody whom we look up ourselves asks nothing of us.
  const hasWritten = useStore(conversationStore, (state) => itemsOf(state, id).some(isFromThem));
  const blocked = useStore(buddyStore, (state) => isBlocked(state, accountId, address));
  // An outcome that is being read is not told beside its dialog.
  const isRead = useStore(uiStore, ({ dialogs }) => dialogs.some((dialog) => dialog.kind === 'authenticate' && dialog.conversationId === id));
  const run = authentication?.state.at === 'ended' && isRead ? null : authentication;
  const running = run && <AuthenticationBanner conversation={conversation} run={run} />;
  if (changedKey) {
    return (
      <>
        {running}
        <ChangedKeyBanner conversation={conversation} changed={changedKey} />
      </>
    );
  }
  if (running) return running;
  if (!accepted && hasWritten && !blocked) return <StrangerBanner conversation={conversation} />;
  return privacy === 'unverified' ? <UnverifiedBanner conversation={conversation} /> : null;
}

function UnverifiedBanner({ conversation }: { readonly conversation: ConversationView }) {
  const key = `${conversation.id} ${conversation.theirs?.fingerprint ?? ''}`;
  const postponed = useStore(uiStore, (state) => state.postponed.has(key));
  const name = shortName(showableLine(conversation.name));
  if (postponed) return null;
  return (
    <section className="banner banner-unverified" aria-label={t.privacy.levels.unverified}>
      <ShieldQuestionMark size={18} aria-hidden />
      <p>{t.banners.unverified(name)}</p>
      <div className="banner-actions">
        <Button look="primary" onClick={() => openDialog({ kind: 'authenticate', conversationId: conversation.id })}>
          {t.banners.authenticate(name)}
        </Button>
        <Button look="quiet" onClick={() => postpone(key)}>
          {t.banners.later}
        </Button>
      </div>
    </section>
  );
}

function StrangerBanner({ conversation }: { readonly conversation: ConversationView }) {
  return (
    <section className="banner banner-quiet" aria-label={t.banners.strangerLabel}>
      <UserRound size={18} aria-hidden />
      <p>
        <bdi className="strong">{showableLine(conversation.address)}</bdi> {t.banners.stranger}
      </p>
      <div className="banner-actions">
        <Button look="primary" onClick={() => attempt(acceptStranger(conversation.id))}>
          {t.banners.accept}
        </Button>
        <Button look="quiet" onClick={() => attempt(closeTab(conversation.id))}>
          {t.banners.ignore}
        </Button>
        <Button look="quiet" onClick={() => openDialog({ kind: 'block', accountId: conversation.accountId, address: conversation.address })}>
          {t.blocking.block}
        </Button>
      </div>
    </section>
  );
}

function isFromThem(item: TimelineItem): boolean {
  return item.kind === 'message' ? item.from === 'them' : item.code === 'stranger-waiting';
}
