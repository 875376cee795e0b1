import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { DoneDialog } from '../../components/DoneDialog.tsx';
import { isSound, NewPassphrase, type Typed } from '../../components/NewPassphrase.tsx';
import { exportKey } from '../../store/keys.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = { readonly account: AccountView; readonly onClose: () => void };

/** A copy of an account's key, in a file that only a passphrase opens. */
export function ExportKeyDialog({ account, onClose }: Props) {
  const [typed, setTyped] = useState<Typed>({ passphrase: '', again: '' });
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  const title = t.fingerprints.exportKeyTitle(account.settings.address);

  const submit = async () => {
    setAsked(true);
    if (!isSound(typed) || busy) return;
    setBusy(true);
    const answer = await exportKey(account.id, typed.passphrase);
    setBusy(false);
    setFault('fault' in answer ? answer.fault : null);
    if ('value' in answer) setWritten(answer.value);
  };
  if (written !== null) {
    return (
      <DoneDialog title={title} onClose={onClose}>
        {t.fingerprints.keyWritten(showableLine(written))}
      </DoneDialog>
    );
  }
  return (
    <Dialog
      key="asking"
      title={title}
      about={t.fingerprints.exportKeyAbout}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {busy ? t.vault.working : t.fingerprints.chooseKeyPlace}
          </Button>
        </>
      }
    >
      <NewPassphrase typed={typed} onChange={setTyped} asked={asked} error={fault && t.faults[fault]} />
    </Dialog>
  );
}
