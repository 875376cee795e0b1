import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import { encodePublicKey, sign } from '../primitives/dsa.ts';
import { newKeyPair, sharedSecret, type KeyPair } from '../primitives/group.ts';
import { deriveAkeKeys, derivePairKeys } from '../primitives/kdf.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { newPeer, type Peer } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import { armor } from '../wire/armor.ts';
import { encodeDataAfterMac, encodeDataBeforeMac, type DhKey } from '../wire/message.ts';
import { data, int } from '../wire/writer.ts';
import { ake, aliceTag, bend, bobTag, expectRefused, messageOf, put } from './forge.ts';

type Cheat = {
  /** Changes X before it is encrypted and MACed. */
  readonly x?: (x: Uint8Array) => Uint8Array;
  /** The key id that is stated and signed. */
  readonly keyId?: number;
  /** Mallory's own pair, and what it puts behind the commit and into the commit's hash. */
  readonly ours?: KeyPair;
  readonly hidden?: (gx: Uint8Array) => Uint8Array;
  readonly hashed?: (gx: Uint8Array) => Uint8Array;
};

/** Bob as the responder, against a hand-made initiator who knows all its own keys and can cheat with them. */
function meetCheat(cheat: Cheat): Peer {
  const bob = newPeer('bob');
  const random = seededRng('mallory');
  const ours = cheat.ours ?? newKeyPair(random, native);
  const keyId = cheat.keyId ?? 1;
  const r = random(16);
  const gx = data(ours.open);
  const hidden = cheat.hidden?.(gx) ?? gx;
  const encryptedGx = native.aesCtr(r, new Uint8Array(16), hidden);
  const hashedGx = native.sha256(cheat.hashed?.(gx) ?? hidden);
  bob.receive(ake({ kind: 'dh-commit', encryptedGx, hashedGx }, aliceTag, 0));
  const { gy } = messageOf(bob.take()[0]!) as DhKey;
  const keys = deriveAkeKeys(sharedSecret(ours, gy, native)!, native);
  const publicKey = encodePublicKey(testKeys.alice);
  const m = native.hmacSha256(keys.m1, gx, data(gy), publicKey, int(keyId));
  const honest = concat(publicKey, int(keyId), sign(testKeys.alice, m, random, native));
  const encryptedSignature = native.aesCtr(keys.c, new Uint8Array(16), cheat.x?.(honest) ?? honest);
  const mac = native.hmacSha256(keys.m2, data(encryptedSignature)).slice(0, 20);
  bob.receive(ake({ kind: 'reveal-signature', revealedKey: r, encryptedSignature, mac }, aliceTag, bobTag));
  return bob;
}

describe('S4: signature bypass, by a peer who holds the MAC keys', () => {
  it('the honest signature is accepted', () => {
    expect(meetCheat({}).status.at).toBe('encrypted');
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
    ['41 bytes with the same numbers', (x: Uint8Array) => concat(x.slice(0, -20), Uint8Array.of(0), x.slice(-20))],
    ['no signature', (x: Uint8Array) => x.slice(0, start)],
    ['nothing at all', () => new Uint8Array(0)],
    ['another key id', (x: Uint8Array) => put(x, start - 4, int(2))],
    ['key id 0', (x: Uint8Array) => put(x, start - 4, int(0))],
    ['another key', (x: Uint8Array) => put(x, 0, encodePublicKey(testKeys.bob).slice(0, x.length))],
    ['another key type', (x: Uint8Array) => put(x, 0, Uint8Array.of(0, 1))],
  ])('%s is refused', (_name, change) => {
    const bob = meetCheat({ x: change });
    expect(bob.status.at).toBe('plaintext');
    expect(bob.told.at(-1)).toBe('malformed');
    expect(bob.outbox).toEqual([]);
  });

  it('lengths of 2^31 and 2^32-1 inside the encrypted part are refused (S6)', () => {
    for (const length of [0x8000_0000, 0xffff_ffff]) {
      for (const at of [2, 2 + 4 + 128]) expect(meetCheat({ x: (x) => put(x, at, int(length)) }).status.at).toBe('plaintext');
    }
  });
});

describe('S3: an initiator who cheats with its own values', () => {
  const one: KeyPair = { secret: Uint8Array.of(1), open: Uint8Array.of(2) };

  it('may choose a poor exponent', () => {
    expect(meetCheat({ ours: one }).status.at).toBe('encrypted');
  });

  it('may not have a key id of 0, even signed', () => {
    expect(meetCheat({ keyId: 0 }).status.at).toBe('plaintext');
  });

  it('may not reveal another value than it committed to', () => {
    expect(meetCheat({ hashed: () => data(Uint8Array.of(3)) }).status.at).toBe('plaintext');
  });

  it('may not put anything behind the value that it hides', () => {
    const hidden = (gx: Uint8Array): Uint8Array => concat(gx, Uint8Array.of(0));
    expect(meetCheat({ ours: one, hidden }).status.at).toBe('plaintext');
  });

  it('may have the last key id of all, after which there is no next one to rotate to', () => {
    const bob = meetCheat({ keyId: 0xffff_ffff });
    expect(bob.status.at).toBe('encrypted');
    const session = bob.conversation.instances.get(aliceTag)!.session;
    if (session.at !== 'encrypted') throw new Error('not encrypted');
    const secret = sharedSecret(session.ring.oursBefore, session.ring.theirs, native)!;
    const keys = derivePairKeys(session.ring.oursBefore.open, session.ring.theirs, secret, native);
    const header = { version: 3, kind: 'data', senderTag: aliceTag, receiverTag: bobTag } as const;
    const ids = { flags: 0, senderKeyId: 0xffff_ffff, recipientKeyId: 1, counter: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1) };
    const before = encodeDataBeforeMac(header, { ...ids, nextKey: Uint8Array.of(9), ciphertext: Uint8Array.of(0) });
    expectRefused(bob, armor(encodeDataAfterMac(before, native.hmacSha1(keys.receiveMac, before), [])));
    expect(bob.told.at(-1)).toBe('unreadable');
  });
});
