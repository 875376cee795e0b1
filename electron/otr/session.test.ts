import { describe, expect, it } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { statusOf } from './devices.ts';
import type { KeyRing } from './key-ring.ts';
import { sendLine } from './session.ts';
import { receiveSmp } from './smp-session.ts';
import { step } from './step.ts';
import { encryptedPair, newPeer, settle, Wire, type Fate, type Peer } from './testing/pair.ts';
import { seededRng } from './testing/seed.ts';
import { unarmor } from './wire/armor.ts';
import { decodeBody, decodeHeader, type DataMessage } from './wire/message.ts';

function ringOf(peer: Peer): KeyRing {
  const session = [...peer.conversation.instances.values()].find((one) => one.session.at === 'encrypted')?.session;
  if (session?.at !== 'encrypted') throw new Error('no session');
  return session.ring;
}

function parse(text: string): DataMessage {
  const bytes = unarmor(text);
  if (!bytes.ok) throw new Error(bytes.fault);
  const header = decodeHeader(bytes.value);
  const body = header.ok ? decodeBody(header.value, bytes.value) : header;
  if (!body.ok || body.value.kind !== 'data') throw new Error('no data message');
  return body.value;
}

const dataOf = (peer: Peer): readonly DataMessage[] =>
  peer.sent.filter((text) => text.startsWith('?OTR:AAMD')).map(parse);

describe('Key Management', () => {
  it('starts with key id 1 in use, key id 2 announced, and counter 1', () => {
    const { alice, bob } = encryptedPair();
    alice.type('one');
    alice.type('two');
    const [one, two] = alice.outbox.map(parse);
    expect(one).toMatchObject({ senderKeyId: 1, recipientKeyId: 1 });
    expect(toHex(one!.nextKey)).toBe(toHex(ringOf(alice).ours.open));
    expect([toHex(one!.counter), toHex(two!.counter)]).toEqual(['0000000000000001', '0000000000000002']);
    settle(alice, bob);
    expect(bob.texts).toEqual(['one', 'two']);
  });

  it('rotates once the other side has used what we announced, and only then', () => {
    const { alice, bob } = encryptedPair();
    alice.type('one');
    settle(alice, bob);
    expect(ringOf(alice).ourKeyId).toBe(2);
    expect(ringOf(bob)).toMatchObject({ theirKeyId: 2, ourKeyId: 2 });
    bob.type('two');
    settle(alice, bob);
    expect(ringOf(alice)).toMatchObject({ ourKeyId: 3, theirKeyId: 2 });
    alice.type('three');
    settle(alice, bob);
    expect(ringOf(bob)).toMatchObject({ ourKeyId: 3, theirKeyId: 3 });
  });

  it('reads late messages under the keys before, within reach', () => {
    const { alice, bob } = encryptedPair();
    bob.type('early');
    const early = bob.take();
    alice.type('meanwhile');
    settle(alice, bob);
    for (const text of early) alice.receive(text);
    expect(alice.texts).toEqual(['early']);
  });

  it('keeps at most four pairs of keys', () => {
    const { alice, bob } = encryptedPair();
    for (let i = 0; i < 30; i += 1) {
      alice.type(`a${i}`);
      if (i % 3 === 0) bob.type(`b${i}`);
      settle(alice, bob);
      expect(ringOf(alice).pairs.length).toBeLessThanOrEqual(4);
      expect(ringOf(bob).pairs.length).toBeLessThanOrEqual(4);
    }
  });

  it('wipes every key when it is forgotten', () => {
    const { alice, bob } = encryptedPair();
    const first = ringOf(alice).oursBefore.secret;
    for (let i = 0; i < 3; i += 1) {
      alice.type('ping');
      settle(alice, bob);
      bob.type('pong');
      settle(alice, bob);
    }
    expect(first.every((byte) => byte === 0)).toBe(true);
    const live = ringOf(alice);
    const dead = new Set(alice.wiped);
    for (const secret of [live.ours.secret, live.oursBefore.secret]) expect(dead.has(secret)).toBe(false);
    for (const pair of live.pairs) for (const key of Object.values(pair.keys)) expect(dead.has(key)).toBe(false);
  });
});

