import { useState } from 'react';
import { useStore } from 'zustand';
import { AccountField } from '../../components/AccountField.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { accountStore, firstAccount } from '../../store/account-store.ts';
import { offerTransfer } from '../../store/transfer-store.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';

/** The old device: what goes over, and the way to a code. */
export function SendForm({ onClose }: { readonly onClose: () => void }) {
  const [accountId, setAccountId] = useState(firstAccount);
  const accounts = useStore(accountStore, (state) => state.accounts);
  const [passwords, setPasswords] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);
  return (
    <Dialog
      title={t.transfer.sendTitle}
      about={t.transfer.sendAbout}
      onClose={onClose}
      onSubmit={() => void offerTransfer(accountId, passwords).then(setFault)}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" data-first>
            {t.transfer.showCode}
          </Button>
        </>
      }
    >
      <FaultNote fault={fault} />
      <AccountField label={t.transfer.account} accounts={accounts} value={accountId} onChange={setAccountId} />
      <Checkbox label={t.transfer.passwords} hint={t.transfer.passwordsHint} checked={passwords} onChange={setPasswords} />
    </Dialog>
  );
}
