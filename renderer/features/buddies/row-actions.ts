import { appStore, saveSettings } from '../../store/app-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { openConversation, showTab } from '../../store/conversation-store.ts';
import { attempt, openDialog, uiStore } from '../../store/ui-store.ts';
import type { Row } from './rows.ts';

/** What Enter or a click does: a group folds, a buddy's conversation comes to the front. */
export function openRow(row: Row): void {
  if (row.kind === 'group') return foldGroup(row.group, row.open);
  const buddy = buddyStore.getState().buddies.get(row.id);
  if (buddy) attempt(openConversation(buddy.accountId, buddy.address));
  else showTab(row.id);
}

function foldGroup(group: string, fold: boolean): void {
  const others = appStore.getState().settings.collapsedGroups.filter((name) => name !== group);
  attempt(saveSettings({ collapsedGroups: fold ? [...others, group] : others }));
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
  if (row?.kind === 'group' && row.open && key === 'ArrowRight') return at + 1;
  if (row?.kind === 'buddy' && key === 'ArrowLeft') return rows.findLastIndex((other, n) => n < at && other.kind === 'group');
  return moves[key];
}

/** Does what a key does to a row; says whether it does anything. */
export function actOnRow(key: string, row: Row): boolean {
  const buddyId = row.kind === 'buddy' && buddyStore.getState().buddies.has(row.id) ? row.id : null;
  if (key === 'Enter' || key === ' ') openRow(row);
  else if (row.kind === 'group' && key === (row.open ? 'ArrowLeft' : 'ArrowRight')) openRow(row);
  else if (buddyId !== null && key === 'F2') openDialog({ kind: 'edit-buddy', buddyId });
  else if (buddyId !== null && key === 'Delete') openDialog({ kind: 'remove-buddy', buddyId });
  else if ([...key].length === 1) searchFor(key);
  else return false;
  return true;
}

/** A letter typed in the list begins a search. */
function searchFor(letter: string): void {
  uiStore.setState(({ search }) => ({ search: search + letter, activeRow: null }));
  document.querySelector<HTMLElement>('#find-buddy')?.focus();
}
