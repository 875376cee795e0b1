import { buddyStore } from '../../store/buddy-store.ts';
import { moveBuddies, removeGroup } from '../../store/group-store.ts';
import { joinBuddies, personOf, splitAll } from '../../store/person-store.ts';
import { attemptWithUndo } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { observers, strangers, ungrouped, type BuddyRow, type Row } from './rows.ts';

/** Where a dragged row may be let go: in a group, or on a buddy who is the same person. */
export type Drop =
  | { readonly do: 'move'; readonly to: string; readonly key: string }
  | { readonly do: 'join'; readonly with: ConversationId; readonly key: string };

/** What letting a row go over another one would do. `within`: how far down the pointer is in that one, 0 to 1. */
export function dropOver(dragged: BuddyRow, over: Row, within: number): Drop | null {
  const { group } = over;
  if (group === strangers || group === observers || over.key === dragged.key) return null;
  const isOnBuddy = over.kind === 'buddy' && within > 0.25 && within < 0.75;
  if (isOnBuddy && !over.members.some((id) => dragged.members.includes(id)) && (dragged.person === null || dragged.person !== over.person)) {
    return { do: 'join', with: over.id, key: over.key };
  }
  return group === dragged.group ? null : { do: 'move', to: group, key: `group ${group}` };
}

export function runDrop(dragged: BuddyRow, drop: Drop, stays: boolean): void {
  if (drop.do === 'move') moveRow(dragged, drop.to, stays);
  else join(drop.with, dragged.id);
}

/** Moves who stands in a row to another group, with a way back. */
export function moveRow(row: BuddyRow, to: string, stays = false): void {
  if (to !== row.group) moveInto(row.members, row.group, to, stays);
}

export function moveInto(ids: readonly ConversationId[], from: string, to: string, stays = false): void {
  const { done, undo } = moveBuddies(ids, from, to, stays);
  const name = nameOf(ids[0]);
  void attemptWithUndo(done, to === ungrouped ? t.groups.movedOut(name) : t.groups.moved(name, showableLine(to)), undo);
}

/** Makes one person of two rows, with a way back: to the persons that there were. */
export function join(first: ConversationId, second: ConversationId): void {
  const [a, b] = [personOf(first), personOf(second)];
  const undo = async () => {
    const fault = await splitAll(b?.members ?? [second]);
    if (fault !== null || !b) return fault;
    return joinBuddies(b.members);
  };
  void attemptWithUndo(joinBuddies([...(a?.members ?? [first]), ...(b?.members ?? [second])]), t.persons.joined(nameOf(first), nameOf(second)), undo);
}

export function removeWithUndo(group: string): void {
  const { done, undo } = removeGroup(group);
  void attemptWithUndo(done, t.groups.removed(showableLine(group)), undo);
}

function nameOf(id: ConversationId | undefined): string {
  return showableLine(buddyStore.getState().buddies.get(id ?? '')?.name ?? '');
}
