import { describe, expect, it } from 'vitest';
import { configure } from '../conversation.ts';
import { fingerprintOf, generateDsaKey, newEnv } from '../index.ts';
import { limits } from '../limits.ts';
import { testKeys } from '../testing/keys.ts';
import { encryptedPair, newPeer, settle, type Peer } from '../testing/pair.ts';
import type { DhCommit, DhKey } from '../wire/message.ts';
import { seededRng } from '../testing/seed.ts';
import { ake, aliceTag, bobTag, expectRefused, expectTogether, messageOf } from './forge.ts';

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

  it('made up to answer a commit first: the true device still gets its session, under a key that nobody was shown', () => {
    const [alice, bob] = [newPeer('alice'), newPeer('bob')];
    alice.receive('?OTRv3?');
    const [commit] = alice.take();
    const forger = newPeer('carol', { instanceTag: 0x9000 });
    forger.receive(commit!);
    alice.receive(forger.take()[0]!);
    // The forger has r now, and with it g^x.
    expect(alice.take()[0]).toMatch(/^\?OTR:AAMR/);
    bob.receive(commit!);
    settle(alice, bob);
    expectTogether(alice, bob);
    const shown = [...alice.conversation.instances.values()].flatMap(({ ake: state }) => (state.at === 'awaiting-sig' ? [state.ours.open] : []));
    const session = alice.conversation.instances.get(bobTag)?.session;
    if (session?.at !== 'encrypted' || shown.length !== 1) throw new Error('not as far as that');
    expect(session.ring.oursBefore.open).not.toEqual(shown[0]);
  });

  it('made up without end to answer a commit get a bounded number of commits', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    const [commit] = alice.take();
    const forger = newPeer('carol', { instanceTag: 0x9000 });
    forger.receive(commit!);
    const key = messageOf(forger.take()[0]!) as DhKey;
    for (let i = 0; i < 50; i += 1) alice.receive(ake(key, 0x9000 + i, aliceTag));
    expect(alice.take().map((text) => text.slice(0, 9))).toEqual(['?OTR:AAMR', ...Array.from({ length: limits.instances - 1 }, () => '?OTR:AAMC')]);
    alice.wait(60_000);
    expect(alice.wiped.length).toBeGreaterThan(0);
    expect([...alice.conversation.instances.values()].every(({ ake: { at } }) => at === 'none')).toBe(true);
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
    expect(alice.conversation.instances.size).toBe(limits.instances + 1);
    alice.type('still here');
    settle(alice, bob);
    expect(bob.texts).toEqual(['still here']);
  });

  /** Alice with as many devices of Bob in session as there may be; her lines go to the first of them. */
  function crowd() {
    const alice = newPeer('alice');
    const devices = Array.from({ length: limits.instances }, (_, i) => newPeer('bob', { instanceTag: 0x5000 + i, seed: `device ${i}` }));
    for (const device of devices) {
      alice.nowMs += 1_000;
      device.start();
      settle(alice, device);
    }
    alice.run({ kind: 'choose-device', device: 0x5000, atMs: alice.nowMs });
    return { alice, devices };
  }

  /** The session that Alice has with a device. */
  function sessionOf(alice: Peer, tag: number) {
    return alice.conversation.instances.get(tag)?.session;
  }

  it('in session, as many as there may be: no message without proof takes one away', () => {
    const { alice, devices } = crowd();
    const before = devices.map((_, i) => sessionOf(alice, 0x5000 + i));
    const visitor = newPeer('carol');
    visitor.receive('?OTRv3?');
    const commit = messageOf(visitor.take()[0]!) as DhCommit;
    for (let i = 0; i < 50; i += 1) alice.receive(ake(commit, 0x9000 + i, 0));
    alice.take();
    expect(devices.map((_, i) => sessionOf(alice, 0x5000 + i))).toEqual(before);
    expect(alice.conversation.instances.size).toBe(2 * limits.instances);
    for (const device of devices) {
      device.type('still here');
      settle(alice, device);
    }
    expect(alice.texts).toHaveLength(limits.instances);
  });

  it('in session, one too many: the session heard longest ago ends with a good-bye, its guess counts, and it is told', () => {
    const { alice, devices } = crowd();
    const [inUse, oldest, ...others] = devices;
    // A comparison in which only the last message is missing: the peer knows the outcome already.
    alice.run({ kind: 'smp-start', secret: 'tiger', instance: 0x5001, atMs: alice.nowMs });
    settle(alice, oldest!);
    oldest!.answer('lion');
    alice.receive(oldest!.take()[0]!);
    for (const device of others) {
      alice.nowMs += 1_000;
      device.type('hello');
      settle(alice, device);
    }
    const before = sessionOf(alice, 0x5001);
    if (before?.at !== 'encrypted' || before.smp.at !== 'expect-4') throw new Error('no run');
    const secrets = [before.ring.ours.secret, before.ring.oursBefore.secret, before.smp.a3];
    alice.events.length = 0;
    const ninth = newPeer('bob', { instanceTag: 0x7777, seed: 'ninth' });
    ninth.start();
    settle(alice, ninth);
    expect(alice.status.devices).toHaveLength(limits.instances);
    expect(alice.events).toContainEqual({ kind: 'device-dropped', session: before.info });
    expect(alice.conversation.guesses.count).toBe(1);
    expect(alice.compared).toEqual(['aborted']);
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true);
    for (const text of alice.sent.slice(-10)) oldest!.receive(text);
    expect(oldest!.status.at).toBe('finished');
    alice.type('still here');
    settle(alice, inUse!);
    expect(inUse!.texts).toEqual(['still here']);
  });

  it('in session, one too many: what the peer has ended goes first, then what is not trusted', () => {
    const { alice, devices } = crowd();
    const trusted = newPeer('carol', { instanceTag: 0x6000 });
    const join = (device: Peer): void => {
      device.start();
      settle(alice, device);
    };
    const tags = (): readonly number[] => alice.status.devices.map(({ session }) => session.theirInstance).toSorted();
    // Typed lines go to the device that ends, and then to another: so it counts as finished, and nothing goes there.
    devices[0]!.end();
    settle(alice, devices[0]!);
    alice.run({ kind: 'choose-device', device: 0x5007, atMs: alice.nowMs });
    alice.events.length = 0;
    join(trusted);
    expect(tags()).toEqual([0x5001, 0x5002, 0x5003, 0x5004, 0x5005, 0x5006, 0x5007, 0x6000]);
    expect(alice.told).not.toContain('device-dropped');
    const { config } = alice.conversation;
    const trustedFingerprints = new Set([fingerprintOf(testKeys.carol)]);
    alice.conversation = configure(alice.conversation, { ...config, trustedFingerprints });
    for (const device of devices.slice(1, 7)) {
      alice.nowMs += 1_000;
      device.type('hello');
      settle(alice, device);
    }
    for (const tag of [0x8001, 0x8002, 0x8003, 0x8004, 0x8005, 0x8006]) {
      alice.nowMs += 1_000;
      join(newPeer('bob', { instanceTag: tag, seed: `late ${tag}` }));
    }
    expect(tags()).toEqual([0x5007, 0x6000, 0x8001, 0x8002, 0x8003, 0x8004, 0x8005, 0x8006]);
  });

  const newKeys = newEnv(seededRng('keys of devices'));
  const keys = Array.from({ length: limits.instances }, () => generateDsaKey(newKeys, () => {}));

  /** A stranger agrees on a session under `count` tags, with the keys that `keyOf` gives. */
  function flood(alice: Peer, count: number, keyOf: (i: number) => Partial<Parameters<typeof newPeer>[1]>): void {
    for (let i = 0; i < count; i += 1) {
      alice.nowMs += 1_000;
      const made = newPeer('carol', { instanceTag: 0x9000 + i, seed: `made up ${i}`, ...keyOf(i) });
      made.start();
      settle(alice, made);
    }
  }

  it('made up in session under one key take each other’s place, and none of a device of the buddy', () => {
    const { alice, bob: laptop } = encryptedPair();
    const phone = newPeer('bob', { instanceTag: 0x5555_5555, seed: 'phone', key: keys[0]! });
    phone.start();
    settle(alice, phone);
    alice.run({ kind: 'choose-device', device: bobTag, atMs: alice.nowMs });
    flood(alice, 3 * limits.instances, () => ({}));
    expect(alice.status.devices).toHaveLength(limits.instances);
    const dropped = alice.events.flatMap((event) => (event.kind === 'device-dropped' ? [event.session.theirFingerprint] : []));
    expect(new Set(dropped)).toEqual(new Set([fingerprintOf(testKeys.carol)]));
    for (const device of [laptop, phone]) {
      device.type('still here');
      settle(alice, device);
    }
    expect(alice.texts).toEqual(['still here', 'still here']);
  });

  it('made up in session under a key each can end one that is not trusted, with a word, and none that is', () => {
    for (const isTrusted of [false, true]) {
      const { alice } = encryptedPair();
      const phone = newPeer('carol', { instanceTag: 0x5555_5555 });
      phone.start();
      settle(alice, phone);
      alice.run({ kind: 'choose-device', device: bobTag, atMs: alice.nowMs });
      const trustedFingerprints = new Set(isTrusted ? [fingerprintOf(testKeys.carol)] : []);
      alice.conversation = configure(alice.conversation, { ...alice.conversation.config, trustedFingerprints });
      flood(alice, limits.instances, (i) => ({ key: keys[i]! }));
      const dropped = alice.events.flatMap((event) => (event.kind === 'device-dropped' ? [event.session.theirInstance] : []));
      expect(dropped).toEqual(isTrusted ? [0x9000, 0x9001] : [0x5555_5555, 0x9000]);
      expect(alice.status.session?.theirInstance).toBe(bobTag);
    }
  });

  it('that answer an offer late, made up or not, start nothing that a private conversation would show', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    const [commit] = alice.take();
    const [bob, other] = [newPeer('bob'), newPeer('carol', { instanceTag: 0x9000 })];
    bob.receive(commit!);
    settle(alice, bob);
    alice.events.length = 0;
    other.receive(commit!);
    const [key] = other.take();
    alice.receive(key!);
    expect(alice.take().map((text) => text.slice(0, 9))).toEqual(['?OTR:AAMC']);
    alice.receive(key!);
    expect(alice.take().map((text) => text.slice(0, 9))).toEqual(['?OTR:AAMR']);
    expect([alice.told, alice.status.starting]).toEqual([[], false]);
    alice.wait(limits.exchangeAgeMs);
    expect([alice.told, alice.status.at]).toEqual([[], 'encrypted']);
    // Before anybody has agreed, the same is a key exchange that goes on, and counts as one.
    alice.receive('?OTRv3?');
    alice.receive(key!);
    alice.nowMs += limits.exchangeAgeMs - 1;
    alice.receive(ake(messageOf(key!) as DhKey, 0x9001, aliceTag));
    alice.wait(1);
    expect([alice.told, alice.status.starting]).toEqual([['key-exchange-started'], true]);
    alice.wait(limits.exchangeAgeMs);
    expect(alice.told).toEqual(['key-exchange-started', 'key-exchange-expired']);
  });
});
