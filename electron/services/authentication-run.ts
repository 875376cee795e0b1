import type { SessionInfo } from '../otr/index.ts';
import { limits } from '../../shared/limits.ts';
import type { AuthenticationOutcome, AuthenticationView } from '../../shared/views.ts';
import { cutAt } from './timeline.ts';

/**
 * How long a person may think about a question, and how long a program may take for its part. Below the ten minutes
 * of the engine, so that the outcome is told as what it is.
 */
const patienceMs = { asked: 9 * 60_000, answer: 9 * 60_000, proof: 60_000 } as const;

/** A run of SMP in one session. What the person typed is never in it. */
export type AuthenticationRun = {
  /** Counts the runs of a conversation. */
  readonly number: number;
  readonly startedBy: 'us' | 'them';
  readonly question: string | null;
  readonly session: SessionInfo;
  readonly state: AuthenticationView['state'];
  /** When it is given up. */
  readonly endsAtMs: number;
};

/** Whether the engine is still busy with it. */
export function isLive(run: AuthenticationRun | null): run is AuthenticationRun {
  return run !== null && run.state.at !== 'ended';
}

/** The next run of a conversation, as the engine tells of it. */
export function beginRun(
  number: number,
  { startedBy, question, session }: Pick<AuthenticationRun, 'startedBy' | 'question' | 'session'>,
  atMs: number,
): AuthenticationRun {
  const shown = startedBy === 'us' || question === null ? question : cutQuestion(question);
  const run = { number, startedBy, question: shown, session };
  return startedBy === 'them'
    ? { ...run, state: { at: 'asked' }, endsAtMs: atMs + patienceMs.asked }
    : { ...run, state: { at: 'running', awaited: 'answer' }, endsAtMs: atMs + patienceMs.answer };
}

/** Both secrets are in; only the programs have something to do. */
export function awaitProof(run: AuthenticationRun, atMs: number): AuthenticationRun {
  return { ...run, state: { at: 'running', awaited: 'proof' }, endsAtMs: atMs + patienceMs.proof };
}

export function endRun(run: AuthenticationRun, outcome: AuthenticationOutcome): AuthenticationRun {
  return { ...run, state: { at: 'ended', outcome } };
}

/** What the window shows of it. */
export function viewOfRun(run: AuthenticationRun): AuthenticationView {
  const { number, startedBy, question, session, state } = run;
  return { run: number, startedBy, question, fingerprint: session.theirFingerprint, state };
}

function cutQuestion(question: string): string {
  return question.length > limits.questionLength ? `${cutAt(question, limits.questionLength - 1)}…` : question;
}
