import { describe, expect, it } from 'vitest';
import { fromBig, toBig } from '../primitives/big.ts';
import { prime } from '../primitives/group.ts';
import { native } from '../primitives/native.ts';
import { newPeer } from '../testing/pair.ts';
import { data } from '../wire/writer.ts';
import { ake, aliceTag, bobTag, expectRefused } from './forge.ts';

describe('S10, S11: values of the key exchange', () => {
  it('public values 0, 1, p-1, p, p+1 in a D-H Key are refused', () => {
    const p = toBig(prime);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) {
      const alice = newPeer('alice');
      alice.receive('?OTRv3?');
      alice.take();
      expectRefused(alice, ake({ kind: 'dh-key', gy: fromBig(value) }, bobTag, aliceTag));
      expect(alice.outbox).toEqual([]);
    }
  });

  it('public values 0, 1, p-1, p, p+1 behind a commit are refused when they are revealed', () => {
    const p = toBig(prime);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) {
      const bob = newPeer('bob');
      const r = new Uint8Array(16).fill(1);
      const gx = data(fromBig(value));
      const encryptedGx = native.aesCtr(r, new Uint8Array(16), gx);
      bob.receive(ake({ kind: 'dh-commit', encryptedGx, hashedGx: native.sha256(gx) }, aliceTag, 0));
      bob.take();
      const rest = { encryptedSignature: new Uint8Array(466), mac: new Uint8Array(20) };
      expectRefused(bob, ake({ kind: 'reveal-signature', revealedKey: r, ...rest }, aliceTag, bobTag));
      expect(bob.told.at(-1)).toBe('malformed');
    }
  });
});
