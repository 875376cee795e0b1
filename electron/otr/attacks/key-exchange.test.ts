import { describe, expect, it } from 'vitest';
import { sealSignature } from '../ake-proofs.ts';
import { deriveAkeKeys } from '../primitives/kdf.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { newPeer, type Peer } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import type { DhCommit, DhKey } from '../wire/message.ts';
import { ake, aliceTag, bobTag, expectRefused, messageOf } from './forge.ts';

describe('S3: the key exchange', () => {
  /** Every message of an honest exchange, with the peer that receives it standing just before it. */
  function upTo(count: number): { readonly peer: Peer; readonly text: string; readonly passed: readonly string[] } {
    const alice = newPeer('alice');
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    const passed: string[] = [];
    for (let i = 0; ; i += 1) {
      const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
      const text = from.take()[0]!;
      if (i === count) return { peer: to, text, passed };
      passed.push(text);
      to.receive(text);
    }
  }

  it.each([0, 1, 2, 3])('message %i reflected to its sender changes nothing and is told', (index) => {
    const { peer, passed, text } = upTo(index);
    void peer;
    const sender = index % 2 === 0 ? 'alice' : 'bob';
    const replay = newPeer(sender);
    expectRefused(replay, text);
    expect(replay.told).toEqual(['reflected']);
    expect(passed).toHaveLength(index);
  });

  it('every earlier message, replayed at any later point, leaves nobody encrypted with the wrong keys', () => {
    for (let index = 1; index <= 3; index += 1) {
      const { peer, text, passed } = upTo(index);
      for (const old of passed) peer.receive(old);
      peer.receive(text);
      const fresh = upTo(index);
      fresh.peer.receive(fresh.text);
      if (peer.status.at === 'encrypted') expect(peer.status.session).toEqual(fresh.peer.status.session);
    }
  });

  it('a commit sent again under another sender tag cannot be opened by its thief', () => {
    const { peer, text } = upTo(0);
    const stolen = messageOf(text) as DhCommit;
    peer.receive(ake(stolen, 0x4444_4444, 0));
    expect(peer.status.at).toBe('plaintext');
    const reply = messageOf(peer.take()[0]!) as DhKey;
    expect(reply.kind).toBe('dh-key');
  });

  it('an attacker who forwards the exchange cannot put its own key to the session (misbinding)', () => {
    const { peer: bob, text, passed } = upTo(2);
    // Carol signs what she saw on the wire, but she has no secret to MAC it with.
    const reveal = messageOf(text);
    if (reveal.kind !== 'reveal-signature') throw new Error('no reveal');
    const dhKey = messageOf(passed[1]!) as DhKey;
    const env = { random: seededRng('carol'), primitives: native };
    const guess = deriveAkeKeys(dhKey.gy, native);
    const proof = { from: dhKey.gy, to: dhKey.gy, keyId: 1 };
    const forged = sealSignature(guess.c, guess.m1, guess.m2, proof, testKeys.carol, env);
    expectRefused(bob, ake({ ...reveal, ...forged }, aliceTag, bobTag));
    expect(bob.told.at(-1)).toBe('malformed');
    bob.receive(text);
    expect(bob.status.at).toBe('encrypted');
  });
});
