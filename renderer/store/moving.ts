import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ExportStyle, FindingView, MovedView, MovingClient } from '../../shared/views.ts';

/** What a question to main brought: its answer, or why there is none. */
export type Asked<Value> = { readonly value: Value } | { readonly fault: FaultCode };

/** What other programs left on this computer. */
export async function findOthers(): Promise<Asked<readonly FindingView[]>> {
  const answer = await call('moving.find', {});
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

export async function bringIn(
  client: MovingClient,
  addresses: readonly string[],
  replaceKeys: boolean,
): Promise<Asked<readonly MovedView[]>> {
  const answer = await call('moving.bringIn', { client, addresses: [...addresses], replaceKeys });
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
