import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { forgetFingerprint } from '../../store/fingerprint-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { Row } from './rows.ts';

type Props = { readonly rows: readonly Row[]; readonly onClose: () => void; readonly onForgotten: () => void };

/** Asks before fingerprints are forgotten; twice where one of them was verified. */
export function ForgetDialog({ rows, onClose, onForgotten }: Props) {
  const [sure, setSure] = useState(false);
  const needsCare = rows.some(({ verified }) => verified);
  const [first] = rows;
  const name = rows.length === 1 && first ? showableLine(first.name) : null;

  const forget = async () => {
    for (const row of rows) {
      const fault = await forgetFingerprint(row);
      if (fault !== null) return fault;
    }
    return null;
  };
  return (
    <Dialog
      title={name === null ? t.fingerprints.forgetSeveral(rows.length) : t.fingerprints.forgetOne(name)}
      about={t.fingerprints.forgetAbout}
      width="narrow"
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button data-first onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button
            look="danger"
            disabled={needsCare && !sure}
            onClick={() => {
              attempt(forget());
              onForgotten();
              onClose();
            }}
          >
            {t.fingerprints.forgetNow}
          </Button>
        </>
      }
    >
      {needsCare && <Checkbox label={t.fingerprints.forgetSure} checked={sure} onChange={setSure} />}
    </Dialog>
  );
}
