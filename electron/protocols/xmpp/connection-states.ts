import type { FaultCode } from '../../../shared/faults.ts';
import type { ConnectionView } from '../../../shared/views.ts';
import { needsPerson } from './connect-fault.ts';

/*
 * The states of a connection as one table: every input in every state. It is pure; the session runs the
 * effects. README.md draws it.
 */

type Step = Extract<ConnectionView, { at: 'connecting' }>['step'];
type Secured = Extract<ConnectionView, { at: 'online' }>['secured'];

export type ConnectionState =
  | { readonly at: 'offline' }
  /** `failures`: how often in a row it went wrong. */
  | { readonly at: 'connecting'; readonly step: Step; readonly failures: number }
  | { readonly at: 'online'; readonly secured: Secured; readonly sinceMs: number; readonly failures: number }
  | { readonly at: 'waiting'; readonly fault: FaultCode; readonly retryAtMs: number; readonly failures: number }
  | { readonly at: 'failed'; readonly fault: FaultCode };

export type ConnectionInput =
  /** The person wants to be signed in, now. */
  | { readonly kind: 'connect' }
  /** The person wants to be signed off. */
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'up'; readonly secured: Secured }
  /** The attempt failed, or the connection was lost. */
  | { readonly kind: 'down'; readonly fault: FaultCode }
  /** The wait is over. */
  | { readonly kind: 'retry' };

export type ConnectionEffect =
  /** Begin an attempt. */
  | { readonly do: 'attempt' }
  /** Give up the attempt that runs. */
  | { readonly do: 'abandon' }
  /** Sign off and close the stream. */
  | { readonly do: 'close' }
  /** Give `retry` at the time that the state names. */
  | { readonly do: 'wait' }
  | { readonly do: 'stop-waiting' };

export type ConnectionEnv = {
  readonly nowMs: number;
  /** 0 to 1, for the jitter. */
  readonly chance: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  readonly stableMs: number;
};

export type ConnectionMove = { readonly state: ConnectionState; readonly effects: readonly ConnectionEffect[] };

type In<At extends ConnectionState['at']> = Extract<ConnectionState, { at: At }>;
type Of<Kind extends ConnectionInput['kind']> = Extract<ConnectionInput, { kind: Kind }>;
type Table = {
  readonly [At in ConnectionState['at']]: {
    readonly [Kind in ConnectionInput['kind']]: (state: In<At>, input: Of<Kind>, env: ConnectionEnv) => ConnectionMove;
  };
};

const offline: ConnectionState = { at: 'offline' };

function stay(state: ConnectionState): ConnectionMove {
  return { state, effects: [] };
}

function attempt(failures: number, before: readonly ConnectionEffect[] = []): ConnectionMove {
  return { state: { at: 'connecting', step: 'looking-up', failures }, effects: [...before, { do: 'attempt' }] };
}

/** Waits longer after each failure, or for the person where only they can help. */
function down(fault: FaultCode, failures: number, env: ConnectionEnv): ConnectionMove {
  if (needsPerson(fault)) return { state: { at: 'failed', fault }, effects: [] };
  const retryAtMs = env.nowMs + retryDelayMs(failures, env);
  return { state: { at: 'waiting', fault, retryAtMs, failures: failures + 1 }, effects: [{ do: 'wait' }] };
}

/** Doubles from the first to the longest wait; up to a quarter is taken off by chance, so that not everybody comes at once. */
export function retryDelayMs(failures: number, { chance, firstRetryMs, longestRetryMs }: ConnectionEnv): number {
  const full = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 30));
  return Math.round(full * (1 - chance / 4));
}

const table: Table = {
  offline: {
    connect: () => attempt(0),
    disconnect: stay,
    step: stay,
    up: stay,
    down: stay,
    retry: stay,
  },
  connecting: {
    connect: stay,
    disconnect: () => ({ state: offline, effects: [{ do: 'abandon' }] }),
    step: (state, { step }) => stay(step === state.step ? state : { ...state, step }),
    up: ({ failures }, { secured }, { nowMs }) => stay({ at: 'online', secured, sinceMs: nowMs, failures }),
    down: ({ failures }, { fault }, env) => down(fault, failures, env),
    retry: stay,
  },
  online: {
    connect: stay,
    disconnect: () => ({ state: offline, effects: [{ do: 'close' }] }),
    step: stay,
    up: stay,
    down: ({ failures, sinceMs }, { fault }, env) => down(fault, env.nowMs - sinceMs >= env.stableMs ? 0 : failures, env),
    retry: stay,
  },
  waiting: {
    connect: ({ failures }) => attempt(failures, [{ do: 'stop-waiting' }]),
    disconnect: () => ({ state: offline, effects: [{ do: 'stop-waiting' }] }),
    step: stay,
    up: stay,
    down: stay,
    retry: ({ failures }) => attempt(failures),
  },
  failed: {
    connect: () => attempt(0),
    disconnect: () => stay(offline),
    step: stay,
    up: stay,
    down: stay,
    retry: stay,
  },
};

/** The next state, with what to do for it. An input that changes nothing gives back the same state object. */
export function move(state: ConnectionState, input: ConnectionInput, env: ConnectionEnv): ConnectionMove {
  // The table's type proves that the cell takes both; TypeScript cannot follow the two indexes together.
  const cell = table[state.at][input.kind] as (
    state: ConnectionState,
    input: ConnectionInput,
    env: ConnectionEnv,
  ) => ConnectionMove;
  return cell(state, input, env);
}

/** What the window shows of it. */
export function viewOf(state: ConnectionState): ConnectionView {
  switch (state.at) {
    case 'offline':
      return { at: 'offline' };
    case 'connecting':
      return { at: 'connecting', step: state.step };
    case 'online':
      return { at: 'online', secured: state.secured };
    case 'waiting':
      return { at: 'waiting', fault: state.fault, retryAtMs: state.retryAtMs };
    case 'failed':
      return { at: 'failed', fault: state.fault };
  }
}
