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

  it('in session, too many of them: the one that typed lines go to stays, and what the oldest had is wiped', () => {
    const alice = newPeer('alice');
    const devices = Array.from({ length: limits.instances }, (_, i) => newPeer('bob', { instanceTag: 0x5000 + i, seed: `device ${i}` }));
    for (const device of devices) {
      device.start();
      settle(alice, device);
    }
    const inUse = devices.at(-1)!;
    // Everyone else was heard later than the one in use; the first of them is in the middle of SMP.
    for (const device of devices.slice(0, -1)) {
      if (device === devices[0]) device.compare('tiger');
      else device.type('hello');
      settle(alice, device);
    }
    alice.run({ kind: 'smp-answer', secret: 'tiger', instance: 0x5000, atMs: alice.nowMs });
    for (const device of devices.slice(1, -1)) {
      device.type('again');
      settle(alice, device);
    }
    const { session } = alice.conversation.instances.get(0x5000)!;
    if (session.at !== 'encrypted' || session.smp.at !== 'expect-3') throw new Error('no run');
    const secrets = [session.ring.ours.secret, session.ring.oursBefore.secret, session.smp.b3];
    const visitor = newPeer('carol');
    visitor.receive('?OTRv3?');
    alice.receive(visitor.take()[0]!);
    expect(alice.conversation.instances.size).toBe(limits.instances);
    expect(alice.conversation.instances.has(0x5000)).toBe(false);
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true);
    alice.take();
    alice.type('still here');
    settle(alice, inUse);
    expect(inUse.texts).toEqual(['still here']);
  });
});
