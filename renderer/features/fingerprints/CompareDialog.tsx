import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { verifyFingerprint } from '../../store/fingerprint-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { Row } from './rows.ts';

type Props = { readonly row: Row; readonly onClose: () => void };

/** Verifies a known key by hand: the whole fingerprint, and the person's word that it was compared. */
export function CompareDialog({ row, onClose }: Props) {
  const [compared, setCompared] = useState(false);
  const name = shortName(showableLine(row.name));
  return (
    <Dialog
      title={t.fingerprints.verifyTitle(showableLine(row.name))}
      about={t.fingerprints.verifyAbout(name)}
      onClose={onClose}
      onSubmit={() => {
        if (!compared) return;
        attempt(verifyFingerprint(row, true));
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
      <FingerprintText fingerprint={row.fingerprint} />
      <Checkbox label={t.verify.have(name)} checked={compared} onChange={setCompared} />
    </Dialog>
  );
}
