import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ExportStyle, FindingView, MovedView } from '../../shared/views.ts';

/** What a question to main brought: its answer, or why there is none. */
export type Asked<Value> = { readonly value: Value } | { readonly fault: FaultCode };

/** What other programs left on this computer. */
export async function findOthers(): Promise<Asked<readonly FindingView[]>> {
  const answer = await call('moving.find', {});
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** What a folder or a file holds that the person chooses; `null` where none was chosen. */
export async function chooseOthers(what: 'folder' | 'file'): Promise<Asked<readonly FindingView[] | null>> {
  const answer = await call('moving.choose', { what });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** What a locked finding holds, once the passphrase opens it. */
export async function unlockFinding(finding: string, passphrase: string): Promise<Asked<FindingView>> {
  const answer = await call('moving.unlock', { finding, passphrase });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

export async function bringIn(
  finding: string,
  addresses: readonly string[],
  replaceKeys: boolean,
  passphrase: string | null,
): Promise<Asked<readonly MovedView[]>> {
  const answer = await call('moving.bringIn', { finding, addresses: [...addresses], replaceKeys, passphrase });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** Asks for a folder and writes libotr's files into it; their names, `null` where no folder was chosen. */
export async function exportFiles(choice: {
  readonly style: ExportStyle;
  readonly keys: boolean;
  readonly fingerprints: boolean;
}): Promise<Asked<readonly string[] | null>> {
  const answer = await call('moving.export', choice);
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}
