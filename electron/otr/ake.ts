import { equalConstantTime, wipe } from '../base/bytes.ts';
import type { DsaPrivateKey, OtrEnv } from './api.ts';
import { openCommit, openSignature, sealCommit, sealSignature } from './ake-proofs.ts';
import { compare } from './primitives/big.ts';
import { fingerprint, type DsaPublicKey } from './primitives/dsa.ts';
import { newKeyPair, sharedSecret, type KeyPair } from './primitives/group.ts';
import { deriveAkeKeys, type AkeKeys } from './primitives/kdf.ts';
import type { AkeMessage, DhCommit, DhKey, RevealSignature, Signature } from './wire/message.ts';

/*
 * The authenticated key exchange with one peer instance: a cell for every state and input.
 * Spec: OTRv3 "Authentication state", "Receiving a D-H Commit Message" to "Receiving a Signature Message".
 */

/** Where the exchange stands, with exactly the data that each place needs. `sinceMs`: when it was reached. */
export type AkeState =
  | { readonly at: 'none' }
  /** We sent a D-H Commit. */
  | AwaitingDhKey
  /** They sent a D-H Commit, we answered with our D-H Key. */
  | { readonly at: 'awaiting-reveal-sig'; readonly ours: KeyPair; readonly commit: DhCommit; readonly sinceMs: number }
  /** We revealed and signed. */
  | {
      readonly at: 'awaiting-sig';
      readonly ours: KeyPair;
      readonly theirs: Uint8Array;
      readonly keys: AkeKeys;
      readonly sent: RevealSignature;
      /** That of the key which signed; the settings may come to have another. */
      readonly ourFingerprint: string;
      readonly sinceMs: number;
    };
export type AwaitingDhKey = {
  readonly at: 'awaiting-dh-key';
  readonly ours: KeyPair;
  /** The 16-byte key that hides g^x. */
  readonly r: Uint8Array;
  readonly sent: DhCommit;
  readonly sinceMs: number;
};

/** What a finished exchange hands to the message state. */
export type Established = {
  readonly ours: KeyPair;
  readonly theirs: Uint8Array;
  readonly theirKeyId: number;
  readonly theirKey: DsaPublicKey;
  /** Of the key of ours that signed, 40 hex digits. */
  readonly ourFingerprint: string;
  readonly sessionId: Uint8Array;
  readonly bold: 'first' | 'second';
};

export type AkeStep = {
  /** The very same object where the message was ignored. */
  readonly next: AkeState;
  readonly reply: AkeMessage | null;
  readonly established: Established | null;
  /** Secrets that died with this step. */
  readonly dead: readonly Uint8Array[];
  /** The message was one that we waited for, but it proved nothing. */
  readonly failed: boolean;
};

/** What the cells need besides state and message. */
export type AkeContext = { readonly key: DsaPrivateKey; readonly env: OtrEnv; readonly atMs: number };

type In<S extends AkeState['at']> = Extract<AkeState, { at: S }>;
type Msg<K extends AkeMessage['kind']> = Extract<AkeMessage, { kind: K }>;
type Table = {
  readonly [S in AkeState['at']]: {
    readonly [K in AkeMessage['kind']]: (state: In<S>, message: Msg<K>, context: AkeContext) => AkeStep;
  };
};

/** The key id that our first pair of a session has. */
export const firstKeyId = 1;

const ignored = (state: AkeState): AkeStep => {
  return { next: state, reply: null, established: null, dead: [], failed: false };
};
const failed = (state: AkeState): AkeStep => ({ ...ignored(state), failed: true });

export const akeTable: Table = {
  none: {
    'dh-commit': answerCommit,
    'dh-key': ignored,
    'reveal-signature': ignored,
    signature: ignored,
  },
  'awaiting-dh-key': {
    'dh-commit': crossCommits,
    'dh-key': revealAndSign,
    'reveal-signature': ignored,
    signature: ignored,
  },
  'awaiting-reveal-sig': {
    'dh-commit': replaceCommit,
    'dh-key': ignored,
    'reveal-signature': acceptReveal,
    signature: ignored,
  },
  'awaiting-sig': {
    'dh-commit': answerCommit,
    'dh-key': resendReveal,
    'reveal-signature': ignored,
    signature: acceptSignature,
  },
};

/** Runs the cell of a state and a message. */
export function stepAke(state: AkeState, message: AkeMessage, context: AkeContext): AkeStep {
  // The table's type proves that the cell takes just this state and message; TypeScript cannot follow that.
  const cell = akeTable[state.at][message.kind] as (s: AkeState, m: AkeMessage, c: AkeContext) => AkeStep;
  return cell(state, message, context);
}

