import { ChevronsUpDown, FolderInput, FolderPen, FolderX, MessageSquare, Pencil, ShieldEllipsis, Split, Trash2, UserRoundPlus, UserRoundSearch, UsersRound } from 'lucide-react';
import type { MenuEntry } from '../../components/Menu.tsx';
import { PresenceMark } from '../../components/PresenceMark.tsx';
import { blockEntry } from '../../store/blocking-entries.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore, openConversation, showTab } from '../../store/conversation-store.ts';
import { allGroups } from '../../store/group-store.ts';
import { joinBuddies, personOf, splitBuddy } from '../../store/person-store.ts';
import { attempt, attemptWithUndo, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { AccountId, ConversationId } from '../../../shared/ids.ts';
import type { BuddyView } from '../../../shared/views.ts';
import { moveRow, removeWithUndo } from './moves.ts';
import { observers, strangers, ungrouped, type BuddyRow, type Row } from './rows.ts';

/** What can be done with what stands in a row. `move`: shows the groups to move to. */
export function rowEntries(row: Row, move: () => void): readonly MenuEntry[] {
  if (row.kind === 'group') return groupEntries(row.group);
  const buddy = buddyStore.getState().buddies.get(row.id);
  return buddy ? buddyEntries(row, buddy, move) : strangerEntries(row.id);
}

function buddyEntries(row: BuddyRow, buddy: BuddyView, move: () => void): readonly MenuEntry[] {
  const { id: buddyId, accountId, address, subscription } = buddy;
  const sees = subscription === 'to' || subscription === 'both';
  return [
    ...(row.members.length > 1 ? writeEntries(row.members) : [openEntry(buddy)]),
    { kind: 'line' },
    { label: t.buddies.edit, icon: Pencil, shortcut: 'F2', run: () => openDialog({ kind: 'edit-buddy', buddyId }) },
    { label: t.groups.move, icon: FolderInput, run: move },
    ...personEntries(row, buddy),
    ...(sees ? [] : [{ label: t.buddies.askAgain, icon: UserRoundSearch, run: () => openDialog({ kind: 'add-buddy', accountId, address }) }]),
    policyEntry(accountId, address),
    { kind: 'line' },
    blockEntry(accountId, address),
    { label: t.buddies.remove, icon: Trash2, danger: true, shortcut: t.keys.delete, run: () => openDialog({ kind: 'remove-buddy', buddyId }) },
  ];
}

function openEntry({ accountId, address }: BuddyView): MenuEntry {
  return { label: t.buddies.open, icon: MessageSquare, run: () => attempt(openConversation(accountId, address)) };
}

/** Each address of a person, with who is there. */
function writeEntries(members: readonly ConversationId[]): readonly MenuEntry[] {
  return [
    { kind: 'heading', label: t.persons.writeTo },
    ...members.flatMap((id): readonly MenuEntry[] => {
      const buddy = buddyStore.getState().buddies.get(id);
      if (!buddy) return [];
      const mark = (
        <span className="menu-presence">
          <PresenceMark show={buddy.show} />
        </span>
      );
      return [{ label: showableLine(buddy.address), mark, run: () => attempt(openConversation(buddy.accountId, buddy.address)) }];
    }),
  ];
}

function personEntries(row: BuddyRow, buddy: BuddyView): readonly MenuEntry[] {
  const join: MenuEntry = { label: t.persons.join, icon: UsersRound, run: () => openDialog({ kind: 'join', buddyId: buddy.id }) };
  const person = row.person;
  if (person === null) return [join];
  const order: MenuEntry = { label: t.persons.order, icon: ChevronsUpDown, run: () => openDialog({ kind: 'person', personId: person }) };
  return row.level === 3 ? [order, { label: t.persons.split, icon: Split, run: () => splitWithUndo(buddy) }] : [join, order];
}

/** Takes an address out of its person, with a way back. */
export function splitWithUndo(buddy: BuddyView): void {
  const before = personOf(buddy.id)?.members ?? [];
  void attemptWithUndo(splitBuddy(buddy.id), t.persons.splitDone(showableLine(buddy.address)), () => joinBuddies(before));
}

function strangerEntries(id: ConversationId): readonly MenuEntry[] {
  const conversation = conversationStore.getState().conversations.get(id);
  if (!conversation) return [];
  const { accountId, address } = conversation;
  return [
    { label: t.buddies.open, icon: MessageSquare, run: () => showTab(id) },
    { label: t.buddies.addThem, icon: UserRoundPlus, run: () => openDialog({ kind: 'add-buddy', accountId, address }) },
    policyEntry(accountId, address),
    { kind: 'line' },
    blockEntry(accountId, address),
  ];
}

function policyEntry(accountId: AccountId, address: string): MenuEntry {
  return { label: t.policies.settings, icon: ShieldEllipsis, run: () => openDialog({ kind: 'buddy-policy', accountId, address }) };
}

/** Whether a group is one of the person's, and not one that the list makes by itself. */
export function isOwnGroup(group: string): boolean {
  return group !== ungrouped && group !== strangers && group !== observers;
}

function groupEntries(group: string): readonly MenuEntry[] {
  return [
    ...(isOwnGroup(group)
      ? [
          { label: t.groups.rename, icon: FolderPen, shortcut: 'F2', run: () => openDialog({ kind: 'group', group }) },
          { label: t.groups.remove, icon: FolderX, danger: true, shortcut: t.keys.delete, run: () => removeWithUndo(group) },
          { kind: 'line' } as const,
        ]
      : []),
    { label: t.groups.new, icon: FolderInput, run: () => openDialog({ kind: 'group', group: null }) },
  ];
}

/** The groups that a row can go to. */
export function moveEntries(row: BuddyRow): readonly MenuEntry[] {
  const to = (group: string) => () => moveRow(row, group);
  return [
    { kind: 'heading', label: t.groups.moveTo },
    ...allGroups().map((group) => ({ label: showableLine(group), checked: group === row.group, run: to(group) })),
    { label: t.groups.none, checked: row.group === ungrouped, run: to(ungrouped) },
    { kind: 'line' },
    { label: t.groups.new, icon: FolderInput, run: () => openDialog({ kind: 'group', group: null, moving: { ids: row.members, from: row.group } }) },
  ];
}
