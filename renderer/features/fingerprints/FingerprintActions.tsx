import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { forgetFingerprints, verifyFingerprints } from '../../store/fingerprint-store.ts';
import { copyText } from '../../store/outside.ts';
import { tell } from '../../store/ui-store.ts';
import { dateOf, dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups } from '../../text/person.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { CompareDialog } from './CompareDialog.tsx';
import { ExportChosenDialog } from './ExportChosenDialog.tsx';
import { ForgetDialog } from './ForgetDialog.tsx';
import type { Done } from './KnownFingerprints.tsx';
import type { Row } from './rows.ts';

type Props = {
  readonly chosen: readonly Row[];
  readonly onOpen: (row: Row) => void;
  /** Something was done that can be taken back. */
  readonly onDone: (what: Done['what'], count: number) => void;
};

/** What is selected, in a sentence, and what can be done with it. */
export function FingerprintActions({ chosen, onOpen, onDone }: Props) {
  const [asking, setAsking] = useState<'forget' | 'compare' | 'export' | null>(null);
  const [first] = chosen;
  const one = chosen.length === 1 && first ? first : null;
  const isUsed = chosen.some(({ use }) => use !== null);
  const hasVerified = chosen.some(({ verified }) => verified);
  const unverified = chosen.filter(({ verified }) => !verified);
  const close = () => setAsking(null);
  const when = (fault: FaultCode | null, what: Done['what']) => {
    if (fault === null) onDone(what, chosen.length);
    tell(fault);
  };
  const withdraw = async () => when(await verifyFingerprints(chosen, false), 'withdrawn');
  const forget = async () => when(await forgetFingerprints(chosen), 'forgotten');

  return (
    <footer className="fingerprints-footer">
      <Selected chosen={chosen} isUsed={isUsed} />
      <div className="fingerprints-buttons">
        <Button disabled={one === null} onClick={() => one && onOpen(one)}>
          {t.fingerprints.details}
        </Button>
        <CopyButton chosen={chosen} />
        <Button disabled={chosen.length === 0} onClick={() => setAsking('export')}>
          {t.fingerprints.export}
        </Button>
        {chosen.length > 0 && unverified.length === 0 ? (
          <Button onClick={() => void withdraw()}>{t.fingerprints.withdraw}</Button>
        ) : (
          <Button disabled={chosen.length === 0} onClick={() => setAsking('compare')}>
            {t.fingerprints.verify}
          </Button>
        )}
        <Button
          look="danger"
          disabled={chosen.length === 0 || isUsed}
          onClick={() => (hasVerified ? setAsking('forget') : void forget())}
        >
          {hasVerified ? t.fingerprints.forget : t.fingerprints.forgetNow}
        </Button>
      </div>
      {asking === 'forget' && <ForgetDialog rows={chosen} onClose={close} onForget={() => void forget()} />}
      {asking === 'compare' && unverified.length > 0 && <CompareDialog rows={unverified} onClose={close} />}
      {asking === 'export' && <ExportChosenDialog rows={chosen} onClose={close} />}
    </footer>
  );
}

/** What is selected, and why it cannot be forgotten. */
function Selected({ chosen, isUsed }: { readonly chosen: readonly Row[]; readonly isUsed: boolean }) {
  const [first] = chosen;
  return (
    <div className="fingerprints-selected muted" aria-live="polite">
      <p className="one-line">
        {chosen.length === 1 && first ? (
          <>
            <bdi>{showableLine(first.name)}</bdi> · {t.fingerprints.seenBetween(dateOf(first.firstSeenMs), dateTimeOf(first.lastSeenMs))}
          </>
        ) : (
          t.fingerprints.chosen(chosen.length)
        )}
      </p>
      {isUsed && <p className="one-line">{t.fingerprints.inUse}</p>}
    </div>
  );
}

function CopyButton({ chosen }: { readonly chosen: readonly Row[] }) {
  const [copied, setCopied] = useState<readonly Row[] | null>(null);
  const copy = async () => {
    const lines = chosen.map((row) => fingerprintGroups(row.fingerprint).join(' '));
    const fault = await copyText(lines.join('\n'));
    if (fault === null) setCopied(chosen);
    tell(fault);
  };
  const isCopied = copied !== null && copied.length === chosen.length && copied.every((row, at) => row.id === chosen[at]?.id);
  return (
    <Button icon={isCopied ? Check : Copy} disabled={chosen.length === 0} onClick={() => void copy()}>
      {isCopied ? t.common.copied : t.common.copy}
    </Button>
  );
}