/** Draws a new commit: what a received query or tag asks for, in whatever state. */
export function beginAke(context: AkeContext): AwaitingDhKey {
  const { random, primitives } = context.env;
  const ours = newKeyPair(random, primitives);
  const r = random(16);
  return { at: 'awaiting-dh-key', ours, r, sent: sealCommit(ours, r, primitives), sinceMs: context.atMs };
}

/** Every secret that a state holds. */
export function secretsOf(state: AkeState): readonly Uint8Array[] {
  switch (state.at) {
    case 'none':
      return [];
    case 'awaiting-dh-key':
      return [state.ours.secret, state.r];
    case 'awaiting-reveal-sig':
      return [state.ours.secret];
    case 'awaiting-sig':
      return [state.ours.secret, ...Object.values(state.keys)];
  }
}

function answerCommit(state: AkeState, commit: DhCommit, { env, atMs }: AkeContext): AkeStep {
  const ours = newKeyPair(env.random, env.primitives);
  return {
    ...ignored({ at: 'awaiting-reveal-sig', ours, commit, sinceMs: atMs }),
    reply: { kind: 'dh-key', gy: ours.open },
    dead: secretsOf(state),
  };
}

/** Both sides sent a commit: the higher hash wins. */
function crossCommits(state: AwaitingDhKey, commit: DhCommit, context: AkeContext): AkeStep {
  const order = compare(state.sent.hashedGx, commit.hashedGx);
  // An equal hash is our own commit sent back to us.
  if (order === 0) return ignored(state);
  if (order > 0) return { ...ignored(state), reply: state.sent };
  return answerCommit(state, commit, context);
}

function replaceCommit(state: In<'awaiting-reveal-sig'>, commit: DhCommit, { atMs }: AkeContext): AkeStep {
  return { ...ignored({ ...state, commit, sinceMs: atMs }), reply: { kind: 'dh-key', gy: state.ours.open } };
}

function revealAndSign(state: AwaitingDhKey, { gy }: DhKey, { key, env, atMs }: AkeContext): AkeStep {
  const { ours, r } = state;
  if (equalConstantTime(gy, ours.open)) return failed(state);
  const secret = sharedSecret(ours, gy, env.primitives);
  if (secret === null) return failed(state);
  const keys = deriveAkeKeys(secret, env.primitives);
  wipe(secret);
  const proof = { from: ours.open, to: gy, keyId: firstKeyId };
  const sealed = sealSignature(keys.c, keys.m1, keys.m2, proof, key, env);
  const sent: RevealSignature = { kind: 'reveal-signature', revealedKey: r.slice(), ...sealed };
  return {
    ...ignored({ at: 'awaiting-sig', ours, theirs: gy, keys, sent, ourFingerprint: fingerprint(key, env.primitives), sinceMs: atMs }),
    reply: sent,
    dead: [r],
  };
}

function resendReveal(state: In<'awaiting-sig'>, { gy }: DhKey): AkeStep {
  return equalConstantTime(gy, state.theirs) ? { ...ignored(state), reply: state.sent } : ignored(state);
}

function acceptReveal(state: In<'awaiting-reveal-sig'>, message: RevealSignature, context: AkeContext): AkeStep {
  const { key, env } = context;
  const { primitives } = env;
  const theirs = openCommit(state.commit, message.revealedKey, primitives);
  if (theirs === null || equalConstantTime(theirs, state.ours.open)) return failed(state);
  const secret = sharedSecret(state.ours, theirs, primitives);
  if (secret === null) return failed(state);
  const keys = deriveAkeKeys(secret, primitives);
  wipe(secret);
  const proof = { from: theirs, to: state.ours.open };
  const opened = openSignature(keys.c, keys.m1, keys.m2, proof, message, primitives);
  if (opened === null) {
    wipe(...Object.values(keys));
    return failed(state);
  }
  const ourProof = { from: state.ours.open, to: theirs, keyId: firstKeyId };
  const sealed = sealSignature(keys.cPrime, keys.m1Prime, keys.m2Prime, ourProof, key, env);
  const { sessionId, ...spent } = keys;
  wipe(...Object.values(spent));
  return {
    ...ignored({ at: 'none' }),
    reply: { kind: 'signature', ...sealed },
    established: { ours: state.ours, theirs, ...opened, ourFingerprint: fingerprint(key, primitives), sessionId, bold: 'second' },
  };
}

function acceptSignature(state: In<'awaiting-sig'>, message: Signature, { env }: AkeContext): AkeStep {
  const { ours, theirs, keys, ourFingerprint } = state;
  const proof = { from: theirs, to: ours.open };
  const opened = openSignature(keys.cPrime, keys.m1Prime, keys.m2Prime, proof, message, env.primitives);
  if (opened === null) return failed(state);
  const { sessionId, ...spent } = keys;
  return {
    ...ignored({ at: 'none' }),
    established: { ours, theirs, ...opened, ourFingerprint, sessionId, bold: 'first' },
    dead: Object.values(spent),
  };
}
