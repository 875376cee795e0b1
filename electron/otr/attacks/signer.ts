import { concat } from '../../base/bytes.ts';
import { encodePublicKey, sign } from '../primitives/dsa.ts';
import { newKeyPair, sharedSecret, type KeyPair } from '../primitives/group.ts';
import { deriveAkeKeys } from '../primitives/kdf.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { newPeer, type Peer } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import type { DhCommit, DhKey, RevealSignature } from '../wire/message.ts';
import { data, int } from '../wire/writer.ts';
import { ake, aliceTag, bobTag, messageOf } from './forge.ts';

/*
 * A peer who goes through the key exchange with all its keys in hand, and cheats only where it signs.
 */

export type Cheat = {
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
export function meetCheat(cheat: Cheat): Peer {
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

/** Bob as the initiator, against a hand-made responder who signs and then changes X. */
export function answerCheat(change: (x: Uint8Array) => Uint8Array): Peer {
  const bob = newPeer('bob');
  const random = seededRng('mallory answers');
  bob.receive('?OTRv3?');
  const commit = messageOf(bob.take()[0]!) as DhCommit;
  const ours = newKeyPair(random, native);
  bob.receive(ake({ kind: 'dh-key', gy: ours.open }, aliceTag, bobTag));
  const { revealedKey } = messageOf(bob.take()[0]!) as RevealSignature;
  const gx = native.aesCtr(revealedKey, new Uint8Array(16), commit.encryptedGx).slice(4);
  const keys = deriveAkeKeys(sharedSecret(ours, gx, native)!, native);
  const publicKey = encodePublicKey(testKeys.alice);
  const m = native.hmacSha256(keys.m1Prime, data(ours.open), data(gx), publicKey, int(1));
  const x = change(concat(publicKey, int(1), sign(testKeys.alice, m, random, native)));
  const encryptedSignature = native.aesCtr(keys.cPrime, new Uint8Array(16), x);
  const mac = native.hmacSha256(keys.m2Prime, data(encryptedSignature)).slice(0, 20);
  bob.receive(ake({ kind: 'signature', encryptedSignature, mac }, aliceTag, bobTag));
  return bob;
}
