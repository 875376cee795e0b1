import { describe, expect, it } from 'vitest';
import { concat } from '../base/bytes.ts';
import { bytesOf } from './attacks/forge.ts';
import { noCounter } from './counter.ts';
import { openNext } from './data-message.ts';
import type { KeyRing } from './key-ring.ts';
import { Lane } from './lane.ts';
import { room } from './primitives/machine.ts';
import { native } from './primitives/native.ts';
import { portable } from './primitives/portable.ts';
import type { Primitives } from './primitives/provider.ts';
import { step } from './step.ts';
import { encryptedPair, settle, type Peer } from './testing/pair.ts';
import { armor } from './wire/armor.ts';
import { encodeDataAfterMac } from './wire/message.ts';
import { data } from './wire/writer.ts';

/*
 * The short way of data messages comes to the same as the long one, for every text.
 */

const keys = { mac: new Uint8Array(20).fill(3), aes: new Uint8Array(16).fill(4) };
const counterOf = (count: number): Uint8Array => new Uint8Array([0, 0, 0, 0, 0, 0, 0, count]);

function long(head: Uint8Array, count: number, plaintext: Uint8Array, toReveal: readonly Uint8Array[]): string {
  const block = concat(counterOf(count), new Uint8Array(8));
  const authenticated = concat(head, counterOf(count), data(native.aesCtr(keys.aes, block, plaintext)));
  return armor(encodeDataAfterMac(authenticated, native.hmacSha1(keys.mac, authenticated), toReveal));
}

function ringOf(peer: Peer): KeyRing {
  const { session } = [...peer.conversation.instances.values()][0]!;
  if (session.at !== 'encrypted') throw new Error('no session');
  return session.ring;
}

function forgetLanes(peer: Peer): void {
  for (const { lanes } of ringOf(peer).pairs) lanes.forget();
}

/** What becomes of a text, by whichever way there is. */
function outcome(peer: Peer, text: string) {
  return step(peer.conversation, { kind: 'receive', text, atMs: peer.nowMs }, peer.env);
}

/** A pair of which one has heard so much from the other that a lane is there, and the texts of the next messages. */
function onLane(primitives: Primitives = native) {
  const { alice, bob } = encryptedPair({ primitives }, { primitives });
  for (const text of ['one', 'two', 'three']) alice.type(text);
  settle(alice, bob);
  for (const text of ['four', 'five, größer', '']) alice.type(text);
  return { alice, bob, next: alice.take() };
}

describe('a lane', () => {
  it('writes what the long way writes, whatever the lengths, and reads it', () => {
    for (const length of [0, 1, 2, 3, 62, 63, 64, 65, 128, 191, 192, 193, 208, 215, 216, 217]) {
      const head = Uint8Array.from({ length }, (_, i) => i + 1);
      const lane = new Lane(keys.mac, head, 0);
      for (const size of [0, 1, 2, 3, 100, 256, 1_500]) {
        for (const toReveal of [[], [new Uint8Array(20).fill(8), new Uint8Array(20).fill(9)]]) {
          const plaintext = new Uint8Array(size).fill(7);
          const text = lane.seal(keys.aes, 5, plaintext, toReveal, native);
          expect(text, `${length} ${size}`).toBe(long(head, 5, plaintext, toReveal));
          expect(lane.open(text!, keys.aes, { high: 0, low: 4 }, native)).toEqual({ counter: { high: 0, low: 5 }, plaintext });
          expect(lane.open(text!, keys.aes, { high: 0, low: 5 }, native)).toBeNull();
        }
      }
    }
  });

  it('leaves to the long way what is too long for it, and what begins in another way', () => {
    const lane = new Lane(keys.mac, new Uint8Array(217).fill(1), 0);
    expect(lane.seal(keys.aes, 5, new Uint8Array(4_000), [], native)).toBeNull();
    const other = (head: Uint8Array): string => long(head, 5, new Uint8Array(3), []);
    expect(lane.open(other(new Uint8Array(217).fill(1)), keys.aes, { high: 0, low: 4 }, native)).not.toBeNull();
    // In the part that the text's beginning spells, and in the byte behind it.
    expect(lane.open(other(new Uint8Array(217).fill(1).fill(2, 3, 4)), keys.aes, { high: 0, low: 4 }, native)).toBeNull();
    expect(lane.open(other(new Uint8Array(217).fill(1).fill(2, 216)), keys.aes, { high: 0, low: 4 }, native)).toBeNull();
    expect(lane.open(long(new Uint8Array(217).fill(1), 5, new Uint8Array(4_000), []), keys.aes, { high: 0, low: 4 }, native)).toBeNull();
  });
});

