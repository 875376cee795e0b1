import { useState } from 'react';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
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
    <ConfirmDialog
      title={name === null ? t.fingerprints.forgetSeveral(rows.length) : t.fingerprints.forgetOne(name)}
      about={t.fingerprints.forgetAbout(rows.length)}
      yes={t.fingerprints.forgetNow}
      disabled={!sure}
      onYes={() => {
        onClose();
        onForget();
      }}
      onClose={onClose}
    >
      <Checkbox label={t.fingerprints.forgetSure} checked={sure} onChange={setSure} />
    </ConfirmDialog>
  );
}
