import { ShieldQuestionMark, TriangleAlert, UserRound } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { acceptChangedKey, acceptStranger, closeTab, conversationStore, endPrivate, itemsOf } from '../../store/conversation-store.ts';
import { attempt, openDialog, postpone, uiStore } from '../../store/ui-store.ts';
import { dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { ChangedKeyView, ConversationView, TimelineItem } from '../../../shared/views.ts';
import { AuthenticationBanner } from './AuthenticationBanner.tsx';
import './banners.css';

/** What the person should decide about this conversation; only the weightiest is shown, and what runs. */
export function Banners({ conversation }: { readonly conversation: ConversationView }) {
  const { authentication, changedKey, accepted, privacy, id } = conversation;
  // Somebody whom we look up ourselves asks nothing of us.
  const hasWritten = useStore(conversationStore, (state) => itemsOf(state, id).some(isFromThem));
  const running = authentication && <AuthenticationBanner conversation={conversation} run={authentication} />;
  if (changedKey) {
    return (
      <>
        {running}
        <ChangedKeyBanner conversation={conversation} changed={changedKey} />
      </>
    );
  }
  if (running) return running;
  if (!accepted && hasWritten) return <StrangerBanner conversation={conversation} />;
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
      <Button look="primary" onClick={() => openDialog({ kind: 'authenticate', conversationId: conversation.id })}>
        {t.banners.authenticate(name)}
      </Button>
      <Button look="quiet" onClick={() => postpone(key)}>
        {t.banners.later}
      </Button>
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
      <Button look="primary" onClick={() => attempt(acceptStranger(conversation.id))}>
        {t.banners.accept}
      </Button>
      <Button look="quiet" onClick={() => attempt(closeTab(conversation.id))}>
        {t.banners.ignore}
      </Button>
    </section>
  );
}

type ChangedProps = { readonly conversation: ConversationView; readonly changed: ChangedKeyView };

/** The loudest thing in the window: nothing is sent until the person decided about the new key. */
function ChangedKeyBanner({ conversation, changed: { before, now } }: ChangedProps) {
  const { id } = conversation;
  const full = showableLine(conversation.name);
  const name = shortName(full);
  return (
    <section className="banner-key" role="alert" aria-label={t.banners.keyChanged(full)}>
      <TriangleAlert size={20} aria-hidden />
      <div className="banner-key-body">
        <h3>{t.banners.keyChanged(full)}</h3>
        <p>{t.banners.keyAbout(name)}</p>
        <div className="banner-keys">
          <div>
            <h4>{t.banners.keyBefore}</h4>
            <FingerprintText fingerprint={before.fingerprint} />
            <p className="banner-fact">
              {t.banners.knownSince(dateTimeOf(before.firstSeenMs))}{' '}
              {before.verified
                ? before.verifiedAtMs === null
                  ? t.banners.wasVerified
                  : t.banners.wasVerifiedAt(dateTimeOf(before.verifiedAtMs))
                : t.banners.wasNotVerified}
            </p>
          </div>
          <div>
            <h4>{t.banners.keyNow}</h4>
            <FingerprintText fingerprint={now.fingerprint} />
            <p className="banner-fact">{t.banners.nowNotVerified}</p>
          </div>
        </div>
        <div className="banner-buttons">
          <Button look="primary" onClick={() => openDialog({ kind: 'authenticate', conversationId: id })}>
            {t.banners.verifyKey}
          </Button>
          <Button onClick={() => attempt(acceptChangedKey(id, now.fingerprint))}>{t.banners.goOnUnverified}</Button>
          <Button look="danger" onClick={() => attempt(endPrivate(id))}>
            {t.banners.endConversation}
          </Button>
        </div>
      </div>
    </section>
  );
}

function isFromThem(item: TimelineItem): boolean {
  return item.kind === 'message' ? item.from === 'them' : item.code === 'stranger-waiting';
}
