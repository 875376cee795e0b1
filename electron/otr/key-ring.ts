import type { OtrEnv } from './api.ts';
import type { Established } from './ake.ts';
import { firstKeyId } from './ake.ts';
import type { Counter } from './counter.ts';
import { Lanes } from './lane.ts';
import { newKeyPair, sharedSecret, type KeyPair } from './primitives/group.ts';
import { derivePairKeys, type PairKeys } from './primitives/kdf.ts';
import type { Primitives } from './primitives/provider.ts';
import { wipe } from '../base/bytes.ts';

/*
 * The D-H keys of one session and what is derived from them.
 * Spec: OTRv3 "Key Management", "Revealing MAC Keys".
 */

/** One of our keys with one of theirs: derived keys and both counters. */
export type Pair = {
  readonly ourKeyId: number;
  readonly theirKeyId: number;
  readonly keys: PairKeys;
  readonly lanes: Lanes;
  /** Messages sent with these keys; the next one has one more as its counter. */
  readonly sent: number;
  /** The counter of the last message that was accepted; `null` before the first. */
  readonly received: Counter | null;
};

export type KeyRing = {
  /** The id of `ours`; `oursBefore` has one less. */
  readonly ourKeyId: number;
  readonly ours: KeyPair;
  readonly oursBefore: KeyPair;
  /** The id of `theirs`; `theirsBefore` has one less. */
  readonly theirKeyId: number;
  readonly theirs: Uint8Array;
  readonly theirsBefore: Uint8Array | null;
  /** Pairs in use, at most four. */
  readonly pairs: readonly Pair[];
  /** Receiving MAC keys that were used and whose D-H keys are forgotten; they go out with the next message. */
  readonly toReveal: readonly Uint8Array[];
};

/** A step of the ring with the secrets that died. */
export type Turned = { readonly ring: KeyRing; readonly dead: readonly Uint8Array[] };

/** The ring of a session that was just agreed; `toReveal` is what the session before it left behind. */
export function newRing(established: Established, toReveal: readonly Uint8Array[], env: OtrEnv): KeyRing {
  return {
    ourKeyId: firstKeyId + 1,
    ours: newKeyPair(env.random, env.primitives),
    oursBefore: established.ours,
    theirKeyId: established.theirKeyId,
    theirs: established.theirs,
    theirsBefore: null,
    pairs: [],
    toReveal,
  };
}

/** The pair in use that two key ids select. */
export function findPair({ pairs }: KeyRing, ourKeyId: number, theirKeyId: number): Pair | undefined {
  for (const pair of pairs) if (pair.ourKeyId === ourKeyId && pair.theirKeyId === theirKeyId) return pair;
  return undefined;
}

/** A pair with whose keys one more message went out: the `sent`th. */
export function sentOnce({ ourKeyId, theirKeyId, keys, lanes, received: last }: Pair, sent: number): Pair {
  return { ourKeyId, theirKeyId, keys, lanes, sent, received: last };
}

/** A pair with whose keys a message was accepted. */
export function received({ ourKeyId, theirKeyId, keys, lanes, sent }: Pair, counter: Counter): Pair {
  return { ourKeyId, theirKeyId, keys, lanes, sent, received: counter };
}

/** The pair that two key ids select; `null` where either is neither the latest nor the one before. */
export function pairOf(ring: KeyRing, ourKeyId: number, theirKeyId: number, primitives: Primitives): Pair | null {
  const known = findPair(ring, ourKeyId, theirKeyId);
  if (known !== undefined) return known;
  const ours = ourKeyId === ring.ourKeyId ? ring.ours : ourKeyId === ring.ourKeyId - 1 ? ring.oursBefore : null;
  const theirs =
    theirKeyId === ring.theirKeyId ? ring.theirs : theirKeyId === ring.theirKeyId - 1 ? ring.theirsBefore : null;
  if (ours === null || theirs === null) return null;
  const secret = sharedSecret(ours, theirs, primitives);
  if (secret === null) return null;
  const keys = derivePairKeys(ours.open, theirs, secret, primitives);
  wipe(secret);
  return { ourKeyId, theirKeyId, keys, lanes: new Lanes(), sent: 0, received: null };
}

