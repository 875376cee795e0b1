import { describe, expect, it } from 'vitest';
import type { OtrEffect, OtrInput } from './api.ts';
import { configure } from './conversation.ts';
import { fingerprintOf } from './index.ts';
import { testKeys } from './testing/keys.ts';
import { encryptedPair, newPeer, settle, type Peer, type PeerOptions } from './testing/pair.ts';

/*
 * A buddy with several devices. Spec: OTRv3 "Instance Tags".
 */

const [laptopTag, phoneTag] = [0x2222_2222, 0x5555_5555];

/** The devices that texts go out to, in order. */
const targets = (effects: readonly OtrEffect[]): readonly (number | null)[] =>
  effects.flatMap((effect) => (effect.do === 'send' ? [effect.instance] : []));

/** Alice in private with Bob's laptop, and after that with Bob's phone. */
function twoDevices(laptopKey = testKeys.bob): { readonly alice: Peer; readonly laptop: Peer; readonly phone: Peer } {
  const { alice, bob: laptop } = encryptedPair({}, { key: laptopKey });
  const phone = newPeer('bob', { instanceTag: phoneTag, seed: 'phone' });
  phone.start();
  settle(alice, phone);
  return { alice, laptop, phone };
}

describe('a text on its way out names the device that it is for', () => {
  const type = (peer: Peer): readonly OtrEffect[] => peer.run({ kind: 'send', id: 'a', text: 'hello', atMs: peer.nowMs });

  it('none in clear, in a query, in the commit that answers a query', () => {
    const alice = newPeer('alice');
    expect(targets(type(alice))).toEqual([null]);
    expect(targets(alice.run({ kind: 'start', atMs: alice.nowMs }))).toEqual([null]);
    expect(targets(alice.receive('?OTRv3?'))).toEqual([null]);
  });

  it('the one that answered, in the rest of the key exchange and in the session', () => {
    const [alice, bob] = [newPeer('alice'), newPeer('bob')];
    bob.receive('?OTRv3?');
    const key = alice.receive(bob.take()[0]!);
    expect(targets(key)).toEqual([laptopTag]);
    settle(alice, bob);
    expect(targets(type(alice))).toEqual([laptopTag]);
  });

  it('the one that wrote, in an error message', () => {
    const { bob } = encryptedPair();
    bob.type('nobody can read this');
    expect(targets(newPeer('alice').receive(bob.take()[0]!))).toEqual([laptopTag]);
  });

  it('0 in version 2', () => {
    const both = { policy: { allowV2: true, allowV3: false } };
    const { alice } = encryptedPair(both, both);
    expect(targets(type(alice))).toEqual([0]);
  });

  it('each its own, in the good-byes to several', () => {
    const { alice, laptop, phone } = twoDevices();
    const farewells = alice.run({ kind: 'end', atMs: alice.nowMs });
    expect(new Set(targets(farewells))).toEqual(new Set([laptopTag, phoneTag]));
    for (const effect of farewells) {
      if (effect.do === 'send') (effect.instance === phoneTag ? phone : laptop).receive(effect.text);
    }
    expect([laptop.status.at, phone.status.at]).toEqual(['finished', 'finished']);
  });
});

/** Alice, whose offer goes to two devices of Bob at once; texts of hers reach both, and each answers. */
function offered(options: PeerOptions = {}): { readonly alice: Peer; readonly devices: readonly [Peer, Peer]; readonly carry: () => void } {
  const alice = newPeer('alice', options);
  const devices = [newPeer('bob'), newPeer('bob', { instanceTag: phoneTag, seed: 'phone' })] as const;
  const carry = (): void => {
    for (let busy = true; busy; ) {
      const out = alice.take();
      for (const text of out) for (const device of devices) device.receive(text);
      const back = devices.flatMap((device) => device.take());
      for (const text of back) alice.receive(text);
      busy = out.length + back.length > 0;
    }
  };
  alice.receive('?OTRv3?');
  return { alice, devices, carry };
}