describe('Revealing MAC keys', () => {
  /** A talk with late messages, so that pairs of every kind are used. */
  function talk(alice: Peer, bob: Peer): void {
    for (let i = 0; i < 12; i += 1) {
      alice.type(`a${i}`);
      if (i % 2 === 0) bob.type(`b${i}`);
      const late = bob.take();
      settle(alice, bob);
      for (const text of late) alice.receive(text);
      bob.type(`c${i}`);
      settle(alice, bob);
    }
  }
  const keysIn = (message: DataMessage): readonly string[] =>
    toHex(message.oldMacKeys).match(/.{40}/g) ?? [];

  it('reveals only receiving keys that were used, each once', () => {
    const { alice, bob } = encryptedPair();
    const used = new Set<string>();
    const sending = new Set<string>();
    const note = () => {
      for (const pair of ringOf(alice).pairs) {
        if (pair.received !== null) used.add(toHex(pair.keys.receiveMac));
        if (pair.sent > 0) sending.add(toHex(pair.keys.sendMac));
      }
    };
    for (let i = 0; i < 20; i += 1) {
      bob.type(`b${i}`);
      settle(alice, bob);
      note();
      alice.type(`a${i}`);
      note();
      settle(alice, bob);
    }
    const revealed = dataOf(alice).flatMap(keysIn);
    expect(revealed.length).toBeGreaterThan(10);
    expect(new Set(revealed).size).toBe(revealed.length);
    expect(revealed.every((key) => used.has(key))).toBe(true);
    expect(revealed.some((key) => sending.has(key))).toBe(false);
  });

  it('never reveals a key that either side still accepts (S2)', () => {
    const { alice, bob } = encryptedPair();
    const revealed = new Set<string>();
    for (let i = 0; i < 15; i += 1) {
      talk(alice, bob);
      for (const message of [...dataOf(alice), ...dataOf(bob)]) for (const key of keysIn(message)) revealed.add(key);
      for (const peer of [alice, bob]) {
        for (const pair of ringOf(peer).pairs) expect(revealed.has(toHex(pair.keys.receiveMac))).toBe(false);
      }
    }
    expect(revealed.size).toBeGreaterThan(20);
  });

  it('is disjoint between the two sides (S2)', () => {
    const { alice, bob } = encryptedPair();
    talk(alice, bob);
    const [a, b] = [alice, bob].map((peer) => new Set(dataOf(peer).flatMap(keysIn)));
    expect(a!.size).toBeGreaterThan(0);
    expect(b!.size).toBeGreaterThan(0);
    expect([...a!].filter((key) => b!.has(key))).toEqual([]);
  });

  it('reveals at the end what was still in use, and what a refresh left behind', () => {
    const { alice, bob } = encryptedPair();
    bob.type('used once');
    settle(alice, bob);
    const inUse = ringOf(alice).pairs.filter((pair) => pair.received !== null).map((pair) => toHex(pair.keys.receiveMac));
    expect(inUse).toHaveLength(1);
    alice.start();
    settle(alice, bob);
    bob.type('again');
    settle(alice, bob);
    const inUseNow = ringOf(alice).pairs.filter((p) => p.received !== null).map((p) => toHex(p.keys.receiveMac));
    alice.end();
    expect(keysIn(parse(alice.take().at(-1)!)).toSorted()).toEqual([...inUse, ...inUseNow].toSorted());
  });
});

