/** The growing delay after wrong passphrases, kept across restarts. */
import { readFileSync, rmSync } from 'node:fs';
import * as v from 'valibot';
import type { Clock } from '../base/ports.ts';
import { Fault } from '../base/fault.ts';
import { isFileFault, isMissingFile, replaceFile, withStorageFaults } from '../base/private-files.ts';
import { parseJson } from './encoding.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
const maxFileLength = 1_024;

const record = v.strictObject({
  wrong: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  retryAtMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type Attempts = v.InferOutput<typeof record>;

/** How long to wait after the nth wrong passphrase in a row: 1 s, 2 s, 4 s, up to 60 s. */
export function delayAfterMs(wrong: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(wrong - 1, 16));
}

export interface AttemptGuard {
  /** When the next attempt is allowed; `null` for now. */
  retryAtMs(): number | null;
  /**
   * Counts an attempt as wrong before it is made, so that killing the process does not save the delay.
   * Throws `Fault`: `vault-passphrase-wait` while a delay runs, `storage-failed` when it cannot be noted.
   */
  begin(): void;
  /** The attempt was right: nothing is held against the next one. */
  succeeded(): void;
}

/**
 * Guards attempts with a small file.
 *
 * A clock that was set back cannot lock anybody out: whatever the file says, the wait is never longer than
 * the delay that is due, counted from now. A file that cannot be read counts as the longest delay, once.
 */
export function guardAttempts(file: string, clock: Clock): AttemptGuard {
  let attempts = read(file, clock.nowMs());

  const settle = (): void => {
    if (attempts === null) return;
    const latest = clock.nowMs() + delayAfterMs(attempts.wrong);
    if (attempts.retryAtMs > latest) attempts = { ...attempts, retryAtMs: latest };
  };

  const retryAtMs = (): number | null => {
    settle();
    return attempts !== null && attempts.retryAtMs > clock.nowMs() ? attempts.retryAtMs : null;
  };

  return {
    retryAtMs,
    begin() {
      if (retryAtMs() !== null) throw new Fault('vault-passphrase-wait');
      const wrong = Math.min((attempts?.wrong ?? 0) + 1, 1_000_000);
      const next = { wrong, retryAtMs: clock.nowMs() + delayAfterMs(wrong) };
      withStorageFaults(() => replaceFile(file, JSON.stringify(next)));
      attempts = next;
    },
    succeeded() {
      attempts = null;
      try {
        rmSync(file, { force: true });
      } catch (thrown) {
        // What stays behind costs one delay at the next wrong passphrase; that is no reason to keep anybody out.
        if (!isFileFault(thrown)) throw thrown;
      }
    },
  };
}

function read(file: string, nowMs: number): Attempts | null {
  const unknown: Attempts = { wrong: 7, retryAtMs: nowMs + longestDelayMs };
  try {
    const bytes = readFileSync(file);
    return bytes.length > maxFileLength ? unknown : (parseJson(record, bytes.toString('utf8')) ?? unknown);
  } catch (thrown) {
    if (isMissingFile(thrown)) return null;
    if (isFileFault(thrown)) return unknown;
    throw thrown;
  }
}
