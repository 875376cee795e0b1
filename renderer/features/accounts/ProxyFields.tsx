import { SecretField, SelectField, TextField } from '../../components/Field.tsx';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import { keepsProxyPassword, proxyPorts, type AccountForm, type FormProblem } from './account-form.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = {
  readonly form: AccountForm;
  readonly problem: FormProblem | null;
  /** The account as it is, where it is there already. */
  readonly account?: AccountView | undefined;
  readonly onChange: (change: Partial<AccountForm>) => void;
};

/** What the account's connection goes through; the fields come with the kind. */
export function ProxyFields({ form, problem, account, onChange }: Props) {
  const { proxyKind } = form;
  return (
    <>
      <SelectField
        label={t.proxy.kind}
        hint={proxyKind === '' ? undefined : t.proxy.kindHint[proxyKind]}
        value={proxyKind}
        onChange={(event) => onChange({ proxyKind: event.target.value as AccountForm['proxyKind'] })}
      >
        <option value="">{t.proxy.none}</option>
        <option value="socks5">{t.proxy.socks5}</option>
        <option value="http-connect">{t.proxy.httpConnect}</option>
      </SelectField>
      {proxyKind !== '' && (
        <div className="proxy-fields" role="group" aria-label={t.proxy.kind}>
          <div className="server-and-port">
            <TextField
              label={t.proxy.host}
              placeholder="localhost"
              value={form.proxyHost}
              maxLength={limits.hostLength}
              error={problem === 'proxy-host' ? t.proxy.hostMissing : null}
              onChange={(event) => onChange({ proxyHost: event.target.value })}
            />
            <TextField
              label={t.proxy.port}
              placeholder={String(proxyPorts[proxyKind])}
              value={form.proxyPort}
              maxLength={5}
              inputMode="numeric"
              error={problem === 'proxy-port' ? t.signIn.portWrong : null}
              onChange={(event) => onChange({ proxyPort: event.target.value })}
            />
          </div>
          <TextField
            label={t.proxy.username}
            placeholder={t.proxy.optional}
            value={form.proxyUsername}
            maxLength={limits.proxyUsernameLength}
            error={problem === 'proxy-username' ? t.proxy.usernameWrong : null}
            onChange={(event) => onChange({ proxyUsername: event.target.value })}
          />
          {form.proxyUsername.trim() !== '' && (
            <SecretField
              label={t.proxy.password}
              hint={account && keepsProxyPassword(form, account) ? t.accounts.passwordKept : undefined}
              value={form.proxyPassword}
              maxLength={limits.passwordLength}
              onChange={(event) => onChange({ proxyPassword: event.target.value })}
            />
          )}
        </div>
      )}
    </>
  );
}
