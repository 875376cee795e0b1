import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountSettings, RegistrationAnswer } from '../../shared/views.ts';

/** Asks a server for the form with which it makes accounts. */
export async function askForForm(
  settings: AccountSettings,
  proxyPassword: string | null,
  pinned: string | null,
): Promise<{ readonly value: RegistrationAnswer } | { readonly fault: FaultCode }> {
  const answer = await call('registration.ask', { settings, proxyPassword, pinned });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** Sends it, filled in; main adds the account and signs it in. */
export async function sendForm(values: ReadonlyMap<string, string>, rememberPassword: boolean): Promise<FaultCode | null> {
  const named = [...values].map(([name, value]) => ({ name, value }));
  const answer = await call('registration.submit', { values: named, rememberPassword });
  return answer.ok ? null : answer.fault;
}

export async function cancelRegistration(): Promise<void> {
  await call('registration.cancel', {});
}
