import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { Answer } from '../../shared/contract.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { AccountSettings, AccountView, CertificateQuestionView, OwnStatus } from '../../shared/views.ts';

export type AccountState = {
  /** In the order in which main named them. */
  readonly accounts: readonly AccountView[];
  readonly certificates: readonly CertificateQuestionView[];
};

export const accountStore = createStore<AccountState>(() => ({ accounts: [], certificates: [] }));

export function accountOf(state: AccountState, id: AccountId): AccountView | null {
  return state.accounts.find((account) => account.id === id) ?? null;
}

/** The account to begin with: the first that is connected. */
export function firstAccount(): AccountId {
  const { accounts } = accountStore.getState();
  return (accounts.find(({ connection }) => connection.at === 'online') ?? accounts[0])?.id ?? '';
}

/** Puts an account in its place, or after the others. */
export function putAccount(account: AccountView): void {
  accountStore.setState(({ accounts }) => ({
    accounts: accounts.some(({ id }) => id === account.id)
      ? accounts.map((old) => (old.id === account.id ? account : old))
      : [...accounts, account],
  }));
}

export function dropAccount(id: AccountId): void {
  accountStore.setState(({ accounts, certificates }) => ({
    accounts: accounts.filter((account) => account.id !== id),
    certificates: certificates.filter((question) => question.accountId !== id),
  }));
}

export async function addAccount(
  settings: AccountSettings,
  password: string,
  rememberPassword: boolean,
  proxyPassword: string | null,
): Promise<FaultCode | null> {
  return faultOf(await call('accounts.add', { settings, password, rememberPassword, proxyPassword }));
}

export async function updateAccount(
  accountId: AccountId,
  settings: AccountSettings,
  proxyPassword: string | null,
  keepPassword: boolean,
  keepPin: boolean,
): Promise<FaultCode | null> {
  return faultOf(await call('accounts.update', { accountId, settings, proxyPassword, keepPassword, keepPin }));
}

export async function givePassword(
  accountId: AccountId,
  password: string,
  rememberPassword: boolean,
): Promise<FaultCode | null> {
  return faultOf(await call('accounts.password', { accountId, password, rememberPassword }));
}

export async function changePassword(accountId: AccountId, current: string, password: string): Promise<FaultCode | null> {
  return faultOf(await call('accounts.changePassword', { accountId, current, password }));
}

export async function connectAccount(accountId: AccountId): Promise<FaultCode | null> {
  return faultOf(await call('accounts.connect', { accountId }));
}

export async function disconnectAccount(accountId: AccountId): Promise<FaultCode | null> {
  return faultOf(await call('accounts.disconnect', { accountId }));
}

export async function removeAccount(accountId: AccountId): Promise<FaultCode | null> {
  return faultOf(await call('accounts.remove', { accountId }));
}

export async function setStatus(accountId: AccountId, status: OwnStatus): Promise<FaultCode | null> {
  return faultOf(await call('accounts.status', { accountId, status }));
}

export async function replaceKey(accountId: AccountId): Promise<FaultCode | null> {
  const answer = await call('accounts.replaceKey', { accountId });
  return answer.ok ? null : answer.fault;
}

export async function makeKey(accountId: AccountId): Promise<FaultCode | null> {
  return faultOf(await call('accounts.makeKey', { accountId }));
}

export async function answerCertificate(
  question: CertificateQuestionView,
  answer: 'pin' | 'refuse' | 'forget-pin',
): Promise<FaultCode | null> {
  return faultOf(
    await call('accounts.certificate', { accountId: question.accountId, sha256: question.certificate.sha256, answer }),
  );
}

function faultOf(answer: Answer<unknown>): FaultCode | null {
  return answer.ok ? null : answer.fault;
}
