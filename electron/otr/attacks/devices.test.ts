import { describe, expect, it } from 'vitest';
import { limits } from '../limits.ts';
import { encryptedPair, newPeer, settle } from '../testing/pair.ts';
import type { DhCommit, DhKey } from '../wire/message.ts';
import { ake, aliceTag, bobTag, expectRefused, messageOf } from './forge.ts';

describe('several devices', () => {
  it('a message for another of our devices is told quietly and changes nothing', () => {
    const { alice } = encryptedPair();
    const elsewhere = newPeer('bob', { instanceTag: 0x7777_7777 });
    alice.type('for Bob at 2222');
    expectRefused(elsewhere, alice.take()[0]!);
    expect(elsewhere.told).toEqual(['other-instance']);
  });

  it('tags below 0x100 are refused, and only a commit may lack the receiver', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    const commit = messageOf(alice.take()[0]!) as DhCommit;
    for (const [sender, receiver] of [[0xff, 0], [0, 0], [aliceTag, 0xff], [aliceTag, 1]] as const) {
      expectRefused(newPeer('bob'), ake(commit, sender, receiver));
    }
    const bob = newPeer('bob');
    bob.receive(ake(commit, aliceTag, 0));
    const key = messageOf(bob.take()[0]!) as DhKey;
    expectRefused(alice, ake(key, bobTag, 0));
    alice.receive(ake(key, bobTag, aliceTag));
    expect(alice.take()[0]).toMatch(/^\?OTR:AAMR/);
  });

  it('a text from an older session with another device is marked with that session', () => {
    const alice = newPeer('alice');
    const phone = newPeer('bob', { instanceTag: 0x5555_5555, seed: 'phone' });
    const mallory = newPeer('carol');
    for (const device of [mallory, phone]) {
      device.start();
      settle(alice, device);
      expect(alice.status.session?.theirInstance).toBe(device.conversation.config.instanceTag);
    }
    mallory.type('I am Bob');
    const [effect] = alice.receive(mallory.take()[0]!);
    expect(effect).toMatchObject({ do: 'deliver', session: { theirInstance: 0x3333_3333 } });
    expect(alice.status.session?.theirInstance).toBe(0x5555_5555);
    mallory.end();
    alice.receive(mallory.take()[0]!);
    expect(alice.status.at).toBe('encrypted');
  });

  it('without number are known only up to a bound, and the session in use stays', () => {
    const { alice, bob } = encryptedPair();
    const visitor = newPeer('carol');
    visitor.receive('?OTRv3?');
    const commit = messageOf(visitor.take()[0]!) as DhCommit;
    for (let i = 0; i < 50; i += 1) {
      alice.receive(ake(commit, 0x9000 + i, 0));
      alice.take();
      bob.type(`line ${i}`);
      settle(alice, bob);
    }
    expect(alice.texts).toHaveLength(50);
    expect(alice.conversation.instances.size).toBe(limits.instances);
    alice.type('still here');
    settle(alice, bob);
    expect(bob.texts).toEqual(['still here']);
  });
});
