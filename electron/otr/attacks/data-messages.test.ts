import { describe, expect, it } from 'vitest';
import { fromBig, toBig } from '../primitives/big.ts';
import { newKeyPair, prime } from '../primitives/group.ts';
import { native } from '../primitives/native.ts';
import { encryptedPair, settle } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import { expectRefused, remade } from './forge.ts';

describe('S11, S13: data messages from a peer who cheats, under a right MAC', () => {
  it('remade without a change is accepted', () => {
    const { alice, bob } = encryptedPair();
    bob.receive(remade(alice, () => ({})));
    expect(bob.texts).toEqual(['remade']);
  });

  it('a next public value outside 2..p-2 is refused', () => {
    const p = toBig(prime);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) {
      const { alice, bob } = encryptedPair();
      expectRefused(bob, remade(alice, () => ({ nextKey: fromBig(value) })));
    }
  });

  it('a next key that differs from the one known under that id is refused', () => {
    const { alice, bob } = encryptedPair();
    alice.type('one');
    settle(alice, bob);
    // Alice still sends with key 1, so her next key must be the key 2 that Bob knows by now.
    const stranger = newKeyPair(seededRng('stranger'), native).open;
    expectRefused(bob, remade(alice, () => ({ nextKey: stranger })));
    expect(bob.told.at(-1)).toBe('unreadable');
    bob.receive(remade(alice, () => ({})));
    expect(bob.texts).toEqual(['one', 'remade']);
  });

  it('a next key that repeats the present one is refused', () => {
    const { alice, bob } = encryptedPair();
    const session = [...bob.conversation.instances.values()][0]!.session;
    const present = session.at === 'encrypted' ? session.ring.theirs : new Uint8Array(0);
    expectRefused(bob, remade(alice, () => ({ nextKey: present })));
  });

  it('a counter of 0 or one already used is refused; a higher one is accepted', () => {
    const { alice, bob } = encryptedPair();
    expectRefused(bob, remade(alice, () => ({ counter: new Uint8Array(8) })));
    const counter = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0);
    bob.receive(remade(alice, () => ({ counter })));
    expect(bob.shown).toHaveLength(1);
    expectRefused(bob, remade(alice, () => ({ counter })));
    expectRefused(bob, remade(alice, () => ({ counter: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0xff) })));
  });

  it.each([0, 2, 7, 0xffff_ffff])('a sender key id of %i that was never agreed is refused', (senderKeyId) => {
    const { alice, bob } = encryptedPair();
    expectRefused(bob, remade(alice, () => ({ senderKeyId })));
  });

  it.each([0, 3, 0xffff_ffff])('a recipient key id of %i that we do not have is refused', (recipientKeyId) => {
    const { alice, bob } = encryptedPair();
    expectRefused(bob, remade(alice, () => ({ recipientKeyId })));
  });
});
