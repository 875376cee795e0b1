import {
  Contact,
  Fingerprint,
  FlaskConical,
  FolderInput,
  FolderPlus,
  History,
  Info,
  Keyboard,
  LogOut,
  MessageSquare,
  MonitorDown,
  MonitorUp,
  Plus,
  Search,
  ShieldEllipsis,
  SlidersHorizontal,
  UserCog,
  UserPlus,
  UserRoundPlus,
  X,
} from 'lucide-react';
import type { MenuEntry } from '../../components/Menu.tsx';
import { accountStore, connectAccount, disconnectAccount } from '../../store/account-store.ts';
import { appStore, quit, saveSettings } from '../../store/app-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { closeTab, conversationStore, showTab } from '../../store/conversation-store.ts';
import { privacyEntries } from '../../store/privacy-entries.ts';
import { turnTab } from '../../store/tabs.ts';
import { attempt, openDialog, showHistory, showScreen } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { ConversationView } from '../../../shared/views.ts';
import { focusSearch } from './shortcuts.ts';

export type MenuName = 'buddies' | 'accounts' | 'tools' | 'help';
export const menuNames: readonly MenuName[] = ['buddies', 'accounts', 'tools', 'help'];

/** The entries of one menu as things stand now. */
export function menuEntries(name: MenuName): readonly MenuEntry[] {
  const signedIn = appStore.getState().vault?.at === 'open' && accountStore.getState().accounts.length > 0;
  switch (name) {
    case 'buddies':
      return buddiesMenu(signedIn);
    case 'accounts':
      return accountsMenu(signedIn);
    case 'tools':
      return toolsMenu(signedIn);
    case 'help':
      return [
        { label: t.shortcuts.title, icon: Keyboard, shortcut: 'F1', run: () => openDialog({ kind: 'shortcuts' }) },
        { label: t.about.title, icon: Info, run: () => openDialog({ kind: 'about' }) },
      ];
  }
}

function frontConversation(): ConversationView | null {
  const { tabs, conversations } = conversationStore.getState();
  return tabs.front === null ? null : (conversations.get(tabs.front) ?? null);
}

function buddiesMenu(signedIn: boolean): readonly MenuEntry[] {
  const front = frontConversation();
  const buddy = front ? buddyStore.getState().buddies.get(front.id) : undefined;
  return [
    {
      label: t.buddies.newConversation,
      icon: MessageSquare,
      shortcut: t.keys.newConversation,
      disabled: !signedIn,
      run: () => openDialog({ kind: 'new-conversation' }),
    },
    { label: t.buddies.find, icon: Search, shortcut: t.keys.find, disabled: !signedIn, run: focusSearch },
    { kind: 'line' },
    {
      label: t.buddies.add,
      icon: UserRoundPlus,
      shortcut: t.keys.addBuddy,
      disabled: !signedIn,
      run: () => openDialog({ kind: 'add-buddy' }),
    },
    {
      label: t.buddies.edit,
      icon: Contact,
      disabled: !buddy,
      run: () => buddy && openDialog({ kind: 'edit-buddy', buddyId: buddy.id }),
    },
    { label: t.groups.new, icon: FolderPlus, disabled: !signedIn, run: () => openDialog({ kind: 'group', group: null }) },
    ...(signedIn ? shownEntries() : []),
    { kind: 'line' },
    {
      label: t.conversation.close,
      icon: X,
      shortcut: t.keys.closeTab,
      disabled: front === null,
      run: () => front && attempt(closeTab(front.id)),
    },
    { kind: 'line' },
    { label: t.app.quit, icon: LogOut, shortcut: t.keys.quit, run: () => attempt(quit()) },
  ];
}

