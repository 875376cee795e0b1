import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId } from '../../shared/ids.ts';
import { defaultSwitches, type PolicyView, type PrivacySwitches } from '../../shared/views.ts';

export type PolicyState = { readonly policies: readonly PolicyView[] };

export const policyStore = createStore<PolicyState>(() => ({ policies: [] }));

/** What was chosen for a buddy; `null` where the default of the account holds. */
export function ownSwitches({ policies }: PolicyState, accountId: AccountId, address: string): PrivacySwitches | null {
  return policies.find((one) => one.accountId === accountId && one.address === address)?.switches ?? null;
}

/** The default of an account: what was chosen, else ours. */
export function accountSwitches({ policies }: PolicyState, accountId: AccountId): PrivacySwitches {
  return policies.find((one) => one.accountId === accountId && one.address === null)?.switches ?? defaultSwitches;
}

/** Chooses for a buddy, or with `address: null` for an account; `switches: null` goes back to the default. */
export async function savePolicy(
  accountId: AccountId,
  address: string | null,
  switches: PrivacySwitches | null,
): Promise<FaultCode | null> {
  const answer = await call('policies.save', { accountId, address, switches });
  return answer.ok ? null : answer.fault;
}
