import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { Row } from './rows.ts';

type Props = { readonly rows: readonly Row[]; readonly onClose: () => void; readonly onForget: () => void };

/** Asks twice before verified fingerprints are forgotten. */
export function ForgetDialog({ rows, onClose, onForget }: Props) {
  const [sure, setSure] = useState(false);
  const [first] = rows;
  const name = rows.length === 1 && first ? showableLine(first.name) : null;
  return (
    <Dialog
      title={name === null ? t.fingerprints.forgetSeveral(rows.length) : t.fingerprints.forgetOne(name)}
      about={t.fingerprints.forgetAbout(rows.length)}
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
            disabled={!sure}
            onClick={() => {
              onClose();
              onForget();
            }}
          >
            {t.fingerprints.forgetNow}
          </Button>
        </>
      }
    >
      <Checkbox label={t.fingerprints.forgetSure} checked={sure} onChange={setSure} />
    </Dialog>
  );
}
