import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import { native } from '../primitives/native.ts';
import { armor } from '../wire/armor.ts';
import { encodeHeader, type DhCommit, type RevealSignature } from '../wire/message.ts';
import { data, int } from '../wire/writer.ts';
import { aliceTag, bobTag, exchangeUpTo, expectRefused, messageOf } from './forge.ts';

describe('S10: a revealed key', () => {
  const header = encodeHeader({ version: 3, kind: 'reveal-signature', senderTag: aliceTag, receiverTag: bobTag });

  it.each([0, 1, 15, 17, 24, 32, 200])('of any length but 16 bytes is refused', (length) => {
    const { bob, text } = exchangeUpTo(2);
    const { revealedKey, encryptedSignature, mac } = messageOf(text) as RevealSignature;
    const other = new Uint8Array(length);
    other.set(revealedKey.subarray(0, length));
    expectRefused(bob, armor(concat(header, data(other), data(encryptedSignature), mac)));
    expect(bob.told.at(-1)).toBe('malformed');
    bob.receive(armor(concat(header, data(revealedKey), data(encryptedSignature), mac)));
    expect(bob.status.at).toBe('encrypted');
  });

  it('that claims 2^31 or 2^32-1 bytes is refused', () => {
    const { bob, text } = exchangeUpTo(2);
    const { revealedKey, encryptedSignature, mac } = messageOf(text) as RevealSignature;
    for (const length of [0x8000_0000, 0xffff_ffff]) {
      expectRefused(bob, armor(concat(header, int(length), revealedKey, data(encryptedSignature), mac)));
    }
  });

  it('that opens the commit to anything but its hash is refused', () => {
    const { bob, text, passed } = exchangeUpTo(2);
    const reveal = messageOf(text) as RevealSignature;
    const commit = messageOf(passed[0]!) as DhCommit;
    const wrong = new Uint8Array(16).fill(0x55);
    const opened = native.aesCtr(wrong, new Uint8Array(16), commit.encryptedGx);
    expect(native.sha256(opened)).not.toEqual(commit.hashedGx);
    expectRefused(bob, armor(concat(header, data(wrong), data(reveal.encryptedSignature), reveal.mac)));
  });
});
