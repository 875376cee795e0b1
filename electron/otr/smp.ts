import { concat, equalConstantTime, wipe } from '../base/bytes.ts';
import type { OtrEnv } from './api.ts';
import { divideBoth, elementLength, generator, raise } from './primitives/group.ts';
import {
  checkCoordinates,
  checkEqualLogs,
  checkLog,
  coordinates,
  decodeNumbers,
  encodeNumbers,
  newExponent,
  proveCoordinates,
  proveEqualLogs,
  proveLog,
  type Generators,
} from './smp-proofs.ts';

/*
 * The Socialist Millionaires' Protocol in one session: a cell for every state and input; where the table
 * has no other, the cell aborts.
 * Spec: OTRv3 "The SMP state machine".
 */

/** Who began a run, and with which question. */
export type SmpRun = { readonly startedBy: 'us' | 'them'; readonly question: string | null };

/** Where SMP stands, with exactly the data that each place needs. */
export type SmpState =
  /** SMPSTATE_EXPECT1. */
  | { readonly at: 'idle' }
  /** Message 1 came and its proofs hold; the person has not answered yet. SMPSTATE_EXPECT1 as well. */
  | { readonly at: 'asked'; readonly run: SmpRun; readonly g2a: Uint8Array; readonly g3a: Uint8Array }
  /** SMPSTATE_EXPECT2: we sent message 1. */
  | {
      readonly at: 'expect-2';
      readonly run: SmpRun;
      readonly x: Uint8Array;
      readonly a2: Uint8Array;
      readonly a3: Uint8Array;
    }
  /** SMPSTATE_EXPECT3: we answered with message 2. */
  | {
      readonly at: 'expect-3';
      readonly run: SmpRun;
      readonly generators: Generators;
      readonly g3a: Uint8Array;
      readonly b3: Uint8Array;
      readonly pb: Uint8Array;
      readonly qb: Uint8Array;
    }
  /** SMPSTATE_EXPECT4: we sent message 3; from here on the peer can know the outcome. */
  | {
      readonly at: 'expect-4';
      readonly run: SmpRun;
      readonly g3b: Uint8Array;
      readonly a3: Uint8Array;
      /** Pa / Pb and Qa / Qb. */
      readonly pab: Uint8Array;
      readonly qab: Uint8Array;
    };

/** What comes in: records of the peer by their numbers' bytes, and the person's wishes. */
export type SmpInput =
  | { readonly kind: 'message-1'; readonly value: Uint8Array; readonly question: string | null }
  | { readonly kind: 'message-2' | 'message-3' | 'message-4'; readonly value: Uint8Array }
  | { readonly kind: 'abort' }
  | { readonly kind: 'start'; readonly secret: Uint8Array; readonly question: string | null }
  | { readonly kind: 'answer'; readonly secret: Uint8Array }
  | { readonly kind: 'cancel' };

/** What goes out; the question travels with message 1. */
export type SmpOutput =
  | { readonly message: 1; readonly value: Uint8Array; readonly question: string | null }
  | { readonly message: 2 | 3 | 4; readonly value: Uint8Array }
  | { readonly message: 'abort' };

export type SmpOutcome = 'asked' | 'progress' | 'succeeded' | 'failed' | 'aborted' | 'cheated';
export type SmpStep = {
  /** The very same object where the input was refused. */
  readonly next: SmpState;
  readonly reply: SmpOutput | null;
  /** What became of which run; `null` where there is nothing to tell. */
  readonly told: { readonly state: SmpOutcome; readonly run: SmpRun; readonly percent: number } | null;
  /** Secrets that died with this step. */
  readonly dead: readonly Uint8Array[];
  /** The peer had a try at the secret and did not know it, or left before we could see. */
  readonly guessed: boolean;
};

/** What binds a run to its session: fingerprints of 20 bytes, session id of 8. */
export type SmpContext = {
  readonly env: OtrEnv;
  readonly ourFingerprint: Uint8Array;
  readonly theirFingerprint: Uint8Array;
  readonly sessionId: Uint8Array;
};

