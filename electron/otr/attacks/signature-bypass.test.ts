import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import { encodePublicKey, sign } from '../primitives/dsa.ts';
import { newKeyPair, sharedSecret } from '../primitives/group.ts';
import { deriveAkeKeys } from '../primitives/kdf.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { newPeer, type Peer } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import type { AkeMessage, DhKey } from '../wire/message.ts';
import { data, int } from '../wire/writer.ts';
import { ake, aliceTag, bend, bobTag, messageOf, put } from './forge.ts';

/** Bob as the responder, against a hand-made initiator who can cheat in its own half. */
function cheat(make: (x: Uint8Array, keys: ReturnType<typeof deriveAkeKeys>) => Uint8Array): Peer {
  const bob = newPeer('bob');
  const random = seededRng('mallory');
  const ours = newKeyPair(random, native);
  const r = random(16);
  const gx = data(ours.open);
  const commit: AkeMessage = {
    kind: 'dh-commit',
    encryptedGx: native.aesCtr(r, new Uint8Array(16), gx),
    hashedGx: native.sha256(gx),
  };
  bob.receive(ake(commit, aliceTag, 0));
  const { gy } = messageOf(bob.take()[0]!) as DhKey;
  const keys = deriveAkeKeys(sharedSecret(ours, gy, native)!, native);
  const publicKey = encodePublicKey(testKeys.alice);
  const m = native.hmacSha256(keys.m1, gx, data(gy), publicKey, int(1));
  const x = make(concat(publicKey, int(1), sign(testKeys.alice, m, random, native)), keys);
  const encryptedSignature = native.aesCtr(keys.c, new Uint8Array(16), x);
  const mac = native.hmacSha256(keys.m2, data(encryptedSignature)).slice(0, 20);
  bob.receive(ake({ kind: 'reveal-signature', revealedKey: r, encryptedSignature, mac }, aliceTag, bobTag));
  return bob;
}

describe('S4: signature bypass, by a peer who holds the MAC keys', () => {
  it('the honest signature is accepted', () => {
    expect(cheat((x) => x).status.at).toBe('encrypted');
  });

  const start = encodePublicKey(testKeys.alice).length + 4;
  it.each([
    ['every bit of the first byte of r', (x: Uint8Array) => bend(x, start)],
    ['the last byte of s', (x: Uint8Array) => bend(x, start + 39)],
    ['r of 0', (x: Uint8Array) => put(x, start, new Uint8Array(20))],
    ['s of 0', (x: Uint8Array) => put(x, start + 20, new Uint8Array(20))],
    ['r of q', (x: Uint8Array) => put(x, start, testKeys.alice.q)],
    ['s of q', (x: Uint8Array) => put(x, start + 20, testKeys.alice.q)],
    ['39 bytes', (x: Uint8Array) => x.slice(0, -1)],
    ['41 bytes', (x: Uint8Array) => concat(x, Uint8Array.of(0))],
    ['no signature', (x: Uint8Array) => x.slice(0, start)],
    ['nothing at all', () => new Uint8Array(0)],
    ['another key id', (x: Uint8Array) => put(x, start - 4, int(2))],
    ['key id 0', (x: Uint8Array) => put(x, start - 4, int(0))],
    ['another key', (x: Uint8Array) => put(x, 0, encodePublicKey(testKeys.bob).slice(0, x.length))],
    ['another key type', (x: Uint8Array) => put(x, 0, Uint8Array.of(0, 1))],
  ])('%s is refused', (_name, change) => {
    const bob = cheat(change);
    expect(bob.status.at).toBe('plaintext');
    expect(bob.told.at(-1)).toBe('malformed');
    expect(bob.outbox).toEqual([]);
  });

  it('lengths of 2^31 and 2^32-1 inside the encrypted part are refused (S6)', () => {
    for (const length of [0x8000_0000, 0xffff_ffff]) {
      for (const at of [2, 2 + 4 + 128]) expect(cheat((x) => put(x, at, int(length))).status.at).toBe('plaintext');
    }
  });
});
