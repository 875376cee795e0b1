import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Radios } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { exportFingerprints } from '../../store/fingerprint-store.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { exportStyles, type ExportStyle } from '../../../shared/views.ts';
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
      <Dialog
        title={title}
        onClose={onClose}
        actions={
          <Button look="primary" data-first onClick={onClose}>
            {t.common.close}
          </Button>
        }
      >
        <p role="status">{t.moving.written(written.join(', '))}</p>
      </Dialog>
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
    </Dialog>
  );
}
