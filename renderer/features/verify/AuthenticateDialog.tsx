import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Note } from '../../components/Note.tsx';
import { cancelAuthentication, dismissAuthentication } from '../../store/authentication-store.ts';
import { attempt, closeToWrite } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { AuthenticationView, ConversationView } from '../../../shared/views.ts';
import { AnswerDialog } from './AnswerDialog.tsx';
import { AskDialog } from './AskDialog.tsx';
import { OutcomeDialog } from './OutcomeDialog.tsx';
import { RunningDialog } from './RunningDialog.tsx';
import './verify.css';

type Props = {
  readonly conversation: ConversationView;
  /** It opened without a click, so it must not take keys that were meant for something else. */
  readonly byItself: boolean;
  readonly onClose: () => void;
};

/** Authenticates a buddy: asking, answering, waiting and the outcome, whichever it is the turn of. */
export function AuthenticateDialog({ conversation, byItself, onClose }: Props) {
  const run = conversation.authentication;
  const read = () => {
    if (run?.state.at === 'ended') attempt(dismissAuthentication(conversation.id, run.run));
  };
  const [openedOn] = useState(run?.run);
  const hadRun = useRef(false);
  hadRun.current ||= run !== null;
  const [before, setBefore] = useState<AuthenticationView | null>(null);
  // A run that is gone, which the person ended or whose outcome they read elsewhere, leaves nothing to show.
  const nothingLeft = run === null && hadRun.current && before === null;
  useEffect(() => (nothingLeft ? onClose() : undefined), [nothingLeft, onClose]);
  const onStop = () => {
    if (run !== null) attempt(cancelAuthentication(conversation.id, run.run));
    closeToWrite();
  };

  if (nothingLeft) return null;
  // Each request has its own fields: what was typed before it came never stands under it, and goes on to nothing in it.
  if (run?.state.at === 'asked') {
    const came = byItself || run.run !== openedOn;
    return <AnswerDialog key={run.run} conversation={conversation} run={run} byItself={came} onStop={onStop} onClose={onClose} />;
  }
  if (run?.state.at === 'running') {
    return <RunningDialog conversation={conversation} run={run} awaited={run.state.awaited} onStop={onStop} onClose={closeToWrite} />;
  }
  if (run?.state.at === 'ended') {
    return (
      <OutcomeDialog
        conversation={conversation}
        run={run}
        outcome={run.state.outcome}
        onAgain={() => {
          setBefore(run);
          read();
        }}
        onClose={() => {
          read();
          closeToWrite();
        }}
      />
    );
  }
  return <Asking conversation={conversation} before={before} onClose={onClose} />;
}

/** Belongs to the keys that it opened with: when the session ends or changes its key, it says so and does nothing. */
function Asking({ conversation, before, onClose }: Omit<Props, 'byItself'> & { readonly before: AuthenticationView | null }) {
  const opened = useRef({ theirs: conversation.theirs, ours: conversation.ours });
  const { theirs, ours } = opened.current;
  const encrypted = conversation.privacy === 'unverified' || conversation.privacy === 'private';
  const stands = theirs !== null && ours !== null && conversation.theirs?.fingerprint === theirs.fingerprint;
  if (stands && encrypted) return <AskDialog conversation={conversation} theirs={theirs} ours={ours} before={before} onClose={onClose} />;
  return (
    <Dialog
      title={t.verify.title(showableLine(conversation.name))}
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
