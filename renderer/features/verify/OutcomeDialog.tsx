import { CircleSlash, Clock, ShieldCheck, ShieldX, TriangleAlert, UserRoundCheck, type LucideIcon } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Note } from '../../components/Note.tsx';
import { saveVerification } from '../../store/conversation-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { AuthenticationOutcome, AuthenticationView, ConversationView } from '../../../shared/views.ts';

const looks: Readonly<Record<AuthenticationOutcome, readonly [LucideIcon, 'good' | 'bad' | 'plain']>> = {
  verified: [ShieldCheck, 'good'],
  proved: [UserRoundCheck, 'good'],
  failed: [ShieldX, 'bad'],
  cheated: [TriangleAlert, 'bad'],
  'cancelled-by-them': [CircleSlash, 'plain'],
  'timed-out': [Clock, 'plain'],
  'session-over': [CircleSlash, 'plain'],
};

type Props = {
  readonly conversation: ConversationView;
  readonly run: AuthenticationView;
  readonly outcome: AuthenticationOutcome;
  readonly onAgain: () => void;
  readonly onClose: () => void;
};

/** What came of it, what that means, and what to do next. */
export function OutcomeDialog({ conversation, run, outcome, onAgain, onClose }: Props) {
  const full = showableLine(conversation.name);
  const name = shortName(full);
  const [Icon, look] = looks[outcome];
  const stands = conversation.privacy === 'private' || conversation.privacy === 'unverified';
  const known = conversation.theirs?.fingerprint === run.fingerprint && conversation.theirs.verified;
  const again = nextOf(outcome, run, known, name);
  const offered = stands ? again : null;
  return (
    <Dialog
      title={t.verify.outcomes[outcome](full)}
      onClose={onClose}
      actions={
        <>
          <Button look={offered === null ? 'primary' : 'secondary'} data-first={offered === null ? true : undefined} onClick={onClose}>
            {t.common.close}
          </Button>
          {offered !== null && (
            <Button look="primary" data-first onClick={onAgain}>
              {offered}
            </Button>
          )}
        </>
      }
    >
      <div className="outcome" role="status">
        <span className={`outcome-mark outcome-${look}`}>
          <Icon size={28} strokeWidth={1.75} aria-hidden />
        </span>
        <div className="outcome-words">
          <p>{meaningOf(outcome, run, name)}</p>
          {outcome === 'verified' && run.question !== null && <p className="muted">{t.verify.oneWay(name)}</p>}
          {outcome === 'failed' && <p className="muted">{isTheirQuestion(run) ? t.verify.agreeTheyAsk(name) : t.verify.agreeFirst(name)}</p>}
        </div>
      </div>
      {(outcome === 'failed' || outcome === 'cheated') && known && <StillTrusted conversation={conversation} run={run} name={name} />}
    </Dialog>
  );
}

/** Only who asked a question can ask it again. */
const isTheirQuestion = ({ startedBy, question }: AuthenticationView) => startedBy === 'them' && question !== null;

/** What can be done next, in words; `null` where nothing is left to do. */
function nextOf(outcome: AuthenticationOutcome, run: AuthenticationView, known: boolean, name: string): string | null {
  if (outcome === 'verified' || (outcome === 'proved' && known)) return null;
  return isTheirQuestion(run) ? t.verify.askBack(name) : t.verify.tryAgain;
}

function meaningOf(outcome: AuthenticationOutcome, run: AuthenticationView, name: string): string {
  if (outcome === 'verified' && run.question === null) return t.verify.meaning.verifiedBoth(name);
  if (outcome === 'cancelled-by-them' && run.startedBy === 'them') return t.verify.meaning.takenBack;
  return t.verify.meaning[outcome](name);
}

type TrustedProps = { readonly conversation: ConversationView; readonly run: AuthenticationView; readonly name: string };

/** A run that failed takes no trust away; the person may. */
function StillTrusted({ conversation, run, name }: TrustedProps) {
  return (
    <Note look="caution">
      <p>{t.verify.stillTrusted(name)}</p>
      <Button className="outcome-withdraw" look="danger" onClick={() => attempt(saveVerification(conversation.id, run.fingerprint, false))}>
        {t.verify.withdraw}
      </Button>
    </Note>
  );
}
