import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { SettingsView, Snapshot, VaultView } from '../../shared/views.ts';

export type AppState = {
  /** `failed`: main never answered; the window cannot stand. */
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly vault: VaultView | null;
  readonly settings: SettingsView;
  readonly versions: Snapshot['versions'];
  readonly canSpell: boolean;
};

export const appStore = createStore<AppState>(() => ({
  phase: 'starting',
  vault: null,
  settings: { sharing: { typing: true, typingInPrivate: false, receipts: true, time: false, version: false }, theme: 'system', sidebarWidth: 280, collapsedGroups: [], hideOffline: false, sortBy: 'status', ownGroups: [], recentEmoji: [], spelling: true },
  versions: { sotto: '', runtime: '' },
  canSpell: false,
}));

/** Shows the change at once and has main keep it. */
export async function saveSettings(change: Partial<SettingsView>): Promise<FaultCode | null> {
  const settings = { ...appStore.getState().settings, ...change };
  appStore.setState({ settings });
  const answer = await call('settings.save', { ...settings, collapsedGroups: [...settings.collapsedGroups], ownGroups: [...settings.ownGroups], recentEmoji: [...settings.recentEmoji] });
  return answer.ok ? null : answer.fault;
}

export async function createVault(passphrase: string): Promise<FaultCode | null> {
  const answer = await call('vault.create', { passphrase });
  return answer.ok ? null : answer.fault;
}

export async function unlockVault(passphrase: string): Promise<FaultCode | null> {
  const answer = await call('vault.unlock', { passphrase });
  return answer.ok ? null : answer.fault;
}

/** The name of the folder that holds the copy; `null` where none was chosen. */
export function keepCopy() {
  return call('vault.keepCopy', {});
}

/** The name of the folder in the profile that holds what was there. */
export function startAnew() {
  return call('vault.startAnew', {});
}

export async function quit(): Promise<FaultCode | null> {
  const answer = await call('app.quit', {});
  return answer.ok ? null : answer.fault;
}
