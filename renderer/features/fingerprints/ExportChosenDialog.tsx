import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { DoneDialog } from '../../components/DoneDialog.tsx';
import { ExportStyleField } from '../../components/ExportStyleField.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { exportFingerprints } from '../../store/fingerprint-store.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { ExportStyle } from '../../../shared/views.ts';
import type { Row } from './rows.ts';

type Props = { readonly rows: readonly Row[]; readonly onClose: () => void };

/** Writes the selected fingerprints, with what was verified, into a file of libotr's format. */
export function ExportChosenDialog({ rows, onClose }: Props) {
  const [style, setStyle] = useState<ExportStyle>('pidgin');
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [written, setWritten] = useState<readonly string[] | null>(null);
  const run = async () => {
    const asked = await exportFingerprints(rows, style);
    setFault('fault' in asked ? asked.fault : null);
    if ('value' in asked) setWritten(asked.value);
  };
  const title = t.fingerprints.exportSeveral(rows.length);
  if (written !== null) {
    return (
      <DoneDialog title={title} onClose={onClose}>
        {t.moving.written(written.join(', '))}
      </DoneDialog>
    );
  }
  return (
    <Dialog
      title={title}
      about={t.moving.exportAbout}
      onClose={onClose}
      onSubmit={() => void run()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.moving.chooseFolder}
          </Button>
        </>
      }
    >
      <FaultNote fault={fault} />
      <ExportStyleField value={style} onChange={setStyle} />
    </Dialog>
  );
}
