import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ExportStyle, FingerprintName, KnownFingerprintView } from '../../shared/views.ts';
import { tell } from './ui-store.ts';

export type FingerprintState = {
  /** `null` until main has answered, and while the manager is closed from a change until things are quiet. */
  readonly known: readonly KnownFingerprintView[] | null;
};

export const fingerprintStore = createStore<FingerprintState>(() => ({ known: null }));

/** The least time between two questions, so that a busy network does not keep the window busy too. */
const restMs = 250;
/** So long after the last change the list is fetched for a manager that is closed, so that it opens at once. */
const quietMs = 1_000;

/** The manager is open. */
let watching = false;
let asking = false;
let askAgain = false;
let askedAtMs = -Infinity;
let quiet: ReturnType<typeof setTimeout> | undefined;

/** Opens the manager: from now on the list follows main. */
export async function watchFingerprints(): Promise<void> {
  watching = true;
  clearTimeout(quiet);
  askedAtMs = -Infinity;
  if (fingerprintStore.getState().known === null) await refresh();
}

export function unwatchFingerprints(): void {
  watching = false;
  if (asking) fingerprintsChanged();
}

/** Something of the list may have changed. What is not shown is thrown away, so that it cannot open with what was. */
export function fingerprintsChanged(): void {
  if (watching) {
    void refresh();
    return;
  }
  askAgain = asking;
  fingerprintStore.setState({ known: null });
  clearTimeout(quiet);
  quiet = setTimeout(() => void refresh(), quietMs);
}

/** Asks once at a time, and not too often; what changes meanwhile is asked for after that. */
async function refresh(): Promise<void> {
  askAgain = asking;
  if (asking) return;
  asking = true;
  const waitMs = askedAtMs + restMs - Date.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  askAgain = false;
  askedAtMs = Date.now();
  const answer = await call('fingerprints.list', {});
  asking = false;
  if (answer.ok && (watching || !askAgain)) fingerprintStore.setState({ known: answer.value });
  else if (!answer.ok && watching) tell(answer.fault);
  if (askAgain && watching) await refresh();
}

/** Records that these keys were compared, or takes that back. */
export async function verifyFingerprints(keys: readonly FingerprintName[], verified: boolean): Promise<FaultCode | null> {
  const answer = await call('fingerprints.verify', { keys: keys.map(nameOf), verified });
  return answer.ok ? null : answer.fault;
}

export async function forgetFingerprints(keys: readonly FingerprintName[]): Promise<FaultCode | null> {
  const answer = await call('fingerprints.forget', { keys: keys.map(nameOf) });
  return answer.ok ? null : answer.fault;
}

/** Takes the last withdrawal or forgetting back. */
export async function undoFingerprints(): Promise<FaultCode | null> {
  const answer = await call('fingerprints.undo', {});
  return answer.ok ? null : answer.fault;
}

/** Asks for a folder and writes these keys into it; the names of the files, `null` where no folder was chosen. */
export async function exportFingerprints(
  keys: readonly FingerprintName[],
  style: ExportStyle,
): Promise<{ readonly value: readonly string[] | null } | { readonly fault: FaultCode }> {
  const answer = await call('fingerprints.export', { keys: keys.map(nameOf), style });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** The name alone: main takes nothing else. */
function nameOf({ accountId, address, fingerprint }: FingerprintName): FingerprintName {
  return { accountId, address, fingerprint };
}
