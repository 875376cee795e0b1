import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { KnownFingerprintView } from '../../shared/views.ts';
import { tell } from './ui-store.ts';

export type FingerprintState = {
  /** `null` while the manager is closed: nobody keeps it up to date then. */
  readonly known: readonly KnownFingerprintView[] | null;
};

export const fingerprintStore = createStore<FingerprintState>(() => ({ known: null }));

let asking = false;
let askAgain = false;

/** Opens the manager: from now on the list follows main. */
export async function watchFingerprints(): Promise<void> {
  fingerprintStore.setState({ known: fingerprintStore.getState().known ?? [] });
  await refresh();
}

export function unwatchFingerprints(): void {
  fingerprintStore.setState({ known: null });
}

/** Something of the list may have changed; does nothing while the manager is closed. */
export function fingerprintsChanged(): void {
  if (fingerprintStore.getState().known !== null) void refresh();
}

/** Asks once at a time; what changes meanwhile is asked for after that. */
async function refresh(): Promise<void> {
  askAgain = asking;
  if (asking) return;
  asking = true;
  const answer = await call('fingerprints.list', {});
  asking = false;
  if (fingerprintStore.getState().known === null) return;
  if (answer.ok) fingerprintStore.setState({ known: answer.value });
  else tell(answer.fault);
  if (askAgain) await refresh();
}

type Key = Pick<KnownFingerprintView, 'accountId' | 'address' | 'fingerprint'>;

export async function verifyFingerprint({ accountId, address, fingerprint }: Key, verified: boolean): Promise<FaultCode | null> {
  const answer = await call('fingerprints.verify', { accountId, address, fingerprint, verified });
  return answer.ok ? null : answer.fault;
}

export async function forgetFingerprint({ accountId, address, fingerprint }: Key): Promise<FaultCode | null> {
  const answer = await call('fingerprints.forget', { accountId, address, fingerprint });
  return answer.ok ? null : answer.fault;
}
