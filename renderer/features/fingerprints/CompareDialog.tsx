import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { verifyFingerprints } from '../../store/fingerprint-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { Row } from './rows.ts';
import './keys.css';

type Props = { readonly rows: readonly Row[]; readonly onClose: () => void };

/** Verifies known keys by hand: each whole fingerprint, and the person's word that it was compared. */
export function CompareDialog({ rows, onClose }: Props) {
  const [compared, setCompared] = useState(false);
  const [first] = rows;
  const full = rows.length === 1 && first ? showableLine(first.name) : null;
  const name = full === null ? null : shortName(full);
  return (
    <Dialog
      title={full === null ? t.fingerprints.verifySeveral(rows.length) : t.fingerprints.verifyTitle(full)}
      about={name === null ? t.fingerprints.verifySeveralAbout : t.fingerprints.verifyAbout(name)}
      onClose={onClose}
      onSubmit={() => {
        if (!compared) return;
        attempt(verifyFingerprints(rows, true));
        onClose();
      }}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={!compared}>
            {t.fingerprints.verifyNow}
          </Button>
        </>
      }
    >
      {name === null ? (
        <ul className="keys-to-compare" tabIndex={0} aria-label={t.fingerprints.known}>
          {rows.map((row) => (
            <li key={row.id}>
              <bdi className="strong">{showableLine(row.name)}</bdi> <bdi className="muted">{showableLine(row.address)}</bdi>
              <FingerprintText fingerprint={row.fingerprint} />
            </li>
          ))}
        </ul>
      ) : (
        first && <FingerprintText fingerprint={first.fingerprint} />
      )}
      <Checkbox label={name === null ? t.fingerprints.comparedAll : t.verify.have(name)} checked={compared} onChange={setCompared} />
    </Dialog>
  );
}
