import { Checkbox, SecretField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import { AddressField, MoreOptions } from './AccountFields.tsx';
import type { SignIn } from './use-sign-in.ts';
import './accounts.css';

/** All fields of signing in, and why it was refused. */
export function SignInFields({ signIn }: { readonly signIn: SignIn }) {
  const { form, password, remember, problem, lacksPassword, fault, change, setPassword, setRemember } = signIn;
  return (
    <div className="form">
      {fault && (
        <div role="alert">
          <Note look="danger">{t.faults[fault]}</Note>
        </div>
      )}
      <AddressField form={form} problem={problem} onChange={change} autoFocus />
      <SecretField
        label={t.signIn.password}
        value={password}
        maxLength={limits.passwordLength}
        error={lacksPassword ? t.signIn.passwordMissing : null}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Checkbox label={t.signIn.remember} hint={t.signIn.rememberHint} checked={remember} onChange={setRemember} />
      <MoreOptions form={form} problem={problem} onChange={change} />
    </div>
  );
}
