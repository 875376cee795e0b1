import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { BuddyState } from './buddy-store.ts';

/** Whom an account's server blocks: `null` where it cannot, `undefined` while it has not said so. */
export function blockedOf({ blocked }: BuddyState, accountId: AccountId): readonly string[] | null | undefined {
  return blocked.find((list) => list.accountId === accountId)?.addresses;
}

/** By itself or with its whole server. */
export function isBlocked(state: BuddyState, accountId: AccountId, address: string): boolean {
  const list = blockedOf(state, accountId) ?? [];
  return list.includes(address) || list.includes(address.slice(address.indexOf('@') + 1));
}

export async function block(accountId: AccountId, address: string): Promise<FaultCode | null> {
  const answer = await call('blocking.block', { accountId, address });
  return answer.ok ? null : answer.fault;
}

export async function unblock(accountId: AccountId, address: string): Promise<FaultCode | null> {
  const answer = await call('blocking.unblock', { accountId, address });
  return answer.ok ? null : answer.fault;
}
