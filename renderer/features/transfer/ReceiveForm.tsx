import { useState } from 'react';
import { useStore } from 'zustand';
import { AccountField } from '../../components/AccountField.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { SelectField, TextField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { accountOf, accountStore, firstAccount } from '../../store/account-store.ts';
import { receiveTransfer, transferStore } from '../../store/transfer-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { limits } from '../../../shared/limits.ts';
import type { FaultCode } from '../../../shared/faults.ts';

/** The new device: which of the others to ask, and the code that it shows. */
export function ReceiveForm({ onClose }: { readonly onClose: () => void }) {
  const [accountId, setAccountId] = useState(firstAccount);
  const [chosen, setChosen] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<FaultCode | null>(null);
  const accounts = useStore(accountStore, (state) => state.accounts);
  const address = useStore(accountStore, (state) => accountOf(state, accountId)?.settings.address ?? '');
  const devices = useStore(transferStore, (state) => state.devices);
  const names = devices.filter((device) => device.accountId === accountId).map(({ resource }) => resource);
  const device = chosen !== null && names.includes(chosen) ? chosen : (names[0] ?? null);
  const submit = () => {
    if (device !== null) void receiveTransfer(accountId, device, code).then(setFault);
  };
  const isCodeFault = fault === 'transfer-code-invalid';
  return (
    <Dialog
      title={t.transfer.receiveTitle}
      about={t.transfer.receiveAbout}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={device === null || code.trim() === ''}>
            {t.transfer.receive}
          </Button>
        </>
      }
    >
      <FaultNote fault={isCodeFault ? null : fault} />
      <AccountField label={t.transfer.account} accounts={accounts} value={accountId} onChange={setAccountId} />
      <div role="status">{device === null && <Note look="quiet">{t.transfer.noDevice(address)}</Note>}</div>
      {device !== null && (
        <SelectField label={t.transfer.device} value={device} onChange={(event) => setChosen(event.target.value)}>
          {names.map((name) => (
            <option key={name} value={name}>
              {showableLine(name)}
            </option>
          ))}
        </SelectField>
      )}
      <TextField
        label={t.transfer.code}
        hint={t.transfer.codeHint}
        error={isCodeFault ? t.faults[fault] : null}
        className="input transfer-typed"
        autoCapitalize="characters"
        maxLength={limits.codeLength}
        data-first
        value={code}
        onChange={(event) => {
          setCode(event.target.value);
          setFault(null);
        }}
      />
    </Dialog>
  );
}
