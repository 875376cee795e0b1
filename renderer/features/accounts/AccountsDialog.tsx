import { Ban, Ellipsis, KeyRound, LockKeyhole, LogIn, LogOut, Pencil, Plus, ShieldEllipsis, Trash2, UserPlus } from 'lucide-react';
import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import type { MenuEntry } from '../../components/Menu.tsx';
import { MenuButton } from '../../components/MenuButton.tsx';
import { accountStore, connectAccount, disconnectAccount, makeKey } from '../../store/account-store.ts';
import { usePicture } from '../../store/picture-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { localPart } from '../../text/person.ts';
import type { AccountView } from '../../../shared/views.ts';

/** All accounts: how they are connected, their keys, and what can be done with them. */
export function AccountsDialog({ onClose }: { readonly onClose: () => void }) {
  const accounts = useStore(accountStore, (state) => state.accounts);
  return (
    <Dialog
      title={t.accounts.title}
      onClose={onClose}
      actions={
        <>
          <Button icon={Plus} onClick={() => openDialog({ kind: 'add-account' })}>
            {t.accounts.add}
          </Button>
          <Button icon={UserPlus} className="at-start" onClick={() => openDialog({ kind: 'register' })}>
            {t.registration.open}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t.common.close}
          </Button>
        </>
      }
    >
      <ul className="account-list">
        {accounts.map((account) => (
          <AccountItem key={account.id} account={account} />
        ))}
      </ul>
    </Dialog>
  );
}

function AccountItem({ account }: { readonly account: AccountView }) {
  const { settings, connection, status, key } = account;
  const picture = usePicture(account.id, settings.address, account.picture);
  return (
    <li>
      <Avatar
        address={settings.address}
        name={localPart(settings.address)}
        size={36}
        show={connection.at === 'online' ? status.show : 'offline'}
        picture={picture}
      />
      <div className="account-words">
        <span className="strong one-line">{settings.address}</span>
        <span className="account-facts">{connectionWords(account)}</span>
        {key.at === 'ready' && (
          <span className="account-facts">
            <FingerprintText fingerprint={key.fingerprint} />
          </span>
        )}
        {key.at === 'none' && <span className="account-facts">{t.accounts.noKey}</span>}
        {key.at === 'generating' && <span className="account-facts">{t.accounts.makingKey}</span>}
      </div>
      <MenuButton
        label={t.accounts.actionsOf(settings.address)}
        title={t.accounts.actionsOf(settings.address)}
        className="icon-button"
        align="end"
        entries={entriesOf(account)}
      >
        <Ellipsis size={16} aria-hidden />
      </MenuButton>
    </li>
  );
}

function connectionWords({ connection }: AccountView): string {
  switch (connection.at) {
    case 'online':
      return t.connection[connection.secured];
    case 'connecting':
      return t.connection[connection.step];
    case 'offline':
      return t.shows.offline;
    default:
      return t.faults[connection.fault];
  }
}

function entriesOf(account: AccountView): readonly MenuEntry[] {
  const { id, connection, key } = account;
  const out = connection.at === 'offline' || connection.at === 'failed';
  return [
    out
      ? { label: t.accounts.signIn, icon: LogIn, run: () => attempt(connectAccount(id)) }
      : { label: t.accounts.signOut, icon: LogOut, run: () => attempt(disconnectAccount(id)) },
    { label: t.accounts.edit, icon: Pencil, run: () => openDialog({ kind: 'edit-account', accountId: id }) },
    ...(connection.at === 'online'
      ? [{ label: t.accounts.change, icon: LockKeyhole, run: () => openDialog({ kind: 'change-password', accountId: id }) } as const]
      : []),
    { label: t.blocking.list, icon: Ban, run: () => openDialog({ kind: 'blocked', accountId: id }) },
    { label: t.policies.settings, icon: ShieldEllipsis, run: () => openDialog({ kind: 'preferences', accountId: id }) },
    ...(key.at === 'none' ? [{ label: t.accounts.makeKey, icon: KeyRound, run: () => attempt(makeKey(id)) }] : []),
    { kind: 'line' },
    {
      label: t.accounts.remove,
      icon: Trash2,
      danger: true,
      run: () => openDialog({ kind: 'remove-account', accountId: id }),
    },
  ];
}
