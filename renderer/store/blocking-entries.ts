import { Ban, CircleCheck } from 'lucide-react';
import type { MenuEntry } from '../components/Menu.tsx';
import { t } from '../strings/index.ts';
import type { AccountId } from '../../shared/ids.ts';
import { isBlocked, unblock } from './blocking-store.ts';
import { buddyStore } from './buddy-store.ts';
import { attempt, openDialog } from './ui-store.ts';

/** Blocks an address, or lets it through again. */
export function blockEntry(accountId: AccountId, address: string): MenuEntry {
  if (isBlocked(buddyStore.getState(), accountId, address)) {
    return { label: t.blocking.unblock, icon: CircleCheck, run: () => attempt(unblock(accountId, address)) };
  }
  return { label: t.blocking.block, icon: Ban, danger: true, run: () => openDialog({ kind: 'block', accountId, address }) };
}
