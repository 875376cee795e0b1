import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../base/bytes.ts';
import { bytesOf, messageOf } from './attacks/forge.ts';
import { openData } from './data-message.ts';
import { sendingPair, sentUnder, type KeyRing } from './key-ring.ts';
import { fromBig } from './primitives/big.ts';
import { derivePairKeys } from './primitives/kdf.ts';
import { native } from './primitives/native.ts';
import { encryptedPair, settle, type Peer, type PeerOptions } from './testing/pair.ts';
import * as spec from './testing/spec.ts';
import type { DataMessage } from './wire/message.ts';

/*
 * The bytes of data messages, taken apart with the document's formulas.
 */

function ringOf(peer: Peer): KeyRing {
  const session = [...peer.conversation.instances.values()].find((one) => one.session.at === 'encrypted')?.session;
  if (session?.at !== 'encrypted') throw new Error('no session');
  return session.ring;
}

function dataOf(text: string): DataMessage {
  const message = messageOf(text);
  if (message.kind !== 'data') throw new Error('no data');
  return message;
}

/** The secret of a ring's key in use with the latest one of the other side, as the document computes it. */
function keysOf(sender: KeyRing) {
  const [secret, mine, theirs] = [sender.oursBefore.secret, sender.oursBefore.open, sender.theirs].map(spec.numberOf);
  const s = spec.power(theirs!, secret!);
  const isHigh = mine! > theirs!;
  const aes = (byte: number): Uint8Array => spec.tagged('sha1', byte, s).slice(0, 16);
  const [sendAes, receiveAes] = [aes(isHigh ? 1 : 2), aes(isHigh ? 2 : 1)];
  const extra = spec.tagged('sha256', 0xff, s);
  return { sendAes, sendMac: spec.hash('sha1', sendAes), receiveAes, receiveMac: spec.hash('sha1', receiveAes), extra };
}

const plain = (options: PeerOptions = {}) => {
  const pair = encryptedPair(options, options);
  for (const peer of [pair.alice, pair.bob]) {
    peer.conversation = { ...peer.conversation, config: { ...peer.conversation.config, padding: false } };
  }
  return pair;
};

describe('Data Message', () => {
  it.each([2, 3] as const)('has every field in its place in version %i', (version) => {
    const { alice } = plain({ policy: { allowV2: true, allowV3: version === 3 } });
    alice.type('h\u00e9llo');
    const ring = ringOf(alice);
    const keys = keysOf(ring);
    const tags = version === 3 ? concat(spec.int(0x1111_1111), spec.int(0x2222_2222)) : new Uint8Array(0);
    const counter = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1);
    const ciphertext = spec.aesCtr(keys.sendAes, counter, new TextEncoder().encode('h\u00e9llo'));
    const nextKey = spec.mpi(spec.numberOf(ring.ours.open));
    const start = concat(Uint8Array.of(0, version, 3), tags, Uint8Array.of(0), spec.int(1), spec.int(1));
    const covered = concat(start, nextKey, counter, spec.data(ciphertext));
    const whole = concat(covered, spec.hmac('sha1', keys.sendMac, covered), spec.int(0));
    expect(toHex(bytesOf(alice.outbox[0]!))).toBe(toHex(whole));
  });

  it('counts up from 1 for each pair of keys, and anew with the next pair', () => {
    const { alice, bob } = encryptedPair();
    const countersOf = (peer: Peer): readonly string[] =>
      peer.take().map((text) => `${dataOf(text).senderKeyId} ${spec.numberOf(dataOf(text).counter)}`);
    for (const text of ['a', 'b', 'c']) alice.type(text);
    expect(countersOf(alice)).toEqual(['1 1', '1 2', '1 3']);
    alice.type('d');
    settle(alice, bob);
    bob.type('e');
    settle(alice, bob);
    for (const text of ['f', 'g']) alice.type(text);
    expect(countersOf(alice)).toEqual(['2 1', '2 2']);
  });

  it('flags nothing on typed lines, and IGNORE_UNREADABLE on what nobody need hear of', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    expect(dataOf(alice.outbox.at(-1)!).flags).toBe(0);
    alice.compare('tiger');
    expect(dataOf(alice.outbox.at(-1)!).flags).toBe(1);
    settle(alice, bob);
    alice.end();
    expect(dataOf(alice.outbox.at(-1)!).flags).toBe(1);
  });
});