describe('several devices that answer one commit', () => {
  it('get a session each, with a D-H key of ours for each', () => {
    const { alice, devices, carry } = offered();
    carry();
    const sessions = [laptopTag, phoneTag].map((tag) => alice.conversation.instances.get(tag)!.session);
    for (const [i, session] of sessions.entries()) {
      if (session.at !== 'encrypted') throw new Error('not encrypted');
      expect(devices[i]!.status.session?.sessionId.hex).toBe(session.info.sessionId.hex);
    }
    const keys = sessions.map((session) => (session.at === 'encrypted' ? Buffer.from(session.ring.oursBefore.open).toString('hex') : ''));
    expect(new Set(keys).size).toBe(2);
    for (const [i, device] of devices.entries()) {
      device.type(`from ${i}`);
      carry();
      alice.run({ kind: 'choose-device', device: [laptopTag, phoneTag][i]!, atMs: alice.nowMs });
      alice.type(`to ${i}`);
      carry();
    }
    expect(alice.texts).toEqual(['from 0', 'from 1']);
    expect(devices.map(({ texts }) => texts)).toEqual([['to 0'], ['to 1']]);
    expect(alice.status.starting).toBe(false);
  });

  it('the second gets a commit of its own to the key that it has sent', () => {
    const { alice, devices } = offered();
    const [commit] = alice.take();
    const keys = devices.map((device) => {
      device.receive(commit!);
      return device.take()[0]!;
    });
    expect(targets(alice.receive(keys[0]!))).toEqual([laptopTag]);
    const again = alice.receive(keys[1]!);
    expect(targets(again)).toEqual([phoneTag]);
    const own = alice.take().at(-1)!;
    expect(own).toMatch(/^\?OTR:AAMC/);
    expect(own).not.toBe(commit);
    devices[1].receive(own);
    expect(devices[1].take()).toEqual([keys[1]]);
  });

  it('one whose own commit crosses ours and wins takes no session from the other', () => {
    // One of these seeds has the higher hash than Alice's, another the lower.
    const crossed = ['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => {
      const { alice, devices, carry } = offered({ seed });
      devices[0].receive('?OTRv3?');
      for (const text of devices[0].take()) alice.receive(text);
      const won = alice.conversation.instances.get(laptopTag)?.ake.at === 'awaiting-reveal-sig';
      carry();
      const stands = [laptopTag, phoneTag].map((tag) => alice.conversation.instances.get(tag)?.session.at);
      expect([stands, devices.map(({ status }) => status.at)]).toEqual([['encrypted', 'encrypted'], ['encrypted', 'encrypted']]);
      return won;
    });
    expect(new Set(crossed)).toEqual(new Set([true, false]));
  });

  it('one whose own commit comes late and loses gets its session too', () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      const { alice, devices } = offered();
      const [laptop] = devices;
      const phone = newPeer('bob', { instanceTag: phoneTag, seed });
      const [offer] = alice.take();
      phone.receive('?OTRv3?');
      const [own] = phone.take();
      laptop.receive(offer!);
      alice.receive(laptop.take()[0]!);
      alice.take();
      // Their commits cross, after another device has taken ours.
      alice.receive(own!);
      phone.receive(offer!);
      for (let texts = [...alice.take(), ...phone.take()], turn = 0; texts.length > 0 && turn < 10; turn += 1) {
        for (const text of texts) [alice, phone].forEach((peer) => peer.receive(text));
        texts = [...alice.take(), ...phone.take()];
      }
      expect([alice.conversation.instances.get(phoneTag)?.session.at, phone.status.at], seed).toEqual(['encrypted', 'encrypted']);
    }
  });

  it('may come within a minute of the commit, once each, and not after the person has ended', () => {
    for (const [late, wait, answer] of [
      ['in time', (alice: Peer) => alice.wait(59_999), '?OTR:AAMC'],
      ['too late', (alice: Peer) => alice.wait(60_000), null],
      ['ended', (alice: Peer) => alice.end(), null],
    ] as const) {
      const { alice, devices } = offered();
      const [commit] = alice.take();
      const keys = devices.map((device) => {
        device.receive(commit!);
        return device.take()[0]!;
      });
      alice.receive(keys[0]!);
      devices[0].receive(alice.take().at(-1)!);
      alice.receive(devices[0].take()[0]!);
      expect(alice.status.at).toBe('encrypted');
      wait(alice);
      alice.take();
      const before = alice.conversation;
      alice.receive(keys[1]!);
      expect([late, alice.take().at(-1)?.slice(0, 9) ?? null]).toEqual([late, answer]);
      if (answer === null) expect(alice.conversation).toBe(before);
      // Whoever has its session does not get another for the same key.
      const stands = alice.conversation;
      alice.receive(keys[0]!);
      expect([alice.outbox, alice.conversation]).toEqual([[], stands]);
    }
  });
});

