import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../index.ts';
import { testKeys } from '../testing/keys.ts';
import { encryptedPair, newPeer, settle, type Peer } from '../testing/pair.ts';

/*
 * An error message is not authenticated. Whoever forges one, and answers the key exchange that follows with a
 * key of their own, had libotr send them the last line once more.
 */

const secret = 'the parcel is behind the blue door';

/** Alice writes to Bob, whose messages the attacker keeps back. */
function interrupted(policy: { readonly startOnError?: boolean } = {}): { readonly alice: Peer; readonly bob: Peer; readonly id: string } {
  const { alice, bob } = encryptedPair({ policy });
  const id = alice.type(secret);
  alice.take();
  alice.receive('?OTR Error: You transmitted an unreadable encrypted message.');
  return { alice, bob, id };
}

describe('S5: a forged error and a swapped key', () => {
  it.each([
    ['under the tag of the device that had the session', 0x2222_2222],
    ['as a further device', 0x3333_3333],
  ])('get no text: %s', (_name, instanceTag) => {
    const { alice, id } = interrupted();
    const mallory = newPeer('carol', { instanceTag });
    mallory.start();
    settle(alice, mallory);
    expect(alice.status.session?.theirFingerprint).toBe(fingerprintOf(testKeys.carol));
    expect(mallory.texts).toEqual([]);
    expect(alice.events.at(-1)).toEqual({ kind: 'not-resent', id, session: alice.status.session });
  });

  it('nor where the error itself makes us start', () => {
    const { alice, id } = interrupted({ startOnError: true });
    const mallory = newPeer('carol', { instanceTag: 0x2222_2222 });
    settle(alice, mallory);
    expect(alice.status.at).toBe('encrypted');
    expect(mallory.texts).toEqual([]);
    expect(alice.events.at(-1)).toMatchObject({ kind: 'not-resent', id });
  });

  it('nor afterwards, from further errors and exchanges; only the person sends it', () => {
    const { alice, id } = interrupted();
    const mallory = newPeer('carol');
    for (let i = 0; i < 3; i += 1) {
      mallory.start();
      settle(alice, mallory);
      alice.receive('?OTR Error: again');
    }
    expect(mallory.texts).toEqual([]);
    expect(alice.told.filter((kind) => kind === 'not-resent')).toHaveLength(1);
    alice.run({ kind: 'send', id, text: secret, atMs: alice.nowMs });
    settle(alice, mallory);
    expect(mallory.texts).toEqual([secret]);
  });

  it('the same key gets it, so that it is the fingerprint that decides', () => {
    const { alice, id } = interrupted();
    const bob = newPeer('bob', { seed: 'restarted' });
    bob.start();
    settle(alice, bob);
    expect(bob.shown).toEqual([{ text: `[resent] ${secret}`, encrypted: true }]);
    expect(alice.events.at(-1)).toEqual({ kind: 'resent', id });
  });
});
