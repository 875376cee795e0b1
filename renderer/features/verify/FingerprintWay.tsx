import { Check, Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Radios } from '../../components/Field.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { Note } from '../../components/Note.tsx';
import { saveVerification } from '../../store/conversation-store.ts';
import { copyText } from '../../store/outside.ts';
import { attempt } from '../../store/ui-store.ts';
import { dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups, shortName } from '../../text/person.ts';
import type { Fingerprint } from '../../../shared/ids.ts';
import type { ConversationView, FingerprintView } from '../../../shared/views.ts';
import './verify.css';

type Props = {
  readonly title: string;
  readonly conversation: ConversationView;
  readonly theirs: FingerprintView;
  readonly ours: Fingerprint;
  readonly ownAddress: string;
  readonly onClose: () => void;
};

/** Both fingerprints side by side, to be compared over another channel. */
export function FingerprintWay({ title, conversation, theirs, ours, ownAddress, onClose }: Props) {
  const name = shortName(showableLine(conversation.name));
  const [answer, setAnswer] = useState<'no' | 'yes'>(theirs.verified ? 'yes' : 'no');
  const [error, setError] = useState<string | null>(null);

  const save = async () => {
    const fault = await saveVerification(conversation.id, theirs.fingerprint, answer === 'yes');
    if (fault === null) onClose();
    else setError(t.faults[fault]);
  };

  return (
    <Dialog
      title={title}
      about={t.verify.fingerprintAbout(name)}
      width="wide"
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.common.save}
          </Button>
        </>
      }
    >
      {error && (
        <div role="alert">
          <Note look="danger">{error}</Note>
        </div>
      )}
      {conversation.changedKey && <Note look="danger">{t.verify.changed(name)}</Note>}
      <div className="two-keys">
        <KeyBox owner={t.verify.yours} address={ownAddress} fingerprint={ours} copyLabel={t.verify.copyYours} />
        <KeyBox
          owner={t.verify.theirs(name)}
          address={conversation.address}
          fingerprint={theirs.fingerprint}
          copyLabel={t.verify.copyTheirs(name)}
        />
      </div>
      <Radios
        label={t.verify.question}
        labelShown={false}
        value={answer}
        onChange={setAnswer}
        options={[
          { value: 'no', label: t.verify.haveNot },
          { value: 'yes', label: t.verify.have(name) },
        ]}
      />
      <SessionFacts conversation={conversation} theirs={theirs} />
    </Dialog>
  );
}

type KeyBoxProps = {
  readonly owner: string;
  readonly address: string;
  readonly fingerprint: Fingerprint;
  readonly copyLabel: string;
};

function KeyBox({ owner, address, fingerprint, copyLabel }: KeyBoxProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const fault = await copyText(fingerprintGroups(fingerprint).join(' '));
    setCopied(fault === null);
    attempt(Promise.resolve(fault));
  };
  return (
    <section className="key-box" aria-label={owner}>
      <h3 className="one-line">
        <span className="strong">{owner}</span> <bdi className="muted">{address}</bdi>
      </h3>
      <FingerprintText fingerprint={fingerprint} />
      <Button look="quiet" icon={copied ? Check : Copy} aria-label={copyLabel} onClick={() => void copy()}>
        {copied ? t.common.copied : t.common.copy}
      </Button>
    </section>
  );
}

function SessionFacts({ conversation, theirs }: { readonly conversation: ConversationView; readonly theirs: FingerprintView }) {
  const facts: ReactNode[] = [
    theirs.verifiedAtMs === null || !theirs.verified
      ? t.verify.seenSince(dateTimeOf(theirs.firstSeenMs))
      : t.verify.verifiedAt(dateTimeOf(theirs.verifiedAtMs)),
  ];
  if (conversation.sessionId) {
    const { hex, bold } = conversation.sessionId;
    const halves = [hex.slice(0, 8), hex.slice(8)].map((half, at) => {
      const isBold = (at === 0) === (bold === 'first');
      return isBold ? <strong key={at}>{half} </strong> : <span key={at}>{half} </span>;
    });
    facts.push(
      <>
        {t.verify.session} <code className="session-id selectable">{halves}</code>
      </>,
    );
  }
  return (
    <div className="session-facts">
      {facts.map((fact, at) => (
        <p key={at}>{fact}</p>
      ))}
    </div>
  );
}
