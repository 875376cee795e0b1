import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { DoneDialog } from '../../components/DoneDialog.tsx';
import { ExportStyleField } from '../../components/ExportStyleField.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { exportFiles } from '../../store/moving.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { ExportStyle } from '../../../shared/views.ts';

/** Moving out: the files that libotr and the programs around it read. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const [style, setStyle] = useState<ExportStyle>('pidgin');
  const [keys, setKeys] = useState(false);
  const [fingerprints, setFingerprints] = useState(true);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [written, setWritten] = useState<readonly string[] | null>(null);

  const run = async () => {
    const asked = await exportFiles({ style, keys, fingerprints });
    setFault('fault' in asked ? asked.fault : null);
    if ('value' in asked && asked.value !== null) setWritten(asked.value);
  };
  if (written !== null) {
    return (
      <DoneDialog title={t.moving.exportTitle} onClose={onClose}>
        {written.length === 0 ? t.moving.nothingToExport : t.moving.written(written.join(', '))}
      </DoneDialog>
    );
  }
  return (
    <Dialog
      title={t.moving.exportTitle}
      about={t.moving.exportAbout}
      onClose={onClose}
      onSubmit={() => void run()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={!keys && !fingerprints}>
            {t.moving.chooseFolder}
          </Button>
        </>
      }
    >
      <FaultNote fault={fault} />
      <ExportStyleField value={style} onChange={setStyle} />
      <Checkbox label={t.moving.exportFingerprints} checked={fingerprints} onChange={setFingerprints} />
      <Checkbox label={t.moving.exportKeys} checked={keys} onChange={setKeys} />
      {keys && <Note look="caution">{t.moving.exportKeysCare}</Note>}
    </Dialog>
  );
}
