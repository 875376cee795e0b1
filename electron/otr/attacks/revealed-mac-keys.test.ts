import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import { native } from '../primitives/native.ts';
import { encryptedPair, settle, type Peer } from '../testing/pair.ts';
import { armor } from '../wire/armor.ts';
import { encodeDataAfterMac, encodeDataBeforeMac, type DataMessage } from '../wire/message.ts';
import { aliceTag, bend, bobTag, bytesOf, expectRefused, messageOf } from './forge.ts';

/** The MAC keys that a peer has revealed so far. */
function revealedBy(peer: Peer): readonly Uint8Array[] {
  const texts = peer.sent.filter((text) => text.startsWith('?OTR:AAMD'));
  return texts.map(messageOf).flatMap((message) => {
    const { oldMacKeys } = message as DataMessage;
    return Array.from({ length: oldMacKeys.length / 20 }, (_, i) => oldMacKeys.slice(20 * i, 20 * i + 20));
  });
}

/** The bytes of a data message with the last byte of its text inverted, under a MAC with another key. */
function forged(text: string, key: Uint8Array): string {
  const bytes = bytesOf(text);
  const { authenticated } = messageOf(text) as DataMessage;
  const changed = bend(authenticated, authenticated.length - 1);
  return armor(concat(changed, native.hmacSha1(key, changed), bytes.slice(authenticated.length + 20)));
}

describe('S2: revealed MAC keys', () => {
  it('a delayed message, forged with the MAC key that was revealed since, is refused', () => {
    const { alice, bob } = encryptedPair();
    alice.type('used, so that Bob reveals its key');
    settle(alice, bob);
    alice.type('delayed');
    const delayed = messageOf(alice.take()[0]!);
    if (delayed.kind !== 'data') throw new Error('no data');
    for (let i = 0; i < 3; i += 1) {
      bob.type('ping');
      settle(alice, bob);
      alice.type('pong');
      settle(alice, bob);
    }
    const revealed = bob.sent
      .filter((text) => text.startsWith('?OTR:AAMD'))
      .map(messageOf)
      .flatMap((message) => (message.kind === 'data' && message.oldMacKeys.length > 0 ? [message.oldMacKeys] : []));
    const key = revealed[0]!.slice(0, 20);
    expect(native.hmacSha1(key, delayed.authenticated)).toEqual(delayed.mac);
    const header = { version: 3, kind: 'data', senderTag: aliceTag, receiverTag: bobTag } as const;
    const before = encodeDataBeforeMac(header, { ...delayed, ciphertext: bend(delayed.ciphertext, 0) });
    expectRefused(bob, armor(encodeDataAfterMac(before, native.hmacSha1(key, before), [])));
  });

  it('no key that either side ever revealed opens anything that the other still takes', () => {
    const { alice, bob } = encryptedPair();
    let tried = 0;
    const tryAll = (text: string): void => {
      for (const key of [...revealedBy(alice), ...revealedBy(bob)]) {
        expectRefused(alice, forged(text, key));
        tried += 1;
      }
    };
    for (let i = 0; i < 6; i += 1) {
      // Under keys that have been used already, a message that the wire holds back while Alice answers.
      bob.type(`first ${i}`);
      settle(alice, bob);
      bob.type(`held ${i}`);
      const held = bob.take()[0]!;
      for (const text of ['answer', 'another']) {
        alice.type(`${text} ${i}`);
        settle(alice, bob);
        tryAll(held);
      }
      alice.receive(held);
      expect(alice.texts.at(-1)).toBe(`held ${i}`);
    }
    expect(tried).toBeGreaterThan(20);
  });

  it('a list of keys that comes along is believed in nothing', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    const message = messageOf(alice.take()[0]!) as DataMessage;
    bob.receive(armor(encodeDataAfterMac(message.authenticated, message.mac, [new Uint8Array(20).fill(7)])));
    expect(bob.texts).toEqual(['hello']);
    alice.type('again');
    const next = alice.take()[0]!;
    expectRefused(bob, forged(next, new Uint8Array(20).fill(7)));
    bob.receive(next);
    expect(bob.texts).toEqual(['hello', 'again']);
  });
});