/** Who stands in the list, and in which order. */
function shownEntries(): readonly MenuEntry[] {
  const { hideOffline, sortBy } = appStore.getState().settings;
  const orders = ['status', 'name'] as const;
  return [
    { kind: 'line' },
    { kind: 'heading', label: t.buddies.show },
    {
      label: t.buddies.hideOffline,
      checked: hideOffline,
      isSwitch: true,
      run: () => attempt(saveSettings({ hideOffline: !hideOffline })),
    },
    ...orders.map((order) => ({
      label: t.buddies.sortBy[order],
      checked: order === sortBy,
      run: () => attempt(saveSettings({ sortBy: order })),
    })),
  ];
}

function accountsMenu(signedIn: boolean): readonly MenuEntry[] {
  const { accounts } = accountStore.getState();
  const vaultOpen = appStore.getState().vault?.at === 'open';
  return [
    { label: t.accounts.manage, icon: UserCog, disabled: !signedIn, run: () => openDialog({ kind: 'accounts' }) },
    { label: t.accounts.add, icon: Plus, disabled: !vaultOpen, run: () => openDialog({ kind: 'add-account' }) },
    { label: t.registration.open, icon: UserPlus, disabled: !vaultOpen, run: () => openDialog({ kind: 'register' }) },
    { label: t.moving.open, icon: FolderInput, disabled: !vaultOpen, run: () => openDialog({ kind: 'move-in' }) },
    { kind: 'line' },
    { label: t.transfer.openSend, icon: MonitorUp, disabled: !signedIn, run: () => openDialog({ kind: 'transfer', role: 'send' }) },
    { label: t.transfer.openReceive, icon: MonitorDown, disabled: !signedIn, run: () => openDialog({ kind: 'transfer', role: 'receive' }) },
    ...accounts.flatMap(({ id, settings, connection }): readonly MenuEntry[] => {
      const out = connection.at === 'offline' || connection.at === 'failed';
      return [
        { kind: 'line' },
        { kind: 'heading', label: settings.address },
        out
          ? { label: t.accounts.signIn, run: () => attempt(connectAccount(id)) }
          : { label: t.accounts.signOut, run: () => attempt(disconnectAccount(id)) },
        { label: t.accounts.edit, run: () => openDialog({ kind: 'edit-account', accountId: id }) },
        {
          label: t.accounts.change,
          disabled: connection.at !== 'online',
          run: () => openDialog({ kind: 'change-password', accountId: id }),
        },
      ];
    }),
  ];
}

function policyEntry({ accountId, address }: ConversationView): MenuEntry {
  return { label: t.policies.settings, icon: ShieldEllipsis, run: () => openDialog({ kind: 'buddy-policy', accountId, address }) };
}

function toolsMenu(signedIn: boolean): readonly MenuEntry[] {
  const front = frontConversation();
  const turn = (step: 1 | -1) => () => {
    const next = turnTab(conversationStore.getState().tabs, step);
    if (next !== null) showTab(next);
  };
  const several = conversationStore.getState().tabs.open.length > 1;
  return [
    ...(front ? [...privacyEntries(front, { refresh: t.privacy.refreshLong, end: t.privacy.endLong }), policyEntry(front), { kind: 'line' } as const] : []),
    { label: t.conversation.next, shortcut: t.keys.nextTab, disabled: !several, run: turn(1) },
    { label: t.conversation.previous, shortcut: t.keys.previousTab, disabled: !several, run: turn(-1) },
    { kind: 'line' },
    { label: t.history.open, icon: History, shortcut: t.keys.history, disabled: !signedIn, run: () => showHistory(null) },
    {
      label: t.fingerprints.open,
      icon: Fingerprint,
      disabled: !signedIn,
      run: () => showScreen('fingerprints'),
    },
    {
      label: t.lab.open,
      icon: FlaskConical,
      disabled: front === null,
      run: () => front && openDialog({ kind: 'lab', conversationId: front.id }),
    },
    {
      label: t.preferences.title,
      icon: SlidersHorizontal,
      shortcut: t.keys.preferences,
      disabled: !signedIn && appStore.getState().vault?.at !== 'open',
      run: () => openDialog({ kind: 'preferences' }),
    },
  ];
}
