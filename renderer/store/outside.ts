import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';

export async function copyText(text: string): Promise<FaultCode | null> {
  const answer = await call('clipboard.copy', { text });
  return answer.ok ? null : answer.fault;
}

/** Opens an address outside of Sotto; the person has seen the whole of it before. */
export async function openLink(url: string): Promise<FaultCode | null> {
  const answer = await call('links.open', { url });
  return answer.ok ? null : answer.fault;
}
