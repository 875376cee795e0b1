import { appStore, saveSettings } from '../../store/app-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore, openConversation, showTab } from '../../store/conversation-store.ts';
import { attempt, openDialog, uiStore } from '../../store/ui-store.ts';
import { isOwnGroup } from './buddy-entries.tsx';
import { removeWithUndo } from './moves.ts';
import type { BuddyRow, Row } from './rows.ts';

/** What Enter or a click does: a group folds, a buddy's conversation comes to the front. */
export function openRow(row: Row): void {
  if (row.kind === 'group') return foldGroup(row.group, row.open);
  const id = toOpen(row);
  const buddy = buddyStore.getState().buddies.get(id);
  if (buddy) attempt(openConversation(buddy.accountId, buddy.address));
  else showTab(id);
}

/** Of a person, the address where something is unread; else the one in front. */
function toOpen({ id, members }: BuddyRow): string {
  const { conversations } = conversationStore.getState();
  const unread = (one: string) => (conversations.get(one)?.unread ?? 0) > 0;
  return unread(id) ? id : (members.find(unread) ?? id);
}

function foldGroup(group: string, fold: boolean): void {
  const others = appStore.getState().settings.collapsedGroups.filter((name) => name !== group);
  attempt(saveSettings({ collapsedGroups: fold ? [...others, group] : others }));
}

/** Shows or hides the addresses of a person. */
export function foldPerson(person: string, fold: boolean): void {
  uiStore.setState(({ openPersons }) => {
    const next = new Set(openPersons);
    if (fold) next.delete(person);
    else next.add(person);
    return { openPersons: next };
  });
}

/** Where an arrow key leads from the row at `at`; `undefined` when the key does not move. */
export function targetOf(key: string, at: number, rows: readonly Row[]): number | undefined {
  const row = rows[at];
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 10,
    PageUp: at - 10,
    Home: 0,
    End: rows.length - 1,
  };
  if (key === 'ArrowRight' && row?.open === true) return at + 1;
  if (key === 'ArrowLeft' && row?.kind === 'buddy' && row.open !== true) return rows.findLastIndex((other, n) => n < at && levelOf(other) < levelOf(row));
  return moves[key];
}

const levelOf = (row: Row) => (row.kind === 'group' ? 1 : row.level);

/** Does what a key does to a row; says whether it does anything. */
export function actOnRow(key: string, row: Row): boolean {
  if (key === 'Enter' || key === ' ') openRow(row);
  else if (row.open !== null && key === (row.open ? 'ArrowLeft' : 'ArrowRight')) fold(row);
  else if (changeRow(key, row)) return true;
  else if ([...key].length === 1) searchFor(key);
  else return false;
  return true;
}

function fold(row: Row): void {
  if (row.kind === 'group') openRow(row);
  else if (row.person !== null) foldPerson(row.person, row.open === true);
}

function changeRow(key: string, row: Row): boolean {
  if (key !== 'F2' && key !== 'Delete') return false;
  if (row.kind === 'group') {
    if (!isOwnGroup(row.group)) return false;
    if (key === 'F2') openDialog({ kind: 'group', group: row.group });
    else removeWithUndo(row.group);
  } else {
    if (!buddyStore.getState().buddies.has(row.id)) return false;
    openDialog({ kind: key === 'F2' ? 'edit-buddy' : 'remove-buddy', buddyId: row.id });
  }
  return true;
}

/** A letter typed in the list begins a search. */
function searchFor(letter: string): void {
  uiStore.setState(({ search }) => ({ search: search + letter, activeRow: null }));
  document.querySelector<HTMLElement>('#find-buddy')?.focus();
}
