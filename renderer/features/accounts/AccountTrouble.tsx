import { Button } from '../../components/Button.tsx';
import { useSecondsUntil } from '../../components/use-seconds-until.ts';
import { useState } from 'react';
import { useStore } from 'zustand';
import { accountStore, connectAccount } from '../../store/account-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { AccountView } from '../../../shared/views.ts';

const aboutPassword: readonly FaultCode[] = ['password-needed', 'password-wrong', 'channel-binding-refused'];
const aboutSettings: readonly FaultCode[] = [
  'password-wrong',
  'channel-binding-refused',
  'address-invalid',
  'password-plain-refused',
  'sasl-no-mechanism',
  'host-not-found',
  'host-unreachable',
  'connection-refused',
  'connection-timeout',
  'tls-not-offered',
  'tls-failed',
  'resource-conflict',
  'server-verification-failed',
  'proxy-unreachable',
  'proxy-timeout',
  'proxy-unusable',
  'proxy-auth-failed',
  'proxy-forbidden',
  'proxy-target-failed',
];

/** Why an account is not connected, or what went wrong while it is, and the buttons for what to do about it. */
export function AccountTrouble({ account }: { readonly account: AccountView }) {
  const { id, connection } = account;
  const question = useStore(accountStore, (state) => state.certificates.some(({ accountId }) => accountId === id));
  const seconds = useSecondsUntil(connection.at === 'waiting' ? connection.retryAtMs : null);
  if (connection.at !== 'waiting' && connection.at !== 'failed') {
    return account.trouble && <Passing key={account.trouble} fault={account.trouble} />;
  }
  const { fault } = connection;
  const needsPassword = aboutPassword.includes(fault);
  return (
    <div className={`trouble-card ${connection.at === 'waiting' ? 'trouble-card-waiting' : fault === 'password-needed' ? 'trouble-card-asks' : ''}`}>
      <p role="alert">{t.faults[fault]}</p>
      {connection.at === 'waiting' && <p className="muted">{t.connection.retryIn(seconds)}</p>}
      <div className="trouble-actions">
        {question && (
          <Button onClick={() => openDialog({ kind: 'certificate', accountId: id })}>{t.connection.seeCertificate}</Button>
        )}
        {needsPassword && (
          <Button onClick={() => openDialog({ kind: 'password', accountId: id })}>{t.connection.enterPassword}</Button>
        )}
        {!needsPassword && !question && (
          <Button onClick={() => attempt(connectAccount(id))}>{t.connection.tryNow}</Button>
        )}
        {aboutSettings.includes(fault) && (
          <Button onClick={() => openDialog({ kind: 'edit-account', accountId: id })}>{t.accounts.edit}</Button>
        )}
      </div>
    </div>
  );
}

/** Something was wrong with what the server sent; the account goes on, and there is nothing to do but know it. */
function Passing({ fault }: { readonly fault: FaultCode }) {
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  return (
    <div className="trouble-card trouble-card-waiting">
      <p role="alert">{t.faults[fault]}</p>
      <div className="trouble-actions">
        <Button onClick={() => setDismissed(true)}>{t.common.dismiss}</Button>
      </div>
    </div>
  );
}
