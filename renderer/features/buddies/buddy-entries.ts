import { FolderPen, MessageSquare, Pencil, ShieldEllipsis, Trash2, UserRoundPlus } from 'lucide-react';
import type { MenuEntry } from '../../components/Menu.tsx';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore, openConversation, showTab } from '../../store/conversation-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { AccountId, ConversationId } from '../../../shared/ids.ts';

/** What can be done with a person of the list. */
export function buddyEntries(id: ConversationId): readonly MenuEntry[] {
  const buddy = buddyStore.getState().buddies.get(id);
  if (!buddy) return strangerEntries(id);
  const { accountId, address } = buddy;
  return [
    { label: t.buddies.open, icon: MessageSquare, run: () => attempt(openConversation(accountId, address)) },
    { kind: 'line' },
    {
      label: t.buddies.rename,
      icon: Pencil,
      shortcut: 'F2',
      run: () => openDialog({ kind: 'edit-buddy', buddyId: id }),
    },
    { label: t.buddies.changeGroups, icon: FolderPen, run: () => openDialog({ kind: 'edit-buddy', buddyId: id }) },
    policyEntry(accountId, address),
    { kind: 'line' },
    {
      label: t.buddies.remove,
      icon: Trash2,
      danger: true,
      shortcut: t.keys.delete,
      run: () => openDialog({ kind: 'remove-buddy', buddyId: id }),
    },
  ];
}

function strangerEntries(id: ConversationId): readonly MenuEntry[] {
  const conversation = conversationStore.getState().conversations.get(id);
  if (!conversation) return [];
  const { accountId, address } = conversation;
  return [
    { label: t.buddies.open, icon: MessageSquare, run: () => showTab(id) },
    { label: t.buddies.addThem, icon: UserRoundPlus, run: () => openDialog({ kind: 'add-buddy', accountId, address }) },
    policyEntry(accountId, address),
  ];
}

function policyEntry(accountId: AccountId, address: string): MenuEntry {
  return { label: t.policies.settings, icon: ShieldEllipsis, run: () => openDialog({ kind: 'buddy-policy', accountId, address }) };
}
