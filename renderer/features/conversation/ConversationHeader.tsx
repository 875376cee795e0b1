import { ChevronLeft, Copy, Ellipsis, FileDown, Pencil, Search, ShieldEllipsis, Trash2, UserRoundPlus, X } from 'lucide-react';
import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import { IconButton } from '../../components/Button.tsx';
import type { MenuEntry } from '../../components/Menu.tsx';
import { MenuButton } from '../../components/MenuButton.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { blockEntry } from '../../store/blocking-entries.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { closeTab } from '../../store/conversation-store.ts';
import { copyText } from '../../store/outside.ts';
import { usePicture } from '../../store/picture-store.ts';
import { attempt, openDialog, showHistory, uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { BuddyView, ConversationView } from '../../../shared/views.ts';
import { DeviceButton } from './DeviceButton.tsx';
import { PrivacyButton } from './PrivacyButton.tsx';

/** Who this is, where they are, as whom one talks where there are several accounts, and how private it is. */
export function ConversationHeader({ conversation }: { readonly conversation: ConversationView }) {
  const buddy = useStore(buddyStore, (state) => state.buddies.get(conversation.id));
  const own = useStore(accountStore, (state) =>
    state.accounts.length > 1 ? accountOf(state, conversation.accountId)?.settings.address : undefined,
  );
  const picture = usePicture(conversation.accountId, conversation.address, buddy?.picture);
  const name = showableLine(conversation.name);
  return (
    <header className="conversation-header">
      <IconButton
        icon={ChevronLeft}
        label={t.conversation.back}
        className="back-button"
        onClick={() => uiStore.setState({ pane: 'list' })}
      />
      <Avatar address={conversation.address} name={name} size={36} show={buddy?.show ?? 'offline'} picture={picture} />
      <div className="conversation-words">
        <h2 className="conversation-name one-line">
          <bdi>{name}</bdi>
        </h2>
        <div className="conversation-where">
          <p className="muted one-line" title={conversation.address}>
            {buddy && `${t.shows[buddy.show]} · `}
            <bdi>{addressOf(conversation, buddy)}</bdi>
            {own && ` · ${t.conversation.as(own)}`}
            {conversation.recording && ` · ${t.lab.recordingNow}`}
          </p>
          <DeviceButton conversation={conversation} />
        </div>
      </div>
      <PrivacyButton conversation={conversation} />
      <MenuButton
        label={t.conversation.more}
        title={t.conversation.more}
        className="icon-button"
        align="end"
        entries={entriesOf(conversation, buddy)}
      >
        <Ellipsis size={16} aria-hidden />
      </MenuButton>
    </header>
  );
}

/**
 * The buddy's own address, which no name can stand for: names are the server's, and those of devices their own. The device
 * is named behind it only where there are several: alone, its name says nothing that the address does not, and where
 * several have sessions, the button beside names it.
 */
function addressOf({ address, devices, resource }: ConversationView, buddy: BuddyView | undefined): string {
  const isOneOfSeveral = buddy !== undefined && buddy.resources.length > 1 && devices.length < 2;
  const device = isOneOfSeveral ? (resource ?? buddy.resources[0]?.resource ?? '') : '';
  return showableLine(device === '' ? address : `${address}/${device}`);
}

function entriesOf({ id, accountId, address }: ConversationView, buddy: BuddyView | undefined): readonly MenuEntry[] {
  return [
    { label: t.conversation.copyAddress, icon: Copy, run: () => attempt(copyText(address)) },
    buddy
      ? { label: t.buddies.edit, icon: Pencil, run: () => openDialog({ kind: 'edit-buddy', buddyId: id }) }
      : { label: t.buddies.addThem, icon: UserRoundPlus, run: () => openDialog({ kind: 'add-buddy', accountId, address }) },
    {
      label: t.policies.settings,
      icon: ShieldEllipsis,
      run: () => openDialog({ kind: 'buddy-policy', accountId, address }),
    },
    { kind: 'line' },
    { label: t.history.here, icon: Search, shortcut: t.keys.historyHere, run: () => showHistory(id) },
    { label: t.history.export, icon: FileDown, run: () => openDialog({ kind: 'export-history', conversationId: id }) },
    { label: t.history.forget, icon: Trash2, run: () => openDialog({ kind: 'forget-history', conversationId: id, marks: null }) },
    { kind: 'line' },
    blockEntry(accountId, address),
    { label: t.conversation.close, icon: X, shortcut: t.keys.closeTab, run: () => attempt(closeTab(id)) },
  ];
}
