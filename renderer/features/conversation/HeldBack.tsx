import { TriangleAlert } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { startPrivate } from '../../store/conversation-store.ts';
import { allowClear, allowUnverified } from '../../store/draft-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { ConversationView } from '../../../shared/views.ts';

/* Why what stands in the composer is not sent, and what the person can do about it. */

/** The key changed: what is typed stays until the person has decided. */
export function KeyHeld({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <p id={id} className="composer-refused composer-key-held">
      <TriangleAlert size={14} aria-hidden />
      {t.composer.keyHeld(name)}
    </p>
  );
}

type Props = { readonly conversation: ConversationView };

/** The text was typed for an encrypted conversation that is over: it is held until the person decides. */
export function Stranded({ conversation: { id, starting } }: Props) {
  return (
    <div className="composer-stranded" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <p>{t.composer.stranded}</p>
      <div className="composer-choices">
        <Button onClick={() => allowClear(id)}>{t.composer.allowClear}</Button>
        <Button look="primary" disabled={starting} onClick={() => attempt(startPrivate(id))}>
          {t.privacy.start}
        </Button>
      </div>
    </div>
  );
}

/** The text was typed for a verified key, and the one that is there now is not. */
export function ForVerified({ conversation: { id, name } }: Props) {
  return (
    <div className="composer-stranded" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <p>{t.composer.forVerified}</p>
      <div className="composer-choices">
        <Button onClick={() => allowUnverified(id)}>{t.composer.allowUnverified}</Button>
        <Button look="primary" onClick={() => openDialog({ kind: 'authenticate', conversationId: id })}>
          {t.banners.authenticate(shortName(showableLine(name)))}
        </Button>
      </div>
    </div>
  );
}
