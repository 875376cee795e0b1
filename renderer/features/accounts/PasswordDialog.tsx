import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, SecretField } from '../../components/Field.tsx';
import { givePassword } from '../../store/account-store.ts';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = { readonly account: AccountView; readonly onClose: () => void };

/** Asks for the password of an account, and signs in with it. */
export function PasswordDialog({ account, onClose }: Props) {
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(true);
  const [error, setError] = useState<string | null>(null);

  const submit = async () => {
    if (password === '') return setError(t.signIn.passwordMissing);
    const fault = await givePassword(account.id, password, remember);
    if (fault === null) onClose();
    else setError(t.faults[fault]);
  };

  return (
    <Dialog
      title={t.accounts.passwordTitle}
      about={account.settings.address}
      width="narrow"
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.signIn.signIn}
          </Button>
        </>
      }
    >
      <SecretField
        label={t.signIn.password}
        value={password}
        maxLength={limits.passwordLength}
        data-first
        error={error}
        onChange={(event) => {
          setPassword(event.target.value);
          setError(null);
        }}
      />
      <Checkbox label={t.signIn.remember} checked={remember} onChange={setRemember} />
    </Dialog>
  );
}