/** The pair that messages go out with. The AKE proved its secret, so it is always there. */
export function sendingPair(ring: KeyRing, primitives: Primitives): Pair {
  const pair = pairOf(ring, ring.ourKeyId - 1, ring.theirKeyId, primitives);
  // A next key of theirs that gives no secret is not sent to.
  if (pair === null) throw new Error('assertion failed: the ring has keys to send with');
  return pair;
}

/** How many messages went out under one of our keys, with whichever of theirs. */
export function sentUnder({ pairs }: KeyRing, ourKeyId: number): number {
  let count = 0;
  for (const pair of pairs) if (pair.ourKeyId === ourKeyId) count += pair.sent;
  return count;
}

/** Puts a pair in the place of its former self. */
export function withPair(ring: KeyRing, pair: Pair, toReveal = ring.toReveal): KeyRing {
  const former = findPair(ring, pair.ourKeyId, pair.theirKeyId);
  const pairs = former === undefined ? [...ring.pairs, pair] : ring.pairs.with(ring.pairs.indexOf(former), pair);
  const { ourKeyId, ours, oursBefore, theirKeyId, theirs, theirsBefore } = ring;
  return { ourKeyId, ours, oursBefore, theirKeyId, theirs, theirsBefore, pairs, toReveal };
}

/** Wipes what `after`, which nobody will use, derived beyond `before`. */
export function forgetNew(before: KeyRing, after: KeyRing, primitives: Primitives): void {
  for (const { keys, lanes } of after.pairs) {
    if (before.pairs.some((pair) => pair.keys === keys)) continue;
    primitives.forgetAes(keys.sendAes);
    lanes.forget();
    wipe(...Object.values(keys));
  }
}

/** They have seen our latest key: forget the one before, draw a new one. */
export function rotateOurs(ring: KeyRing, env: OtrEnv): Turned {
  const { ring: kept, dead } = forget(ring, (pair) => pair.ourKeyId === ring.ourKeyId - 1, env.primitives);
  const ours = newKeyPair(env.random, env.primitives);
  return {
    ring: { ...kept, ourKeyId: ring.ourKeyId + 1, ours, oursBefore: ring.ours },
    dead: [...dead, ring.oursBefore.secret],
  };
}

/** They used their latest key: forget the one before, take over the next. */
export function rotateTheirs(ring: KeyRing, nextKey: Uint8Array, primitives: Primitives): Turned {
  const { ring: kept, dead } = forget(ring, (pair) => pair.theirKeyId === ring.theirKeyId - 1, primitives);
  return { ring: { ...kept, theirKeyId: ring.theirKeyId + 1, theirs: nextKey, theirsBefore: ring.theirs }, dead };
}

/** Forgets the whole ring: every used receiving MAC key is left to reveal, everything else is dead. */
export function forgetRing(
  ring: KeyRing,
  primitives: Primitives,
): { readonly toReveal: readonly Uint8Array[]; readonly dead: readonly Uint8Array[] } {
  const { ring: empty, dead } = forget(ring, () => true, primitives);
  return { toReveal: empty.toReveal, dead: [...dead, ring.ours.secret, ring.oursBefore.secret] };
}

function forget(ring: KeyRing, gone: (pair: Pair) => boolean, primitives: Primitives): Turned {
  const dying = ring.pairs.filter(gone);
  for (const { keys, lanes } of dying) {
    lanes.forget();
    primitives.forgetAes(keys.sendAes);
    primitives.forgetAes(keys.receiveAes);
  }
  const used = dying.filter((pair) => pair.received !== null).map((pair) => pair.keys.receiveMac);
  const dead = dying.flatMap(({ keys, received }) => {
    const { receiveMac, ...others } = keys;
    return received === null ? [receiveMac, ...Object.values(others)] : Object.values(others);
  });
  return {
    ring: { ...ring, pairs: ring.pairs.filter((pair) => !gone(pair)), toReveal: [...ring.toReveal, ...used] },
    dead,
  };
}
