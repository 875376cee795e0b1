import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SecretField } from '../../components/Field.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { limits } from '../../../shared/limits.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { KeyFileView } from '../../../shared/views.ts';

type Props = {
  readonly title: string;
  readonly file: KeyFileView;
  readonly fault: FaultCode | null;
  readonly onOpen: (passphrase: string) => Promise<void>;
  readonly onClose: () => void;
};

/** Asks for what opens a file with a key. */
export function KeyPassphrase({ title, file, fault, onOpen, onClose }: Props) {
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const open = async () => {
    if (busy || passphrase === '') return;
    setBusy(true);
    await onOpen(passphrase);
    setBusy(false);
  };
  return (
    <Dialog
      title={title}
      about={t.fingerprints.keyLocked(showableLine(file.name))}
      onClose={onClose}
      onSubmit={() => void open()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={busy || passphrase === ''}>
            {busy ? t.vault.working : t.moving.openLocked}
          </Button>
        </>
      }
    >
      <SecretField
        label={t.vault.passphrase}
        value={passphrase}
        maxLength={limits.passphraseLength}
        data-first
        error={fault && t.faults[fault]}
        onChange={(event) => setPassphrase(event.target.value)}
      />
    </Dialog>
  );
}
