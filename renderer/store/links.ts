import { call } from '../api.ts';
import { accountStore } from './account-store.ts';
import { appStore } from './app-store.ts';
import { openDialog } from './ui-store.ts';

/** Asks main for a link that came from outside, once there is somebody whom it could be opened as. */
export async function takeLink(): Promise<void> {
  if (appStore.getState().vault?.at !== 'open' || accountStore.getState().accounts.length === 0) return;
  const answer = await call('links.take', {});
  if (answer.ok && answer.value) openDialog({ kind: 'xmpp-link', link: answer.value });
}
