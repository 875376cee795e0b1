import { afterEach, expect } from 'vitest';
import { fingerprintOf } from '../index.ts';
import { newPeer, type Peer, type PeerOptions } from '../testing/pair.ts';
import { LibotrUser } from './libotr.ts';

/*
 * Our engine across from the reference library; whoever met is freed after each test.
 */

/** Carries everything both ways until both are quiet. */
export function settle(ours: Peer, theirs: LibotrUser): void {
  for (let passed = 0; passed < 20_000; passed += 1) {
    const out = ours.outbox.shift();
    if (out !== undefined) theirs.receive(out);
    const back = theirs.outbox.shift();
    if (back !== undefined) ours.receive(back);
    if (out === undefined && back === undefined) return;
  }
  throw new Error('the two never became quiet');
}

const users: LibotrUser[] = [];
/** Two who do not know each other yet. */
export function meet(options: PeerOptions = {}, theirOptions: ConstructorParameters<typeof LibotrUser>[0] = {}) {
  const theirs = new LibotrUser(theirOptions);
  users.push(theirs);
  return { ours: newPeer('alice', options), theirs };
}
/** Two with an encrypted session; ours asked for it. */
export function meetPrivately(options: PeerOptions = {}, theirOptions: ConstructorParameters<typeof LibotrUser>[0] = {}) {
  const pair = meet(options, theirOptions);
  pair.ours.start();
  settle(pair.ours, pair.theirs);
  expect(pair.theirs.state).toBe('encrypted');
  return pair;
}

afterEach(() => {
  for (const user of users.splice(0)) user.close();
});

/** Both sides are private and agree on session id, fingerprints and version. */
export function expectSameSession(ours: Peer, theirs: LibotrUser, version: 2 | 3 = 3): void {
  expect(ours.status.at).toBe('encrypted');
  expect(theirs.state).toBe('encrypted');
  const session = ours.status.session!;
  expect(theirs.session).toEqual({
    hex: session.sessionId.hex,
    bold: session.sessionId.bold === 'first' ? 'second' : 'first',
    version,
  });
  expect(session.version).toBe(version);
  expect(session.theirFingerprint).toBe(theirs.fingerprint);
  expect(theirs.theirFingerprint).toBe(fingerprintOf(ours.conversation.config.key));
}
