import { call } from '../api.ts';
import type { AccountId, Fingerprint } from '../../shared/ids.ts';
import type { KeyFileView } from '../../shared/views.ts';
import type { Asked } from './moving.ts';

/** Asks for a place and writes an account's key there, sealed by a passphrase; its name, `null` where none was chosen. */
export async function exportKey(accountId: AccountId, passphrase: string): Promise<Asked<string | null>> {
  const answer = await call('keys.export', { accountId, passphrase });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** Asks for a file with keys; what is in it, `null` where none was chosen. */
export async function chooseKeyFile(): Promise<Asked<KeyFileView | null>> {
  const answer = await call('keys.choose', {});
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** What is in the chosen file, once the passphrase opens it. */
export async function openKeyFile(passphrase: string): Promise<Asked<KeyFileView>> {
  const answer = await call('keys.open', { passphrase });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** Gives an account a key of the chosen file. */
export async function bringKey(
  accountId: AccountId,
  choice: { readonly fingerprint: Fingerprint; readonly passphrase: string | null; readonly replace: boolean },
): Promise<Asked<'brought' | 'same' | 'kept'>> {
  const answer = await call('keys.bring', { accountId, ...choice });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}