type In<S extends SmpState['at']> = Extract<SmpState, { at: S }>;
type Of<K extends SmpInput['kind']> = Extract<SmpInput, { kind: K }>;
type Table = {
  readonly [S in SmpState['at']]: {
    readonly [K in SmpInput['kind']]: (state: In<S>, input: Of<K>, context: SmpContext) => SmpStep;
  };
};

export const idle: SmpState = { at: 'idle' };
const asIs = (state: SmpState): SmpStep => ({ next: state, reply: null, told: null, dead: [], guessed: false });

/** What a row has unless it says otherwise: what does not fit aborts the run, what the person may not do is refused. */
const defaults = {
  'message-1': abortRun,
  'message-2': abortRun,
  'message-3': abortRun,
  'message-4': abortRun,
  abort: abortedByThem,
  start: asIs,
  answer: asIs,
  cancel: abortRun,
} as const;

export const smpTable: Table = {
  idle: { ...defaults, 'message-1': hearQuestion, abort: asIs, start },
  asked: { ...defaults, answer: answerQuestion },
  'expect-2': { ...defaults, 'message-2': compareAsInitiator },
  'expect-3': { ...defaults, 'message-3': concludeAsResponder },
  'expect-4': { ...defaults, 'message-4': concludeAsInitiator },
};

/** Runs the cell of a state and an input. */
export function stepSmp(state: SmpState, input: SmpInput, context: SmpContext): SmpStep {
  // The table's type proves that the cell takes just this state and input; TypeScript cannot follow that.
  const cell = smpTable[state.at][input.kind] as (s: SmpState, i: SmpInput, c: SmpContext) => SmpStep;
  return cell(state, input, context);
}

/** Every secret that a state holds. */
export function smpSecretsOf(state: SmpState): readonly Uint8Array[] {
  switch (state.at) {
    case 'idle':
    case 'asked':
      return [];
    case 'expect-2':
      return [state.x, state.a2, state.a3];
    case 'expect-3':
      return [state.b3];
    case 'expect-4':
      return [state.a3];
  }
}

/** A run dies with its session. Spec: "If at any point MSGSTATE_ENCRYPTED becomes unset, SMP must abandon its state". */
export function abandonRun(state: SmpState): SmpStep {
  return { ...finish(state, 'aborted'), reply: null };
}

/** Ends a run, if there is one; in idle there is nothing to tell. */
function finish(state: SmpState, outcome: SmpOutcome): SmpStep {
  if (state.at === 'idle') return asIs(state);
  return {
    next: idle,
    reply: null,
    told: { state: outcome, run: state.run, percent: outcome === 'succeeded' || outcome === 'failed' ? 100 : 0 },
    dead: smpSecretsOf(state),
    guessed: outcome !== 'succeeded' && (outcome === 'failed' || state.at === 'expect-4'),
  };
}

function abortRun(state: SmpState): SmpStep {
  return { ...finish(state, 'aborted'), reply: { message: 'abort' } };
}

function abortedByThem(state: SmpState): SmpStep {
  return finish(state, 'aborted');
}

/** A proof or a range was wrong. In idle the run that it would have begun is the one that is told. */
function cheated(state: SmpState, run: SmpRun): SmpStep {
  const ended = finish(state, 'cheated');
  return { ...ended, told: { state: 'cheated', run, percent: 0 }, reply: { message: 'abort' } };
}

/**
 * The number that is compared: a hash over both fingerprints (the initiator's first), the session id and
 * what the person typed. Spec: OTRv3 "Secret information".
 */
