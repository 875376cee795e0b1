import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import { fromBig, toBig } from '../primitives/big.ts';
import { encodePublicKey } from '../primitives/dsa.ts';
import { sharedSecret, type KeyPair } from '../primitives/group.ts';
import { derivePairKeys } from '../primitives/kdf.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { armor } from '../wire/armor.ts';
import { encodeDataAfterMac, encodeDataBeforeMac } from '../wire/message.ts';
import { data, int } from '../wire/writer.ts';
import { aliceTag, bobTag, expectRefused, put } from './forge.ts';
import { answerCheat, meetCheat } from './signer.ts';

describe('S4: signature bypass, by a peer who holds the MAC keys', () => {
  it('the honest signature is accepted, whoever begins', () => {
    expect(meetCheat({}).status.at).toBe('encrypted');
    expect(answerCheat((x) => x).status.at).toBe('encrypted');
  });

  const start = encodePublicKey(testKeys.alice).length + 4;
  it.each([
    ['r of 1', (x: Uint8Array) => put(x, start, fromBig(1n, 20))],
    ['r and s of 0', (x: Uint8Array) => put(x, start, new Uint8Array(40))],
    ['q added to s', (x: Uint8Array) => put(x, start + 20, fromBig((toBig(x.slice(start + 20)) + toBig(testKeys.alice.q)) % (1n << 160n), 20))],
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
    for (const bob of [meetCheat({ x: change }), answerCheat(change)]) {
      expect(bob.status.at).toBe('plaintext');
      expect(bob.told.at(-1)).toBe('malformed');
      expect(bob.outbox).toEqual([]);
    }
  });

  it('every bit of it flipped is refused', () => {
    for (let bit = 0; bit < 320; bit += 1) {
      const flip = (x: Uint8Array): Uint8Array => {
        const bent = x.slice();
        bent[start + (bit >> 3)]! ^= 1 << (bit & 7);
        return bent;
      };
      const bob = bit % 2 === 0 ? meetCheat({ x: flip }) : answerCheat(flip);
      expect(bob.status.at, `bit ${bit}`).toBe('plaintext');
    }
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
