import type { Fingerprint } from '../ids.ts';

/* Runs of SMP. */

/**
 * What became of a run of SMP that the person did not end themselves.
 * `verified`: both knew the same, and the key is trusted now. `proved`: we knew the answer to their question, which
 * proves us to them and not them to us. `failed`: the two were different. `cheated`: a proof of theirs was wrong.
 * `session-over`: the private conversation ended or was replaced. `cancelled-by-them` is also what both see when both
 * began at the same moment.
 */
export const authenticationOutcomes = [
  'verified',
  'proved',
  'failed',
  'cheated',
  'cancelled-by-them',
  'timed-out',
  'session-over',
] as const;
export type AuthenticationOutcome = (typeof authenticationOutcomes)[number];

/** A run of SMP, from its beginning until the person has read what came of it. */
export type AuthenticationView = {
  /** Counts the runs of a conversation. */
  readonly run: number;
  readonly startedBy: 'us' | 'them';
  /** What is asked, theirs cut to `limits.questionLength`; `null` where both are to know a shared secret. */
  readonly question: string | null;
  /** The key in whose session it runs. */
  readonly fingerprint: Fingerprint;
  readonly state:
    /** They wait for what we know. */
    | { readonly at: 'asked' }
    /** `awaited`: their answer to us, or the program's proof that the two are the same. */
    | { readonly at: 'running'; readonly awaited: 'answer' | 'proof' }
    | { readonly at: 'ended'; readonly outcome: AuthenticationOutcome };
};
