import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Radios } from '../../components/Field.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { copyText } from '../../store/outside.ts';
import { attempt } from '../../store/ui-store.ts';
import { dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups, shortName } from '../../text/person.ts';
import { fingerprintUri } from '../../text/xmpp-uri.ts';
import type { Fingerprint } from '../../../shared/ids.ts';
import type { ConversationView, FingerprintView } from '../../../shared/views.ts';

type Props = {
  readonly conversation: ConversationView;
  readonly theirs: FingerprintView;
  readonly ours: Fingerprint;
  readonly compared: boolean;
  readonly onCompared: (compared: boolean) => void;
};

/** Both fingerprints side by side, to be compared over another channel. */
export function FingerprintFields({ conversation, theirs, ours, compared, onCompared }: Props) {
  const account = useStore(accountStore, (state) => accountOf(state, conversation.accountId));
  const name = shortName(showableLine(conversation.name));
  return (
    <>
      <div className="two-keys">
        <KeyBox
          owner={t.verify.yours}
          address={account?.settings.address ?? ''}
          fingerprint={ours}
          copyLabel={t.verify.copyYours}
          codeLabel={t.verify.codeYours}
        />
        <KeyBox
          owner={t.verify.theirs(name)}
          address={conversation.address}
          fingerprint={theirs.fingerprint}
          copyLabel={t.verify.copyTheirs(name)}
          codeLabel={t.verify.codeTheirs(name)}
        />
      </div>
      <Radios
        label={t.verify.haveYou}
        labelShown={false}
        value={compared ? 'yes' : 'no'}
        onChange={(answer) => onCompared(answer === 'yes')}
        options={[
          { value: 'no', label: t.verify.haveNot },
          { value: 'yes', label: t.verify.have(name) },
        ]}
      />
      <SessionFacts conversation={conversation} theirs={theirs} />
    </>
  );
}

type KeyBoxProps = {
  readonly owner: string;
  readonly address: string;
  readonly fingerprint: Fingerprint;
  readonly copyLabel: string;
  readonly codeLabel: string;
};

function KeyBox({ owner, address, fingerprint, copyLabel, codeLabel }: KeyBoxProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const fault = await copyText(fingerprintGroups(fingerprint).join(' '));
    setCopied(fault === null);
    attempt(Promise.resolve(fault));
  };
  return (
    <section className="key-box" aria-label={owner}>
      <h3 className="one-line">
        <span className="strong">{owner}</span> <bdi className="muted">{showableLine(address)}</bdi>
      </h3>
      <FingerprintText fingerprint={fingerprint} />
      <QrCode text={fingerprintUri(address, fingerprint)} label={codeLabel} />
      <Button look="quiet" icon={copied ? Check : Copy} aria-label={copyLabel} onClick={() => void copy()}>
        {copied ? t.common.copied : t.common.copy}
      </Button>
    </section>
  );
}

function SessionFacts({ conversation, theirs }: { readonly conversation: ConversationView; readonly theirs: FingerprintView }) {
  const { verified, verifiedAtMs, verifiedHow, firstSeenMs } = theirs;
  const known =
    verified && verifiedAtMs !== null
      ? t.verify.verifiedAt[verifiedHow ?? 'by-hand'](dateTimeOf(verifiedAtMs))
      : t.verify.seenSince(dateTimeOf(firstSeenMs));
  return (
    <div className="session-facts">
      <p>{known}</p>
      {conversation.sessionId && (
        <p>
          {t.verify.session} <SessionId {...conversation.sessionId} />. {t.verify.sessionAbout}
        </p>
      )}
    </div>
  );
}

function SessionId({ hex, bold }: NonNullable<ConversationView['sessionId']>) {
  const halves = [hex.slice(0, 8), hex.slice(8)] as const;
  return (
    <code className="session-id selectable">
      {bold === 'first' ? <strong>{halves[0]}</strong> : halves[0]} {bold === 'second' ? <strong>{halves[1]}</strong> : halves[1]}
    </code>
  );
}