function bind(secret: Uint8Array, startedBy: SmpRun['startedBy'], context: SmpContext): Uint8Array {
  const { ourFingerprint, theirFingerprint, sessionId, env } = context;
  const both = startedBy === 'us' ? [ourFingerprint, theirFingerprint] : [theirFingerprint, ourFingerprint];
  const input = concat(Uint8Array.of(1), ...both, sessionId, secret);
  const bound = env.primitives.sha256(input);
  wipe(input);
  return bound;
}

function start(_state: In<'idle'>, { secret, question }: Of<'start'>, context: SmpContext): SmpStep {
  const { env } = context;
  const [a2, a3] = [newExponent(env), newExponent(env)];
  const x = bind(secret, 'us', context);
  const [two, three] = [proveLog(1, a2, env), proveLog(2, a3, env)];
  const [g2a, g3a] = [raise(generator, a2, env.primitives), raise(generator, a3, env.primitives)];
  const run: SmpRun = { startedBy: 'us', question };
  const value = encodeNumbers(1, [g2a, two.c, two.d, g3a, three.c, three.d]);
  if (value === null) throw new Error('assertion failed: random exponents give legal values');
  return {
    ...asIs({ at: 'expect-2', run, x, a2, a3 }),
    reply: { message: 1, value, question },
    told: { state: 'progress', run, percent: 10 },
  };
}

/** Spec: OTRv3 "Receiving a type 2 TLV (SMP message 1)", up to the point where the person must answer. */
function hearQuestion(state: In<'idle'>, { value, question }: Of<'message-1'>, { env }: SmpContext): SmpStep {
  const run: SmpRun = { startedBy: 'them', question };
  const numbers = decodeNumbers(1, value);
  if (numbers === null) return cheated(state, run);
  const [g2a, c2, d2, g3a, c3, d3] = numbers as Numbers<6>;
  const by = env.primitives;
  const honest = checkLog(1, g2a, { c: c2, d: d2 }, by) && checkLog(2, g3a, { c: c3, d: d3 }, by);
  if (!honest) return cheated(state, run);
  return { ...asIs({ at: 'asked', run, g2a, g3a }), told: { state: 'asked', run, percent: 25 } };
}

/** Spec: OTRv3 "Create a type 3 TLV (SMP message 2) and send it to Alice". */
function answerQuestion(state: In<'asked'>, { secret }: Of<'answer'>, context: SmpContext): SmpStep {
  const { env } = context;
  const by = env.primitives;
  const { run, g2a, g3a } = state;
  const [b2, b3, r4] = [newExponent(env), newExponent(env), newExponent(env)];
  const y = bind(secret, 'them', context);
  const [two, three] = [proveLog(3, b2, env), proveLog(4, b3, env)];
  const generators: Generators = { g2: raise(g2a, b2, by), g3: raise(g3a, b3, by) };
  const { p: pb, q: qb } = coordinates(generators, r4, y, by);
  const { c, d5, d6 } = proveCoordinates(5, generators, r4, y, env);
  const [g2b, g3b] = [raise(generator, b2, by), raise(generator, b3, by)];
  wipe(y, b2, r4);
  const value = encodeNumbers(2, [g2b, two.c, two.d, g3b, three.c, three.d, pb, qb, c, d5, d6]);
  if (value === null) return cheated(state, run);
  return {
    ...asIs({ at: 'expect-3', run, generators, g3a, b3, pb, qb }),
    reply: { message: 2, value },
    told: { state: 'progress', run, percent: 60 },
  };
}

