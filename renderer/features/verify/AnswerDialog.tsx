import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SecretField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { useSecondsUntil } from '../../components/use-seconds-until.ts';
import { answerBuddy } from '../../store/authentication-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import { limits } from '../../../shared/limits.ts';
import type { AuthenticationView, ConversationView } from '../../../shared/views.ts';
import { QuestionText } from './QuestionText.tsx';

type Props = {
  readonly conversation: ConversationView;
  readonly run: AuthenticationView;
  readonly byItself: boolean;
  readonly onStop: () => void;
  readonly onClose: () => void;
};

/** Answers what the buddy asks. Closing it is "later": the request stays. */
export function AnswerDialog({ conversation, run, byItself, onStop, onClose }: Props) {
  const full = showableLine(conversation.name);
  const name = shortName(full);
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const rests = useSecondsUntil(conversation.authenticationRestsUntilMs);
  const { question } = run;

  const submit = async () => {
    setTried(true);
    if (secret === '') return;
    const fault = await answerBuddy(conversation.id, run.run, secret);
    if (fault !== null) setError(t.faults[fault]);
  };

  return (
    <Dialog
      title={question === null ? t.verify.asksSecretTitle(full) : t.verify.asksTitle(full)}
      about={question === null ? t.verify.asksSecretAbout(name) : t.verify.asksAbout(name)}
      focusTitle={byItself}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button look="quiet" className="at-start" onClick={onStop}>
            {t.verify.decline}
          </Button>
          <Button onClick={onClose}>{t.verify.later}</Button>
          <Button look="primary" type="submit" disabled={rests > 0}>
            {t.verify.answer}
          </Button>
        </>
      }
    >
      {error && (
        <div role="alert">
          <Note look="danger">{error}</Note>
        </div>
      )}
      {question !== null && <QuestionText question={question} label={t.verify.theirQuestion(name)} />}
      <SecretField
        label={question === null ? t.verify.secret : t.verify.yourAnswer}
        hint={t.verify.answerHint}
        error={tried && secret === '' ? (question === null ? t.verify.secretMissing : t.verify.answerMissing) : null}
        value={secret}
        maxLength={limits.secretLength}
        data-first
        onChange={(event) => setSecret(event.target.value)}
      />
      {rests > 0 && <Note look="caution">{t.verify.rests(rests)}</Note>}
      {question !== null && <p className="verify-aside">{t.verify.asksNote(name)}</p>}
    </Dialog>
  );
}
