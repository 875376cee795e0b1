import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Note } from '../../components/Note.tsx';
import { Segments } from '../../components/Segments.tsx';
import { useSecondsUntil } from '../../components/use-seconds-until.ts';
import { askBuddy } from '../../store/authentication-store.ts';
import { saveVerification } from '../../store/conversation-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { Fingerprint } from '../../../shared/ids.ts';
import type { AuthenticationView, ConversationView, FingerprintView } from '../../../shared/views.ts';
import { FingerprintFields } from './FingerprintFields.tsx';
import { emptyTyped, QuestionFields, SecretFields, type Typed } from './QuestionFields.tsx';

type Way = 'question' | 'secret' | 'fingerprint';
const ways: readonly Way[] = ['question', 'secret', 'fingerprint'];

type Props = {
  readonly conversation: ConversationView;
  readonly theirs: FingerprintView;
  readonly ours: Fingerprint;
  /** The run that this is another try of: its way stands, and a question of our own need not be typed again. */
  readonly before: AuthenticationView | null;
  readonly onClose: () => void;
};

/** The three ways to authenticate a buddy, the best first. */
export function AskDialog({ conversation, theirs, ours, before, onClose }: Props) {
  const name = shortName(showableLine(conversation.name));
  const [way, setWay] = useState<Way>(before !== null && before.question === null ? 'secret' : 'question');
  const [asked] = useState(before?.startedBy === 'us' ? (before.question ?? '') : '');
  const [typed, setTyped] = useState<Typed>({ ...emptyTyped, question: asked });
  const [compared, setCompared] = useState(theirs.verified);
  const [tried, setTried] = useState(false);
  const [explained, setExplained] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const rests = useSecondsUntil(conversation.authenticationRestsUntilMs);
  const byHand = way === 'fingerprint';

  const submit = async () => {
    setTried(true);
    if (!byHand && (typed.secret === '' || (way === 'question' && typed.question.trim() === ''))) return;
    const fault = byHand
      ? await saveVerification(conversation.id, theirs.fingerprint, compared)
      : await askBuddy(conversation, way === 'question' ? typed.question : null, typed.secret);
    if (fault === null) {
      if (byHand) onClose();
    } else setError(fault === 'authentication-rests' ? null : t.faults[fault]);
  };

  return (
    <Dialog
      title={t.verify.title(showableLine(conversation.name))}
      about={t.verify.about[way](name)}
      width={byHand ? 'wide' : 'medium'}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button look="quiet" className="at-start" aria-expanded={explained} onClick={() => setExplained(!explained)}>
            {t.verify.whatIsThis}
          </Button>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={!byHand && rests > 0}>
            {byHand ? t.common.save : t.verify.ask(name)}
          </Button>
        </>
      }
    >
      <Segments
        label={t.verify.ways.label}
        value={way}
        onChange={(next) => {
          setWay(next);
          setTried(false);
          setError(null);
        }}
        options={ways.map((value) => ({ value, label: t.verify.ways[value] }))}
      />
      {explained && <Note look="quiet">{t.verify.explain[way]}</Note>}
      {error && (
        <div role="alert">
          <Note look="danger">{error}</Note>
        </div>
      )}
      {conversation.changedKey && <Note look="danger">{t.verify.changed(name)}</Note>}
      {!byHand && rests > 0 && <Note look="caution">{t.verify.rests(rests)}</Note>}
      {way === 'question' && <QuestionFields name={name} isAsked={asked !== ''} typed={typed} onChange={setTyped} tried={tried} />}
      {way === 'secret' && <SecretFields typed={typed} onChange={setTyped} tried={tried} />}
      {byHand && (
        <FingerprintFields conversation={conversation} theirs={theirs} ours={ours} compared={compared} onCompared={setCompared} />
      )}
      {!byHand && theirs.verified && <p className="verify-aside">{t.verify.again(name)}</p>}
    </Dialog>
  );
}