describe('the choice of a device', () => {
  type Choice = Extract<OtrInput, { kind: 'choose-device' }>['device'];
  const choose = (peer: Peer, device: Choice): readonly OtrEffect[] =>
    peer.run({ kind: 'choose-device', device, atMs: peer.nowMs });
  /** Says something to Alice a second later. */
  const speak = (from: Peer, alice: Peer): void => {
    alice.nowMs += 1_000;
    from.type('hello');
    settle(alice, from);
  };
  const chosen = (alice: Peer): number | undefined => alice.status.session?.theirInstance;

  it('is the device that agreed last, until something else is asked for', () => {
    const { alice, laptop } = twoDevices();
    expect(alice.status.choice).toBe('latest');
    speak(laptop, alice);
    expect(chosen(alice)).toBe(phoneTag);
    expect(alice.told).not.toContain('device-chosen');
  });

  it('shows every device, the one heard last first', () => {
    const { alice, laptop } = twoDevices();
    expect(alice.status.devices.map(({ session }) => session.theirInstance)).toEqual([laptopTag, phoneTag]);
    speak(laptop, alice);
    expect(alice.status.devices).toMatchObject([
      { at: 'encrypted', heardMs: alice.nowMs, isChosen: false, session: { theirInstance: laptopTag, theirFingerprint: fingerprintOf(testKeys.bob) } },
      { at: 'encrypted', heardMs: alice.nowMs - 1_000, isChosen: true, session: { theirInstance: phoneTag } },
    ]);
  });

  it('by tag: lines go there and nowhere else, whoever speaks or agrees', () => {
    const { alice, laptop, phone } = twoDevices();
    choose(alice, laptopTag);
    expect(alice.events.at(-1)).toEqual({ kind: 'device-chosen', session: alice.status.session });
    speak(phone, alice);
    phone.start();
    settle(alice, phone);
    expect(chosen(alice)).toBe(laptopTag);
    alice.type('for the laptop');
    settle(alice, laptop);
    expect([laptop.texts, phone.texts]).toEqual([['for the laptop'], []]);
  });

  it('by tag: a refresh of another device is told as one', () => {
    const { alice, phone } = twoDevices(testKeys.carol);
    choose(alice, laptopTag);
    phone.start();
    settle(alice, phone);
    expect(alice.events.at(-1)).toMatchObject({ kind: 'session-started', refreshed: true, session: { theirInstance: phoneTag } });
  });

  it('by tag: ends with its session, and not in clear', () => {
    const { alice, laptop, phone } = twoDevices();
    choose(alice, laptopTag);
    laptop.end();
    settle(alice, laptop);
    const id = alice.type('too late');
    expect(alice.events.at(-1)).toEqual({ kind: 'not-sent', id, why: 'finished' });
    phone.start();
    settle(alice, phone);
    expect([chosen(alice), alice.status.choice]).toEqual([phoneTag, 'latest']);
    choose(alice, phoneTag);
    alice.end();
    expect(alice.status).toMatchObject({ at: 'plaintext', choice: 'latest', devices: [] });
  });

  it('by tag: a device without a session is refused', () => {
    const { alice } = twoDevices();
    const before = alice.conversation;
    expect(choose(alice, 0x9999_9999)).toEqual([]);
    expect(alice.conversation).toBe(before);
    const stranger = newPeer('alice');
    expect(choose(stranger, phoneTag)).toEqual([]);
    expect(stranger.status.choice).toBe('latest');
  });

  it('recent: follows whoever was heard, by what verifies only', () => {
    const { alice, laptop, phone } = twoDevices();
    choose(alice, 'recent');
    expect(chosen(alice)).toBe(phoneTag);
    speak(laptop, alice);
    expect(chosen(alice)).toBe(laptopTag);
    expect(alice.events.at(-1)).toEqual({ kind: 'device-chosen', session: alice.status.session });
    const [stray, other] = [newPeer('bob', { instanceTag: phoneTag, seed: 'stray' }), newPeer('alice', { seed: 'other' })];
    stray.start();
    settle(stray, other);
    stray.type('made for another session');
    for (const text of stray.take()) alice.receive(text);
    expect(alice.told.at(-1)).toBe('unreadable');
    alice.receive('in clear');
    expect(chosen(alice)).toBe(laptopTag);
    speak(phone, alice);
    expect(chosen(alice)).toBe(phoneTag);
  });

  it('recent: does not follow a device that says good-bye', () => {
    const { alice, laptop } = twoDevices();
    choose(alice, 'recent');
    laptop.end();
    settle(alice, laptop);
    expect([chosen(alice), alice.status.at]).toEqual([phoneTag, 'encrypted']);
  });

  it('recent: asked for later, is the one that was heard last', () => {
    const { alice, laptop } = twoDevices();
    speak(laptop, alice);
    choose(alice, 'recent');
    expect(chosen(alice)).toBe(laptopTag);
  });

  it('latest: asked for again, leaves lines where they go', () => {
    const { alice } = twoDevices();
    choose(alice, laptopTag);
    choose(alice, 'latest');
    expect([chosen(alice), alice.status.choice]).toEqual([laptopTag, 'latest']);
  });

  it('of a kind, before there is any device: is kept for the first', () => {
    for (const kind of ['best', 'recent'] as const) {
      const alice = newPeer('alice');
      expect(choose(alice, kind)).toEqual([]);
      const bob = newPeer('bob');
      bob.start();
      settle(alice, bob);
      expect([chosen(alice), alice.status.choice]).toEqual([laptopTag, kind]);
    }
  });

  it('best: encrypted before finished', () => {
    const { alice, laptop, phone } = twoDevices();
    choose(alice, 'best');
    speak(laptop, alice);
    expect(chosen(alice)).toBe(laptopTag);
    laptop.end();
    settle(alice, laptop);
    expect([chosen(alice), alice.status.at]).toEqual([phoneTag, 'encrypted']);
    phone.end();
    settle(alice, phone);
    expect(alice.status.at).toBe('finished');
  });

  it('best: a trusted key before one that is not, whoever was heard or agreed last', () => {
    const { alice, laptop, phone } = twoDevices(testKeys.carol);
    const { config } = alice.conversation;
    const trustedFingerprints = new Set([fingerprintOf(testKeys.carol)]);
    alice.conversation = configure(alice.conversation, { ...config, trustedFingerprints });
    choose(alice, 'best');
    expect(chosen(alice)).toBe(laptopTag);
    speak(phone, alice);
    phone.start();
    settle(alice, phone);
    expect(chosen(alice)).toBe(laptopTag);
    laptop.end();
    settle(alice, laptop);
    expect(chosen(alice)).toBe(phoneTag);
  });

  it('best: looks anew at what is trusted when asked again', () => {
    const { alice } = twoDevices(testKeys.carol);
    choose(alice, 'best');
    expect(chosen(alice)).toBe(phoneTag);
    const before = alice.conversation;
    choose(alice, 'best');
    expect(alice.conversation).toBe(before);
    const trustedFingerprints = new Set([fingerprintOf(testKeys.carol)]);
    alice.conversation = configure(alice.conversation, { ...before.config, trustedFingerprints });
    choose(alice, 'best');
    expect(chosen(alice)).toBe(laptopTag);
  });

  it('best: turns to a more secure device when it agrees', () => {
    const { alice, laptop, phone } = twoDevices();
    choose(alice, 'best');
    laptop.end();
    phone.end();
    settle(alice, laptop);
    settle(alice, phone);
    alice.nowMs += 1_000;
    alice.events.length = 0;
    laptop.start();
    settle(alice, laptop);
    expect([chosen(alice), alice.status.at]).toEqual([laptopTag, 'encrypted']);
    expect(alice.told).not.toContain('device-chosen');
  });
});

describe('a message for another of our devices', () => {
  it('is told once a conversation, and dropped without a word from then on', () => {
    const { alice } = encryptedPair();
    const elsewhere = newPeer('bob', { instanceTag: 0x7777_7777 });
    const texts = Array.from({ length: 5 }, (_, i) => {
      alice.type(`line ${i}`);
      return alice.take()[0]!;
    });
    elsewhere.receive(texts[0]!);
    const before = elsewhere.conversation;
    for (const text of texts.slice(1)) elsewhere.receive(text);
    expect(elsewhere.told).toEqual(['other-instance']);
    expect(elsewhere.outbox).toEqual([]);
    expect(elsewhere.conversation).toBe(before);
  });
});
