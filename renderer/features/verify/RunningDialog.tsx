import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Steps } from '../../components/Steps.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { AuthenticationView, ConversationView } from '../../../shared/views.ts';
import { QuestionText } from './QuestionText.tsx';

type Props = {
  readonly conversation: ConversationView;
  readonly run: AuthenticationView;
  readonly awaited: 'answer' | 'proof';
  readonly onStop: () => void;
  readonly onClose: () => void;
};

/** What is awaited and how far it is. Closing it only hides it: the run goes on. */
export function RunningDialog({ conversation, run, awaited, onStop, onClose }: Props) {
  const full = showableLine(conversation.name);
  const name = shortName(full);
  const steps = run.startedBy === 'them' ? t.verify.steps.answered : run.question === null ? t.verify.steps.compared : t.verify.steps.asked;
  const waits = awaited === 'answer';
  return (
    <Dialog
      title={t.verify.running(full)}
      about={!waits ? t.verify.awaitsProof : run.question === null ? t.verify.awaitsSecret(name) : t.verify.awaitsAnswer(name)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onStop}>{t.verify.stop}</Button>
          <Button look="primary" data-first onClick={onClose}>
            {t.verify.hide}
          </Button>
        </>
      }
    >
      {waits && run.question !== null && <QuestionText question={run.question} />}
      <Steps label={t.verify.stepsLabel} steps={steps} at={waits ? 1 : 2} />
      {waits && <p className="verify-aside">{t.verify.awaitsLong}</p>}
    </Dialog>
  );
}