describe('over a bad wire', () => {
  it('loses what is lost, shows nothing twice, and goes on', () => {
    const random = seededRng('a bad wire');
    const fates: readonly Fate[] = ['pass', 'pass', 'pass', 'drop', 'repeat'];
    const { alice, bob } = encryptedPair();
    const wire = new Wire(() => fates[random(1)[0]! % fates.length]!);
    const typed: string[] = [];
    for (let i = 0; i < 150; i += 1) {
      const text = `message ${i}`;
      typed.push(text);
      (i % 2 === 0 ? alice : bob).type(text);
      if (i % 3 === 0) wire.settle(alice, bob);
    }
    wire.settle(alice, bob);
    const shown = [...alice.shown, ...bob.shown].filter((line) => line.encrypted).map((line) => line.text);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.length).toBeGreaterThan(80);
    expect(shown.every((text) => typed.includes(text))).toBe(true);
    expect([alice.status.at, bob.status.at]).toEqual(['encrypted', 'encrypted']);
    alice.take();
    bob.take();
    alice.type('still here');
    settle(alice, bob);
    expect(bob.texts.at(-1)).toBe('still here');
  });

  it('both sides agree on a session, or neither has one, whatever happens to the key exchange (S3)', () => {
    let agreed = 0;
    for (let seed = 0; seed < 120; seed += 1) {
      const random = seededRng(`fate ${seed}`);
      const fates: readonly Fate[] = ['pass', 'pass', 'pass', 'drop', 'repeat', 'hold'];
      const alice = newPeer('alice', { seed: `alice ${seed}` });
      const bob = newPeer('bob', { seed: `bob ${seed}` });
      alice.start();
      if (seed % 2 === 0) bob.start();
      new Wire(() => fates[random(1)[0]! % fates.length]!).settle(alice, bob);
      const [a, b] = [alice.status, bob.status];
      if (a.at === 'encrypted' && b.at === 'encrypted') {
        agreed += 1;
        // A lost message can leave one side a session ahead; then nothing is readable, rather than wrongly.
        const same = a.session!.sessionId.hex === b.session!.sessionId.hex;
        if (same) expect(a.session!.sessionId.bold).not.toBe(b.session!.sessionId.bold);
        alice.take();
        bob.take();
        alice.type('hello');
        settle(alice, bob);
        expect(bob.texts).toEqual(same ? ['hello'] : []);
      }
    }
    expect(agreed).toBeGreaterThan(30);
  });

  it('agrees for every order of two crossed exchanges', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const alice = newPeer('alice', { seed: `alice ${seed}` });
      const bob = newPeer('bob', { seed: `bob ${seed}` });
      alice.receive('?OTRv3?');
      bob.receive('?OTRv3?');
      const held = seed % 2 === 0 ? 'hold' : 'pass';
      new Wire((index) => (index === 0 ? held : 'pass')).settle(alice, bob);
      expect([alice.status.at, bob.status.at]).toEqual(['encrypted', 'encrypted']);
      expect(alice.status.session!.sessionId.hex).toBe(bob.status.session!.sessionId.hex);
      expect(alice.told.filter((kind) => kind === 'session-started')).toHaveLength(1);
    }
  });
});

describe('a device without a session', () => {
  it('gets no line, and nothing that came with one counts', () => {
    const { conversation, env } = newPeer('alice');
    const line = { id: 'a', text: 'hello' };
    expect(sendLine(conversation, 0x2222_2222, line, env, 0)).toEqual({ next: conversation, effects: [] });
    const abort = { type: 6, value: new Uint8Array(0) };
    expect(receiveSmp({ conversation, env, atMs: 0 }, 0x2222_2222, [abort])).toEqual({ next: conversation, effects: [] });
    expect(statusOf({ ...conversation, focus: 0x2222_2222 })).toMatchObject({ at: 'plaintext', session: null, starting: false });
  });
});

describe('a fault of our own', () => {
  it('is thrown, and not taken for a random source that failed', () => {
    const { conversation, env } = newPeer('alice');
    const broken = { ...env.primitives, sha256: () => { throw new Error('a bug'); } };
    const input = { kind: 'receive', text: '?OTRv3?', atMs: 0 } as const;
    expect(() => step(conversation, input, { ...env, primitives: broken })).toThrow('a bug');
  });
});

describe('fragments on the wire', () => {
  it('carry a whole talk both ways', () => {
    const { alice, bob } = encryptedPair({ maxMessageSize: 120 }, { maxMessageSize: 90 });
    expect(alice.status.at).toBe('encrypted');
    alice.type('x'.repeat(2_000));
    bob.type('y'.repeat(2_000));
    settle(alice, bob);
    expect(bob.texts).toEqual(['x'.repeat(2_000)]);
    expect(alice.texts).toEqual(['y'.repeat(2_000)]);
    expect(alice.sent.every((text) => text.length <= 120)).toBe(true);
  });

  it('forget what is half there after a plain text, and after two minutes', () => {
    for (const disturb of [(bob: Peer) => bob.receive('hello'), (bob: Peer) => bob.wait(120_000)]) {
      const { alice, bob } = encryptedPair({ maxMessageSize: 200 });
      // Nothing else is left that time could run out for.
      bob.wait(60_000);
      alice.type('x'.repeat(500));
      const pieces = alice.take();
      for (const piece of pieces.slice(0, 2)) bob.receive(piece);
      expect(bob.conversation.assemblies.size).toBe(1);
      disturb(bob);
      expect(bob.conversation.assemblies.size).toBe(0);
      for (const piece of pieces.slice(2)) bob.receive(piece);
      expect(bob.texts.filter((text) => text.startsWith('x'))).toEqual([]);
    }
  });
});
