import { describe, expect, it } from 'vitest';
import { sealSignature } from '../ake-proofs.ts';
import { encodePublicKey } from '../primitives/dsa.ts';
import { newKeyPair, sharedSecret } from '../primitives/group.ts';
import { deriveAkeKeys } from '../primitives/kdf.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { newPeer } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import type { DhCommit, DhKey, RevealSignature } from '../wire/message.ts';
import { data } from '../wire/writer.ts';
import { ake, aliceTag, bobTag, exchangeUpTo, expectRefused, messageOf } from './forge.ts';

const carolTag = 0x3333_3333;

describe('S3: identity misbinding', () => {
  it('who only forwards the exchange cannot put its own key to the session', () => {
    const { receiver: bob, text, passed } = exchangeUpTo(2);
    // Carol signs what she saw on the wire, but she has no secret to MAC it with.
    const reveal = messageOf(text) as RevealSignature;
    const { gy } = messageOf(passed[1]!) as DhKey;
    const env = { random: seededRng('carol'), primitives: native };
    const guess = deriveAkeKeys(gy, native);
    const forged = sealSignature(guess.c, guess.m1, guess.m2, { from: gy, to: gy, keyId: 1 }, testKeys.carol, env);
    expectRefused(bob, ake({ ...reveal, ...forged }, aliceTag, bobTag));
    expect(bob.told.at(-1)).toBe('malformed');
    bob.receive(text);
    expect(bob.status.at).toBe('encrypted');
  });

  it('a signature that Alice made for one session does not serve in another, though its MAC is right', () => {
    const random = seededRng('carol');
    // Alice signs for Carol, who answers her commit honestly.
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    alice.take();
    const carols = newKeyPair(random, native);
    alice.receive(ake({ kind: 'dh-key', gy: carols.open }, carolTag, aliceTag));
    const { ake: state } = alice.conversation.instances.get(carolTag)!;
    if (state.at !== 'awaiting-sig') throw new Error('no signature');
    const x = native.aesCtr(state.keys.c, new Uint8Array(16), state.sent.encryptedSignature);
    expect(x.slice(0, 20)).toEqual(encodePublicKey(testKeys.alice).slice(0, 20));

    // Carol begins with Bob and shows him what Alice signed.
    const bob = newPeer('bob');
    const r = random(16);
    const gx = data(carols.open);
    bob.receive(ake({ kind: 'dh-commit', encryptedGx: native.aesCtr(r, new Uint8Array(16), gx), hashedGx: native.sha256(gx) }, carolTag, 0));
    const { gy } = messageOf(bob.take()[0]!) as DhKey;
    const keys = deriveAkeKeys(sharedSecret(carols, gy, native)!, native);
    const encryptedSignature = native.aesCtr(keys.c, new Uint8Array(16), x);
    const mac = native.hmacSha256(keys.m2, data(encryptedSignature)).slice(0, 20);
    expectRefused(bob, ake({ kind: 'reveal-signature', revealedKey: r, encryptedSignature, mac }, carolTag, bobTag));
    expect(bob.told.at(-1)).toBe('malformed');

    // Her own signature in the same place is accepted: it is the binding that refused.
    const m = { from: carols.open, to: gy, keyId: 1 };
    const own = sealSignature(keys.c, keys.m1, keys.m2, m, testKeys.carol, { random, primitives: native });
    bob.receive(ake({ kind: 'reveal-signature', revealedKey: r, ...own }, carolTag, bobTag));
    expect(bob.status.at).toBe('encrypted');
  });

  it('a commit sent again under another sender tag cannot be opened by its thief', () => {
    const { bob, text } = exchangeUpTo(0);
    const random = seededRng('thief');
    bob.receive(ake(messageOf(text) as DhCommit, carolTag, 0));
    const { gy } = messageOf(bob.take()[0]!) as DhKey;
    // The thief has a pair of its own, but the commit hides another value.
    const own = newKeyPair(random, native);
    const keys = deriveAkeKeys(sharedSecret(own, gy, native)!, native);
    const env = { random, primitives: native };
    const sealed = sealSignature(keys.c, keys.m1, keys.m2, { from: own.open, to: gy, keyId: 1 }, testKeys.carol, env);
    expectRefused(bob, ake({ kind: 'reveal-signature', revealedKey: random(16), ...sealed }, carolTag, bobTag));
    expect(bob.status.at).toBe('plaintext');
  });
});
