import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { verifyFingerprint } from '../../store/fingerprint-store.ts';
import { copyText } from '../../store/outside.ts';
import { attempt, tell } from '../../store/ui-store.ts';
import { dateOf, dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups } from '../../text/person.ts';
import { ForgetDialog } from './ForgetDialog.tsx';
import { CompareDialog } from './CompareDialog.tsx';
import type { Row } from './rows.ts';

type Props = { readonly chosen: readonly Row[]; readonly onForgotten: () => void };

/** What is selected, in a sentence, and what can be done with it. */
export function FingerprintActions({ chosen, onForgotten }: Props) {
  const [asking, setAsking] = useState<'forget' | 'compare' | null>(null);
  const [copied, setCopied] = useState<readonly Row[] | null>(null);
  const [first] = chosen;
  const one = chosen.length === 1 && first ? first : null;
  const isUsed = chosen.some(({ use }) => use !== null);
  const allVerified = chosen.length > 0 && chosen.every(({ verified }) => verified);

  const copy = async () => {
    const lines = chosen.map((row) => fingerprintGroups(row.fingerprint).join(' '));
    const fault = await copyText(lines.join('\n'));
    if (fault === null) setCopied(chosen);
    tell(fault);
  };
  const isCopied = copied !== null && copied.length === chosen.length && copied.every((row, at) => row.id === chosen[at]?.id);

  return (
    <footer className="fingerprints-footer">
      <p className="muted one-line" aria-live="polite">
        {one ? (
          <>
            <bdi>{showableLine(one.name)}</bdi> · {t.fingerprints.seenBetween(dateOf(one.firstSeenMs), dateTimeOf(one.lastSeenMs))}
          </>
        ) : (
          t.fingerprints.chosen(chosen.length)
        )}
      </p>
      <div className="fingerprints-buttons">
        <Button icon={isCopied ? Check : Copy} disabled={chosen.length === 0} onClick={() => void copy()}>
          {isCopied ? t.common.copied : t.common.copy}
        </Button>
        {allVerified ? (
          <Button onClick={() => attempt(withdrawAll(chosen))}>{t.fingerprints.withdraw}</Button>
        ) : (
          <Button disabled={one === null} onClick={() => setAsking('compare')}>
            {t.fingerprints.verify}
          </Button>
        )}
        <Button
          look="danger"
          disabled={chosen.length === 0 || isUsed}
          title={isUsed ? t.fingerprints.inUse : undefined}
          onClick={() => setAsking('forget')}
        >
          {t.fingerprints.forget}
        </Button>
      </div>
      {asking === 'forget' && <ForgetDialog rows={chosen} onClose={() => setAsking(null)} onForgotten={onForgotten} />}
      {asking === 'compare' && one && <CompareDialog row={one} onClose={() => setAsking(null)} />}
    </footer>
  );
}

async function withdrawAll(rows: readonly Row[]) {
  for (const row of rows) {
    const fault = await verifyFingerprint(row, false);
    if (fault !== null) return fault;
  }
  return null;
}
