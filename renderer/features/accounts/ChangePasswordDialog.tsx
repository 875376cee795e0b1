import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SecretField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { changePassword } from '../../store/account-store.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { limits } from '../../../shared/limits.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = { readonly account: AccountView; readonly onClose: () => void };

const empty = { current: '', password: '', again: '' };

/** Changes an account's password on the server and here. */
export function ChangePasswordDialog({ account, onClose }: Props) {
  const [typed, setTyped] = useState(empty);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const missing = (name: keyof typeof empty) => (asked && typed[name] === '' ? t.signIn.passwordMissing : null);
  const notAlike = typed.password !== typed.again;

  const field = (name: keyof typeof empty, label: string, error: string | null) => (
    <SecretField
      label={label}
      value={typed[name]}
      maxLength={limits.passwordLength}
      data-first={name === 'current' || undefined}
      error={error}
      onChange={(event) => {
        setTyped({ ...typed, [name]: event.target.value });
        setFault(null);
      }}
    />
  );
  const submit = async () => {
    setAsked(true);
    if (busy || typed.current === '' || typed.password === '' || notAlike) return;
    setBusy(true);
    const refused = await changePassword(account.id, typed.current, typed.password);
    setBusy(false);
    if (refused === null) onClose();
    else setFault(refused);
  };

  return (
    <Dialog
      title={t.accounts.changeTitle}
      about={t.accounts.changeAbout(account.settings.address)}
      width="narrow"
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {busy ? t.accounts.changing : t.accounts.changeNow}
          </Button>
        </>
      }
    >
      <div className="form">
        {fault && (
          <div role="alert">
            <Note look="danger">{t.faults[fault]}</Note>
          </div>
        )}
        {field('current', t.accounts.currentPassword, missing('current'))}
        {field('password', t.accounts.newPassword, missing('password'))}
        {field('again', t.accounts.newAgain, asked && notAlike ? t.accounts.notAlike : null)}
      </div>
    </Dialog>
  );
}
