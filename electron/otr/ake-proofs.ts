import { concat, equalConstantTime, wipe } from '../base/bytes.ts';
import type { DsaPrivateKey, OtrEnv } from './api.ts';
import {
  encodePublicKey,
  readPublicKey,
  sign,
  signatureLength,
  verify,
  type DsaPublicKey,
} from './primitives/dsa.ts';
import { elementLength, isLegal, type KeyPair } from './primitives/group.ts';
import type { Primitives } from './primitives/provider.ts';
import type { DhCommit } from './wire/message.ts';
import { Reader } from './wire/reader.ts';
import { data, int, mpi } from './wire/writer.ts';

/** AES-CTR in the key exchange starts at 0; every key is used once. */
const zeroCounter = new Uint8Array(16);
const macLength = 20;

/** Hides a public value under r and commits to it. Spec: OTRv3 "D-H Commit Message". */
export function sealCommit(ours: KeyPair, r: Uint8Array, primitives: Primitives): DhCommit {
  const gx = mpi(ours.open);
  return {
    kind: 'dh-commit',
    encryptedGx: primitives.aesCtr(r, zeroCounter, gx),
    hashedGx: primitives.sha256(gx),
  };
}

/** The public value behind a commit; `null` where r does not open it or it is no legal value. */
export function openCommit(commit: DhCommit, r: Uint8Array, primitives: Primitives): Uint8Array | null {
  const gx = primitives.aesCtr(r, zeroCounter, commit.encryptedGx);
  if (!equalConstantTime(primitives.sha256(gx), commit.hashedGx)) return null;
  const reader = new Reader(gx);
  const value = reader.mpi(elementLength);
  return reader.complete && isLegal(value) ? value : null;
}

/** The two public values, the signer's first. */
type Values = { readonly from: Uint8Array; readonly to: Uint8Array };

/** M: a MAC over both public values, the signer's key and key id. */
function statement(m1: Uint8Array, values: Values, publicKey: Uint8Array, keyId: number, by: Primitives): Uint8Array {
  return by.hmacSha256(m1, mpi(values.from), mpi(values.to), publicKey, int(keyId));
}

/**
 * Encrypts and MACs our key, key id and signature.
 * Spec: OTRv3 "Reveal Signature Message", "Signature Message".
 */
export function sealSignature(
  c: Uint8Array,
  m1: Uint8Array,
  m2: Uint8Array,
  proof: Values & { readonly keyId: number },
  key: DsaPrivateKey,
  env: OtrEnv,
): { readonly encryptedSignature: Uint8Array; readonly mac: Uint8Array } {
  const { primitives, random } = env;
  const publicKey = encodePublicKey(key);
  const m = statement(m1, proof, publicKey, proof.keyId, primitives);
  const x = concat(publicKey, int(proof.keyId), sign(key, m, random, primitives));
  const encryptedSignature = primitives.aesCtr(c, zeroCounter, x);
  const mac = primitives.hmacSha256(m2, data(encryptedSignature)).slice(0, macLength);
  wipe(m, x);
  return { encryptedSignature, mac };
}

/**
 * Checks the peer's half of the exchange: MAC, then key, key id and signature.
 *
 * `null` on any doubt: MAC, shape or subgroup of the key, key id 0, signature of another length, bytes left
 * over, signature wrong.
 */
export function openSignature(
  c: Uint8Array,
  m1: Uint8Array,
  m2: Uint8Array,
  values: Values,
  message: { readonly encryptedSignature: Uint8Array; readonly mac: Uint8Array },
  primitives: Primitives,
): { readonly theirKey: DsaPublicKey; readonly theirKeyId: number } | null {
  const mac = primitives.hmacSha256(m2, data(message.encryptedSignature)).subarray(0, macLength);
  if (!equalConstantTime(mac, message.mac)) return null;
  const reader = new Reader(primitives.aesCtr(c, zeroCounter, message.encryptedSignature));
  const theirKey = readPublicKey(reader);
  const theirKeyId = reader.int();
  const signature = reader.take(signatureLength);
  if (theirKey === null || !reader.complete || theirKeyId === 0) return null;
  const m = statement(m1, values, encodePublicKey(theirKey), theirKeyId, primitives);
  return verify(theirKey, m, signature) ? { theirKey, theirKeyId } : null;
}