describe('further messages under the same keys', () => {
  it('are read without a hash of the library, as soon as a second one has come', () => {
    let hashes = 0;
    const primitives: Primitives = {
      ...native,
      hmacSha1: (...parts) => {
        hashes += 1;
        return native.hmacSha1(...parts);
      },
    };
    const { alice, bob } = encryptedPair({}, { primitives });
    const heard: number[] = [];
    hashes = 0;
    for (const text of ['one', 'two', 'three', 'four']) {
      alice.type(text);
      settle(alice, bob);
      heard.push(hashes);
    }
    expect(bob.texts).toEqual(['one', 'two', 'three', 'four']);
    expect(heard).toEqual([1, 2, 2, 2]);
  });

  it.each([native, portable])('come to the same by both ways, with the $name provider', (primitives) => {
    const { bob, next } = onLane(primitives);
    for (const text of next) {
      const short = outcome(bob, text);
      forgetLanes(bob);
      expect(outcome(bob, text)).toEqual(short);
      bob.receive(text);
    }
    expect(bob.texts).toEqual(['one', 'two', 'three', 'four', 'five, größer']);
    expect(bob.told.at(-1)).toBe('heartbeat-received');
  });

  it('come to the same by both ways however they are bent', () => {
    const { bob, next } = onLane();
    const text = next[1]!;
    const bytes = bytesOf(text);
    const bent = [
      ...Array.from(text, (letter, i) => text.slice(0, i) + (letter === 'A' ? 'B' : 'A') + text.slice(i + 1)),
      ...Array.from(text, (_, i) => text.slice(0, i)),
      ...Array.from(bytes, (_, i) => armor(bytes.slice(0, i + 1))),
      ...['x', '.', '=', ' ?OTR,1,2,x,', '?OTR?v3?', '\n'].flatMap((extra) => [text + extra, extra + text]),
      armor(concat(bytes, Uint8Array.of(0))),
      text.replaceAll('+', '-').replaceAll('/', '_'),
      // A letter whose lower byte is that of the one it stands for.
      ...[310, 350, 380].map((at) => text.slice(0, at) + String.fromCharCode(0x100 + text.charCodeAt(at)) + text.slice(at + 1)),
      text.replace('.', '=.'),
      `${text.slice(0, 350)} ${text.slice(350)}`,
      next[0]!,
    ];
    let read = 0;
    for (const one of bent) {
      const short = outcome(bob, one);
      forgetLanes(bob);
      const slow = outcome(bob, one);
      expect(short, one).toEqual(slow);
      expect(short.next === bob.conversation, one).toBe(slow.next === bob.conversation);
      if (short.effects.some((effect) => effect.do === 'deliver' && effect.encrypted)) read += 1;
      // The genuine one, by the long way, makes the lane once more.
      expect(outcome(bob, text).effects).toMatchObject([{ do: 'deliver', text: 'five, größer' }]);
    }
    // The message before it, and this one with something around it.
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(20);
  });

  it('are refused when they come again, by the short way as well', () => {
    const { bob, next } = onLane();
    bob.receive(next[0]!);
    const { conversation } = bob;
    expect(outcome(bob, next[0]!).effects.some(({ do: what }) => what === 'deliver')).toBe(false);
    bob.receive(next[0]!);
    expect(bob.texts.filter((text) => text === 'four')).toHaveLength(1);
    expect(ringOf(bob)).toBe((conversation.instances.values()[0]!.session as { ring: KeyRing }).ring);
  });

  it('end what had begun in fragments, by the short way as well', () => {
    const { alice, bob, next } = onLane();
    const tag = (peer: Peer): string => peer.conversation.config.instanceTag.toString(16);
    bob.receive(`?OTR|${tag(alice)}|${tag(bob)},1,2,abc,`);
    expect(bob.conversation.assemblies.size).toBe(1);
    bob.receive(next[0]!);
    expect(bob.texts.at(-1)).toBe('four');
    expect(bob.conversation.assemblies.size).toBe(0);
  });

  it('go on after one with another flag, after a record and with keys that change', () => {
    const { alice, bob } = onLane();
    for (let i = 0; i < 3; i += 1) {
      alice.type(`a${i}`);
      alice.compare('x');
      alice.abort();
      alice.type(`b${i}`);
      settle(alice, bob);
      bob.type(`c${i}`);
      bob.type(`d${i}`);
      settle(alice, bob);
    }
    expect(bob.texts.slice(-6)).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
    expect(alice.texts).toEqual(['c0', 'd0', 'c1', 'd1', 'c2', 'd2']);
  });

  it.each([native, portable])('leave nothing of what was said behind once it is read, with the $name provider', (primitives) => {
    const said = 'five, größer';
    const isLeft = () => Buffer.from(room.buffer, room.byteOffset, room.length).includes(said);
    const { bob, next } = onLane(primitives);
    expect(isLeft()).toBe(false);
    bob.receive(next[0]!);
    expect(openNext(ringOf(bob), next[1]!, primitives)).not.toBeNull();
    expect(isLeft()).toBe(true);
    bob.receive(next[1]!);
    expect(bob.texts.at(-1)).toBe(said);
    expect(isLeft()).toBe(false);
  });

  it('leave no MAC states behind when their keys die', () => {
    const { alice, bob, next } = onLane();
    for (const text of next) bob.receive(text);
    const lanes = ringOf(bob).pairs.map((pair) => pair.lanes);
    expect(lanes.some((one) => one.in !== null)).toBe(true);
    expect(ringOf(alice).pairs.some((pair) => pair.lanes.out(0) !== null)).toBe(true);
    const sending = ringOf(alice).pairs.map((pair) => pair.lanes);
    const lane = lanes.find((one) => one.in !== null)!.in!;
    const again = next[0]!;
    alice.end();
    settle(alice, bob);
    expect(lanes.every((one) => one.in === null && one.out(0) === null)).toBe(true);
    expect(sending.every((one) => one.in === null && one.out(0) === null)).toBe(true);
    // Its MAC is another one now.
    expect(lane.open(again, new Uint8Array(16), noCounter, native)).toBeNull();
  });
});
