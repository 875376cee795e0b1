import { describe, expect, it } from 'vitest';
import { configure } from '../conversation.ts';
import { fingerprintOf } from '../index.ts';
import { limits } from '../limits.ts';
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
    ['under the tag of the device that had the session', 0x2222_2222, 0],
    ['as a further device, which is told once the line has waited for its own', 0x3333_3333, limits.unreadAgeMs],
  ])('get no text: %s', (_name, instanceTag, waitMs) => {
    const { alice, id } = interrupted();
    const mallory = newPeer('carol', { instanceTag });
    mallory.start();
    settle(alice, mallory);
    expect(alice.status.session?.theirFingerprint).toBe(fingerprintOf(testKeys.carol));
    alice.wait(waitMs);
    settle(alice, mallory);
    expect(mallory.texts).toEqual([]);
    expect(alice.events.at(-1)).toEqual({ kind: 'not-resent', id, session: alice.status.session, why: 'other-key' });
  });

  it('as a further device take no line from its own, which comes a moment later and alone gets it', () => {
    const { alice, id } = interrupted();
    const [mallory, bob] = [newPeer('carol'), newPeer('bob', { seed: 'restarted' })];
    mallory.start();
    settle(alice, mallory);
    mallory.type('I am Bob, and have read it');
    settle(alice, mallory);
    bob.start();
    settle(alice, bob);
    settle(alice, mallory);
    alice.wait(limits.unreadAgeMs);
    expect([bob.texts, mallory.texts]).toEqual([[`[resent] ${secret}`], []]);
    expect(alice.events).toContainEqual({ kind: 'resent', id });
    expect(alice.told).not.toContain('not-resent');
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
    alice.wait(limits.unreadAgeMs);
    mallory.start();
    settle(alice, mallory);
    expect(mallory.texts).toEqual([]);
    expect(alice.told.filter((kind) => kind === 'not-resent')).toHaveLength(1);
    alice.run({ kind: 'send', id, text: secret, atMs: alice.nowMs });
    settle(alice, mallory);
    expect(mallory.texts).toEqual([secret]);
  });

  it('nor does the same key, once the person trusts it no longer', () => {
    for (const trusts of [false, true]) {
      const { alice } = encryptedPair();
      const trust = (...fingerprints: readonly string[]): void => {
        alice.conversation = configure(alice.conversation, { ...alice.conversation.config, trustedFingerprints: new Set(fingerprints) });
      };
      trust(fingerprintOf(testKeys.bob), fingerprintOf(testKeys.carol));
      alice.type(secret);
      alice.take();
      trust(...(trusts ? [fingerprintOf(testKeys.bob)] : []));
      alice.receive('?OTR Error: You transmitted an unreadable encrypted message.');
      const bob = newPeer('bob', { seed: 'restarted' });
      bob.start();
      settle(alice, bob);
      expect(bob.texts).toEqual(trusts ? [`[resent] ${secret}`] : []);
    }
  });

  it('the same key gets it, so that it is the fingerprint that decides', () => {
    const { alice, id } = interrupted();
    const bob = newPeer('bob', { seed: 'restarted' });
    bob.start();
    settle(alice, bob);
    expect(bob.shown).toEqual([{ text: `[resent] ${secret}`, encrypted: true }]);
    expect(alice.events.at(-1)).toEqual({ kind: 'resent', id });
  });

  it('nor where the error comes after the exchange; no other session gets it either', () => {
    const { alice, bob } = encryptedPair();
    const id = alice.type(secret);
    alice.take();
    const mallory = newPeer('carol', { instanceTag: 0x2222_2222 });
    mallory.start();
    settle(alice, mallory);
    alice.receive('?OTR Error: forged');
    expect(alice.events.at(-1)).toEqual({ kind: 'not-resent', id, session: alice.status.session, why: 'other-key' });
    // Whatever of hers verifies says nothing about a line that went to Bob.
    settle(alice, mallory);
    expect([mallory.texts, bob.texts]).toEqual([[], []]);
    alice.receive('?OTR Error: forged again');
    expect(alice.told.filter((kind) => kind === 'not-resent')).toHaveLength(1);
  });

  it('nor by an answer under their own key, which does not count for a line that went to Bob', () => {
    const { alice } = encryptedPair();
    const id = alice.type(secret);
    alice.take();
    const mallory = newPeer('carol', { instanceTag: 0x2222_2222 });
    mallory.start();
    settle(alice, mallory);
    alice.type('who are you?');
    settle(alice, mallory);
    mallory.type('Bob');
    settle(alice, mallory);
    alice.receive('?OTR Error: You transmitted an unreadable encrypted message.');
    expect(alice.events.at(-1)).toMatchObject({ kind: 'not-resent', id });
  });

  it('a forged error after a refresh repeats a line to its reader once, in the session that stands, and does no more', () => {
    const { alice, bob } = encryptedPair();
    alice.type(secret);
    settle(alice, bob);
    alice.start();
    settle(alice, bob);
    for (let i = 0; i < 10; i += 1) alice.receive('?OTR Error: forged');
    settle(alice, bob);
    expect(bob.shown).toEqual([
      { text: secret, encrypted: true },
      { text: `[resent] ${secret}`, encrypted: true },
    ]);
    expect(alice.sent.join('')).not.toContain(secret);
  });
});
