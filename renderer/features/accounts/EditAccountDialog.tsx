import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, SecretField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { givePassword, updateAccount } from '../../store/account-store.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { limits } from '../../../shared/limits.ts';
import type { AccountView } from '../../../shared/views.ts';
import { formOf, settingsOf, type AccountForm, type FormProblem } from './account-form.ts';
import { AddressField, MoreOptions } from './AccountFields.tsx';
import { Sha256 } from './CertificateDialog.tsx';

type Props = { readonly account: AccountView; readonly onClose: () => void };

/** Changes an account; the password only when a new one is typed. */
export function EditAccountDialog({ account, onClose }: Props) {
  const [form, setForm] = useState<AccountForm>(() => formOf(account.settings));
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(account.hasPassword);
  const [forgetPin, setForgetPin] = useState(false);
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [fault, setFault] = useState<FaultCode | null>(null);

  const change = (part: Partial<AccountForm>) => {
    setForm({ ...form, ...part });
    setProblem(null);
  };
  const save = async () => {
    const taken = settingsOf(form);
    if ('problem' in taken) return setProblem(taken.problem);
    const refused =
      (await updateAccount(account.id, taken.settings, taken.proxyPassword, remember, !forgetPin)) ??
      (password === '' ? null : await givePassword(account.id, password, remember));
    if (refused === null) onClose();
    else setFault(refused);
  };

  return (
    <Dialog
      title={t.accounts.editTitle(account.settings.address)}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.common.save}
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
        <AddressField form={form} problem={problem} onChange={change} />
        <SecretField
          label={t.accounts.newPassword}
          hint={account.hasPassword ? t.accounts.passwordKept : t.accounts.passwordAsked}
          value={password}
          maxLength={limits.passwordLength}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Checkbox label={t.signIn.remember} hint={t.signIn.rememberHint} checked={remember} onChange={setRemember} />
        {account.pinnedCertificate !== null && <Pin sha256={account.pinnedCertificate} forget={forgetPin} onForget={setForgetPin} />}
        <MoreOptions form={form} problem={problem} account={account} onChange={change} openAtFirst />
      </div>
    </Dialog>
  );
}

type PinProps = { readonly sha256: string; readonly forget: boolean; readonly onForget: (forget: boolean) => void };

/** The certificate that alone will do for this account; saving can take that back. */
function Pin({ sha256, forget, onForget }: PinProps) {
  return (
    <fieldset className="pinned">
      <legend className="field-label">{t.certificate.pinnedHere}</legend>
      <Sha256 hex={sha256} />
      <Checkbox label={t.certificate.takeBack} hint={t.certificate.takeBackHint} checked={forget} onChange={onForget} />
    </fieldset>
  );
}
