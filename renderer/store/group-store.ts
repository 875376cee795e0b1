import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { BuddyView } from '../../shared/views.ts';
import { appStore, saveSettings } from './app-store.ts';
import { buddyStore, groupNames, updateBuddy } from './buddy-store.ts';

/** All groups that there are: those of buddies, and those made here that have none yet. */
export function allGroups(): readonly string[] {
  const names = new Set([...groupNames(buddyStore.getState().buddies), ...appStore.getState().settings.ownGroups]);
  return [...names].sort((a, b) => a.localeCompare(b));
}

function membersOf(group: string): readonly BuddyView[] {
  return [...buddyStore.getState().buddies.values()].filter(({ groups }) => groups.includes(group));
}

/** The first fault of several changes, which all are tried. */
async function firstFault(changes: readonly Promise<FaultCode | null>[]): Promise<FaultCode | null> {
  return (await Promise.all(changes)).find((fault) => fault !== null) ?? null;
}

/** Gives buddies back the groups that they had. */
function restore(buddies: readonly BuddyView[]): Promise<FaultCode | null> {
  return firstFault(buddies.map((buddy) => updateBuddy(buddy, buddy.alias, buddy.groups)));
}

export type Change = { readonly done: Promise<FaultCode | null>; readonly undo: () => Promise<FaultCode | null> };

/** Moves buddies out of a group into another; with `stays` they are in both. An empty name is no group. */
export function moveBuddies(ids: readonly ConversationId[], from: string, to: string, stays = false): Change {
  const buddies = ids.flatMap((id) => buddyStore.getState().buddies.get(id) ?? []);
  const groupsOf = ({ groups }: BuddyView) => (to === '' ? [] : [...new Set([...groups.filter((group) => stays || group !== from), to])]);
  return { done: firstFault(buddies.map((buddy) => updateBuddy(buddy, buddy.alias, groupsOf(buddy)))), undo: () => restore(buddies) };
}

/** Makes a group that stands in the list before anybody is in it; only here. */
export function makeGroup(group: string): Promise<FaultCode | null> {
  const { ownGroups } = appStore.getState().settings;
  return saveSettings({ ownGroups: [...new Set([...ownGroups, group])] });
}

export async function renameGroup(group: string, name: string): Promise<FaultCode | null> {
  const answer = await call('buddies.renameGroup', { group, name });
  if (!answer.ok) return answer.fault;
  const { ownGroups, collapsedGroups } = appStore.getState().settings;
  const renamed = (names: readonly string[]) => [...new Set(names.map((one) => (one === group ? name : one)))];
  return saveSettings({ ownGroups: renamed(ownGroups), collapsedGroups: renamed(collapsedGroups) });
}

/** Takes a group away; its buddies stay. */
export function removeGroup(group: string): Change {
  const buddies = membersOf(group);
  const { ownGroups } = appStore.getState().settings;
  const remove = async () => {
    const answer = await call('buddies.removeGroup', { group });
    if (!answer.ok) return answer.fault;
    return ownGroups.includes(group) ? saveSettings({ ownGroups: ownGroups.filter((one) => one !== group) }) : null;
  };
  const undo = async () => (ownGroups.includes(group) ? await makeGroup(group) : null) ?? (await restore(buddies));
  return { done: remove(), undo };
}
