import { FileKey } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { DoneDialog } from '../../components/DoneDialog.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { bringKey, chooseKeyFile, openKeyFile } from '../../store/keys.ts';
import type { Asked } from '../../store/moving.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { Fingerprint } from '../../../shared/ids.ts';
import type { AccountView, KeyFileView } from '../../../shared/views.ts';
import { KeyChoice } from './KeyChoice.tsx';
import { KeyPassphrase } from './KeyPassphrase.tsx';

type Props = { readonly account: AccountView; readonly onClose: () => void };
type Brought = 'brought' | 'same' | 'kept';

/** Another key for an account, from a file: of Sotto's, which a passphrase opens, of libotr's or of Gajim's. */
export function ImportKeyDialog({ account, onClose }: Props) {
  const [file, setFile] = useState<KeyFileView | null>(null);
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [brought, setBrought] = useState<Brought | null>(null);
  const title = t.fingerprints.importKeyTitle(account.settings.address);
  const take = <Value,>(asked: Asked<Value>): Value | null => {
    setFault('fault' in asked ? asked.fault : null);
    return 'value' in asked ? asked.value : null;
  };

  if (brought !== null) {
    return (
      <DoneDialog title={title} onClose={onClose}>
        {t.moving.keys[brought]}
      </DoneDialog>
    );
  }
  if (file?.locked) {
    const open = async (typed: string) => {
      const opened = take(await openKeyFile(typed));
      if (opened === null) return;
      setPassphrase(typed);
      setFile(opened);
    };
    return <KeyPassphrase title={title} file={file} fault={fault} onOpen={open} onClose={onClose} />;
  }
  if (file !== null) {
    const bring = async (fingerprint: Fingerprint, replace: boolean) => {
      const asked = await bringKey(account.id, { fingerprint, passphrase, replace });
      const answer = take(asked);
      if (answer !== null) setBrought(answer);
      // What the dialog shows is not what is in the file.
      else if ('fault' in asked && asked.fault === 'key-file-changed') setFile(null);
    };
    return <KeyChoice title={title} account={account} file={file} fault={fault} onBring={bring} onClose={onClose} />;
  }
  return (
    <Dialog
      key="choosing"
      title={title}
      about={t.fingerprints.importKeyAbout}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" icon={FileKey} data-first onClick={() => void chooseKeyFile().then((asked) => setFile(take(asked)))}>
            {t.moving.chooseFile}
          </Button>
        </>
      }
    >
      <FaultNote fault={fault} />
    </Dialog>
  );
}
