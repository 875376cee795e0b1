import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, Radios } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { exportFiles } from '../../store/moving.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { exportStyles, type ExportStyle } from '../../../shared/views.ts';

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
      <Dialog
        title={t.moving.exportTitle}
        onClose={onClose}
        actions={
          <Button look="primary" data-first onClick={onClose}>
            {t.common.close}
          </Button>
        }
      >
        <p role="status">{written.length === 0 ? t.moving.nothingToExport : t.moving.written(written.join(', '))}</p>
      </Dialog>
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
      {fault && (
        <div role="alert">
          <Note look="danger">{t.faults[fault]}</Note>
        </div>
      )}
      <Radios
        label={t.moving.exportFor}
        value={style}
        onChange={setStyle}
        options={exportStyles.map((value) => ({ value, label: t.moving.clients[value] }))}
      />
      <Checkbox label={t.moving.exportFingerprints} checked={fingerprints} onChange={setFingerprints} />
      <Checkbox label={t.moving.exportKeys} checked={keys} onChange={setKeys} />
      {keys && <Note look="caution">{t.moving.exportKeysCare}</Note>}
    </Dialog>
  );
}
