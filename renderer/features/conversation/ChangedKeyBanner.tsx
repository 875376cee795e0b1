import { TriangleAlert } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { acceptChangedKey, endPrivate } from '../../store/conversation-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { ChangedKeyView, ConversationView, FingerprintView } from '../../../shared/views.ts';
import './changed-key.css';

type Props = { readonly conversation: ConversationView; readonly changed: ChangedKeyView };

/** The loudest thing in the window: nothing is sent until the person decided about the new key. */
export function ChangedKeyBanner({ conversation, changed: { before, now } }: Props) {
  const { id } = conversation;
  const full = showableLine(conversation.name);
  const name = shortName(full);
  return (
    <section className="changed-key" role="alert" aria-label={t.banners.keyChanged(full)}>
      <div className="changed-key-head">
        <TriangleAlert size={24} aria-hidden />
        <div>
          <h3>{t.banners.keyChanged(full)}</h3>
          <p>{before.verified ? t.banners.keyWasVerified : t.banners.keyWasKnown}</p>
        </div>
      </div>
      <div className="changed-key-body" tabIndex={0}>
        <p>{t.banners.keyAbout(name)}</p>
        <div className="changed-key-keys">
          <div>
            <h4>{t.banners.keyBefore}</h4>
            <FingerprintText fingerprint={before.fingerprint} />
            <p className="changed-key-fact">{t.banners.knownSince(dateTimeOf(before.firstSeenMs))}</p>
            <Verdict view={before} />
          </div>
          <div>
            <h4>{t.banners.keyNow}</h4>
            <FingerprintText fingerprint={now.fingerprint} />
            <p className="changed-key-fact">{t.banners.seenFirst(dateTimeOf(now.firstSeenMs))}</p>
            <Verdict view={now} />
          </div>
        </div>
      </div>
      <div className="changed-key-buttons">
        <Button look="primary" onClick={() => openDialog({ kind: 'authenticate', conversationId: id })}>
          {t.banners.verifyKey}
        </Button>
        <Button onClick={() => attempt(acceptChangedKey(id, now.fingerprint))}>{t.banners.goOnUnverified}</Button>
        <Button look="danger" onClick={() => attempt(endPrivate(id))}>
          {t.banners.endConversation}
        </Button>
      </div>
    </section>
  );
}

/** Whether a key was verified, how and when. */
function Verdict({ view: { verified, verifiedHow, verifiedAtMs } }: { readonly view: FingerprintView }) {
  const words =
    verifiedAtMs === null ? t.banners.wasVerified : t.verify.verifiedAt[verifiedHow ?? 'by-hand'](dateTimeOf(verifiedAtMs));
  return (
    <p className="changed-key-verdict">
      <PrivacyIcon level={verified ? 'private' : 'unverified'} size={14} />
      {verified ? words : t.banners.notVerified}
    </p>
  );
}
