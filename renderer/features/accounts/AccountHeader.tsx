import { ChevronDown, ImageUp, LogIn, LogOut, MessageSquareText, Pencil } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import type { MenuEntry } from '../../components/Menu.tsx';
import { MenuButton } from '../../components/MenuButton.tsx';
import { PresenceMark } from '../../components/PresenceMark.tsx';
import { Progress } from '../../components/Progress.tsx';
import { accountStore, connectAccount, disconnectAccount, setStatus } from '../../store/account-store.ts';
import { usePicture } from '../../store/picture-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { localPart } from '../../text/person.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { AccountView, OwnStatus } from '../../../shared/views.ts';
import { AccountTrouble } from './AccountTrouble.tsx';
import './accounts.css';

/** My accounts at the head of the buddy list: who I am, how I appear, and what is wrong. */
export function AccountHeader() {
  const accounts = useStore(accountStore, (state) => state.accounts);
  return (
    <div className="account-header">
      {accounts.map((account) => (
        <AccountBox key={account.id} account={account} />
      ))}
    </div>
  );
}

const AccountBox = memo(function AccountBox({ account }: { readonly account: AccountView }) {
  const { connection, settings, status, key } = account;
  const picture = usePicture(account.id, settings.address, account.picture);
  const show = connection.at === 'online' ? status.show : 'offline';
  return (
    <section className="account-box" aria-label={settings.address}>
      <MenuButton label={t.accounts.statusMenu(settings.address)} className="account-row" entries={entriesOf(account)}>
        <Avatar address={settings.address} name={localPart(settings.address)} size={36} show={show} picture={picture} />
        <span className="account-words">
          <span className="strong one-line">{settings.address}</span>
          <span className="account-facts one-line">{summaryOf(account)}</span>
        </span>
        <ChevronDown size={16} aria-hidden />
      </MenuButton>
      {connection.at === 'connecting' && <Progress label={t.connection[connection.step]} />}
      {key.at === 'generating' && (
        <div className="account-quiet">
          <span>{t.accounts.makingKey}</span>
          <Progress label={t.accounts.makingKey} percent={key.percent} />
        </div>
      )}
      <AccountTrouble account={account} />
    </section>
  );
});

function summaryOf({ connection, status }: AccountView): string {
  switch (connection.at) {
    case 'online':
      return status.text === '' ? t.shows[status.show] : `${t.shows[status.show]} · ${showableLine(status.text)}`;
    case 'connecting':
      return t.connection[connection.step];
    case 'offline':
      return t.shows.offline;
    default:
      return t.connection.notConnected;
  }
}

const choices: readonly OwnStatus['show'][] = ['available', 'away', 'do-not-disturb', 'invisible', 'offline'];

function entriesOf(account: AccountView): readonly MenuEntry[] {
  const { id, status, connection } = account;
  const shown = connection.at === 'offline' ? 'offline' : status.show;
  const choose = (show: OwnStatus['show']) => attempt(setStatus(id, { show, text: status.text }));
  return [
    ...choices.map((show) => ({
      label: t.shows[show],
      mark: (
        <span className="menu-presence">
          <PresenceMark show={show} />
        </span>
      ),
      checked: show === shown,
      run: () => choose(show),
    })),
    { kind: 'line' },
    {
      label: t.accounts.setMessage,
      icon: MessageSquareText,
      run: () => openDialog({ kind: 'status', accountId: id }),
    },
    ...(connection.at === 'online' ? [{ label: t.pictures.open, icon: ImageUp, run: () => openDialog({ kind: 'picture', accountId: id }) } as const] : []),
    { label: t.accounts.edit, icon: Pencil, run: () => openDialog({ kind: 'edit-account', accountId: id }) },
    connection.at === 'offline' || connection.at === 'failed'
      ? { label: t.accounts.signIn, icon: LogIn, run: () => attempt(connectAccount(id)) }
      : { label: t.accounts.signOut, icon: LogOut, run: () => attempt(disconnectAccount(id)) },
  ];
}