describe('keys of a pair (spec: "Computing AES keys, MAC keys, and the secure session id")', () => {
  it('are those of the document, on either end, through every rotation', () => {
    const { alice, bob } = encryptedPair();
    for (let i = 0; i < 6; i += 1) {
      for (const [from, to] of [[alice, bob], [bob, alice]] as const) {
        from.type(`line ${i}`);
        const ring = ringOf(from);
        const pair = ring.pairs.find((one) => one.ourKeyId === ring.ourKeyId - 1 && one.theirKeyId === ring.theirKeyId)!;
        const hex = (keys: object) => Object.entries(keys).map(([name, key]) => [name, toHex(key as Uint8Array)]).toSorted();
        expect(hex(pair.keys)).toEqual(hex(keysOf(ring)));
        settle(from, to);
      }
    }
  });

  it('call the numerically greater public value the high end, whatever the lengths', () => {
    const secret = Uint8Array.of(7);
    const sendsAsHigh = (ours: bigint, theirs: bigint): boolean => {
      const { sendAes } = derivePairKeys(fromBig(ours), fromBig(theirs), secret, native);
      return toHex(sendAes) === toHex(spec.tagged('sha1', 1, 7n).slice(0, 16));
    };
    expect([sendsAsHigh(256n, 255n), sendsAsHigh(255n, 256n)]).toEqual([true, false]);
    expect([sendsAsHigh(3n, 2n), sendsAsHigh(2n, 3n)]).toEqual([true, false]);
  });
});

describe('Key Management', () => {
  it('knows no key of theirs before the first, whatever its id', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    const message = dataOf(alice.take()[0]!);
    const ring: KeyRing = { ...ringOf(bob), theirKeyId: 5 };
    expect(openData(ring, { ...message, senderKeyId: 4 }, bob.env)).toEqual({ ok: false, fault: 'unknown-key-id' });
    expect(openData(ring, { ...message, senderKeyId: 5 }, bob.env).ok).toBe(true);
  });

  it('looks at the MAC before anything that it covers', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    const message = dataOf(alice.take()[0]!);
    const mac = new Uint8Array(20);
    for (const bent of [{}, { counter: new Uint8Array(8) }, { nextKey: Uint8Array.of(2) }]) {
      expect(openData(ringOf(bob), { ...message, ...bent, mac }, bob.env)).toEqual({ ok: false, fault: 'bad-mac' });
    }
  });

  it('has no pair of keys without a secret, and never sends with one', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    const message = dataOf(alice.take()[0]!);
    const none = { ...ringOf(bob).oursBefore, secret: new Uint8Array(40) };
    const ring: KeyRing = { ...ringOf(bob), oursBefore: none, pairs: [] };
    expect(openData(ring, message, bob.env)).toEqual({ ok: false, fault: 'unknown-key-id' });
    expect(() => sendingPair(ring, native)).toThrow('assertion failed');
  });

  it('counts what went out under one of our keys, with whichever of theirs', () => {
    const { alice } = encryptedPair();
    alice.type('one');
    alice.type('two');
    const ring = ringOf(alice);
    const pair = sendingPair(ring, native);
    const pairs = [pair, { ...pair, theirKeyId: pair.theirKeyId + 1, sent: 3 }, { ...pair, ourKeyId: pair.ourKeyId + 1, sent: 4 }];
    expect(sentUnder({ ...ring, pairs }, pair.ourKeyId)).toBe(5);
  });
});
