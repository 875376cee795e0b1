import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { CommandInput } from '../../shared/contract.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { TransferView } from '../../shared/views.ts';

/** My other devices, and the transfer to or from one of them. */
export const transferStore = createStore<TransferView>(() => ({ devices: [], run: null }));

export async function offerTransfer(accountId: AccountId, passwords: boolean): Promise<FaultCode | null> {
  const answer = await call('transfer.offer', { accountId, passwords });
  return answer.ok ? null : answer.fault;
}

export async function receiveTransfer(accountId: AccountId, resource: string, code: string): Promise<FaultCode | null> {
  const answer = await call('transfer.receive', { accountId, resource, code });
  return answer.ok ? null : answer.fault;
}

export async function bringInTransfer(choice: CommandInput<'transfer.bringIn'>): Promise<FaultCode | null> {
  const answer = await call('transfer.bringIn', choice);
  return answer.ok ? null : answer.fault;
}

/** Breaks off and forgets it; where it is over already, the end counts as read. */
export async function leaveTransfer(): Promise<FaultCode | null> {
  await call('transfer.cancel', {});
  const answer = await call('transfer.dismiss', {});
  return answer.ok ? null : answer.fault;
}