/** Spec: OTRv3 "Receiving a type 3 TLV (SMP message 2)". */
function compareAsInitiator(state: In<'expect-2'>, { value }: Of<'message-2'>, { env }: SmpContext): SmpStep {
  const by = env.primitives;
  const { run, x, a2, a3 } = state;
  const numbers = decodeNumbers(2, value);
  if (numbers === null) return cheated(state, run);
  const [g2b, c2, d2, g3b, c3, d3, pb, qb, cp, d5, d6] = numbers as Numbers<11>;
  const known = checkLog(3, g2b, { c: c2, d: d2 }, by) && checkLog(4, g3b, { c: c3, d: d3 }, by);
  if (!known) return cheated(state, run);
  const generators: Generators = { g2: raise(g2b, a2, by), g3: raise(g3b, a3, by) };
  const theirs = { p: pb, q: qb };
  if (!checkCoordinates(5, generators, theirs, { c: cp, d5, d6 }, by)) return cheated(state, run);

  const r4 = newExponent(env);
  const { p: pa, q: qa } = coordinates(generators, r4, x, by);
  const made = proveCoordinates(6, generators, r4, x, env);
  wipe(r4);
  const [pab, qab] = divideBoth([pa, pb], [qa, qb]);
  const ra = raise(qab, a3, by);
  const equal = proveEqualLogs(7, qab, a3, env);
  const sent = encodeNumbers(3, [pa, qa, made.c, made.d5, made.d6, ra, equal.c, equal.d]);
  if (sent === null) return cheated(state, run);
  return {
    ...asIs({ at: 'expect-4', run, g3b, a3, pab, qab }),
    reply: { message: 3, value: sent },
    told: { state: 'progress', run, percent: 60 },
    dead: [x, a2],
  };
}

/** Spec: OTRv3 "Receiving a type 4 TLV (SMP message 3)". */
function concludeAsResponder(state: In<'expect-3'>, { value }: Of<'message-3'>, { env }: SmpContext): SmpStep {
  const by = env.primitives;
  const { run, generators, g3a, b3, pb, qb } = state;
  const numbers = decodeNumbers(3, value);
  if (numbers === null) return cheated(state, run);
  const [pa, qa, cp, d5, d6, ra, cr, d7] = numbers as Numbers<8>;
  const theirs = { p: pa, q: qa };
  if (!checkCoordinates(6, generators, theirs, { c: cp, d5, d6 }, by)) return cheated(state, run);
  const [pab, qab] = divideBoth([pa, pb], [qa, qb]);
  if (!checkEqualLogs(7, qab, { open: g3a, value: ra }, { c: cr, d: d7 }, by)) return cheated(state, run);

  const rb = raise(qab, b3, by);
  const equal = proveEqualLogs(8, qab, b3, env);
  const sent = encodeNumbers(4, [rb, equal.c, equal.d]);
  if (sent === null) return cheated(state, run);
  return { ...finish(state, verdict(ra, b3, pab, by)), reply: { message: 4, value: sent } };
}

/** Spec: OTRv3 "Receiving a type 5 TLV (SMP message 4)". */
function concludeAsInitiator(state: In<'expect-4'>, { value }: Of<'message-4'>, { env }: SmpContext): SmpStep {
  const by = env.primitives;
  const { run, g3b, a3, pab, qab } = state;
  const numbers = decodeNumbers(4, value);
  if (numbers === null) return cheated(state, run);
  const [rb, cr, d7] = numbers as Numbers<3>;
  if (!checkEqualLogs(8, qab, { open: g3b, value: rb }, { c: cr, d: d7 }, by)) return cheated(state, run);
  return finish(state, verdict(rb, a3, pab, by));
}

/** Whether both knew the same: Rab = Pa / Pb. Spec: "Check whether the protocol was successful". */
function verdict(theirR: Uint8Array, ourExponent: Uint8Array, pab: Uint8Array, by: SmpContext['env']['primitives']): SmpOutcome {
  const [rab, expected] = [new Uint8Array(elementLength), new Uint8Array(elementLength)];
  const power = raise(theirR, ourExponent, by);
  rab.set(power, elementLength - power.length);
  expected.set(pab, elementLength - pab.length);
  return power.length > 0 && equalConstantTime(rab, expected) ? 'succeeded' : 'failed';
}

/** As many numbers as `decodeNumbers` has made sure that there are. */
type Numbers<N extends number, Got extends Uint8Array[] = []> = Got['length'] extends N
  ? Got
  : Numbers<N, [...Got, Uint8Array]>;
