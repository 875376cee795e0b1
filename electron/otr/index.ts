/*
 * The only door of the OTR engine. `api.ts` has the types and what they promise.
 */
import type { Rng } from '../base/ports.ts';
import type { Result } from '../base/result.ts';
import type { DsaPrivateKey, OtrEnv } from './api.ts';
import { readPrivateKeys as readKeys, type PrivateKeys } from './keyfiles/private-keys.ts';
import { readSerializedKey as readSerialized } from './keyfiles/serialized-key.ts';
import { choosePrimitives } from './primitives/choose.ts';
import { generateKey } from './primitives/dsa-keygen.ts';
import { decodePrivateKey, encodePrivateKey, fingerprint, type DsaPublicKey } from './primitives/dsa.ts';

import { forgeMessage as forge, macKeyOf as findMacKey } from './toolkit/lab.ts';

export { seeMessage, type WireMessage } from './toolkit/lab.ts';
export type {
  DsaPrivateKey,
  OtrConfig,
  OtrEffect,
  OtrEnv,
  OtrEvent,
  OtrInput,
  OtrPolicy,
  OtrStatus,
  SessionInfo,
} from './api.ts';
export type { Primitives } from './primitives/provider.ts';
export type { DsaPublicKey } from './primitives/dsa.ts';
export type { Account, AccountKey, PrivateKeys } from './keyfiles/private-keys.ts';
export { writePrivateKeys } from './keyfiles/private-keys.ts';
export { writeSerializedKey } from './keyfiles/serialized-key.ts';
export {
  furtherInstanceTag,
  isTrusted,
  readFingerprints,
  readInstanceTags,
  writeFingerprints,
  writeInstanceTags,
  type AccountTag,
  type KnownFingerprint,
} from './keyfiles/tables.ts';
export { configure, newConversation, type Conversation } from './conversation.ts';
export { statusOf } from './devices.ts';
export { step } from './step.ts';
export { newInstanceTag } from './instance-tags.ts';
export { policyOf, presetOf, type PolicyPreset } from './policy.ts';
export { looksLikeOtr } from './query.ts';
export { availableVersions } from './wire/message.ts';
export { choosePrimitives } from './primitives/choose.ts';

/**
 * Makes a DSA key; blocks for tens to hundreds of milliseconds, so it belongs in a worker thread (which
 * calls `choosePrimitives` itself). `onProgress` gets rising percentages, 100 last.
 */
export function generateDsaKey(env: OtrEnv, onProgress: (percent: number) => void): DsaPrivateKey {
  return generateKey(env.random, env.primitives, onProgress);
}

/** The bytes of a private key for the store. They are as secret as the key. */
export function encodeDsaKey(key: DsaPrivateKey): Uint8Array {
  return encodePrivateKey(key);
}

/** Reads what `encodeDsaKey` wrote and proves that it is a valid key. Faults: malformed, other-format, invalid-key. */
export function decodeDsaKey(bytes: Uint8Array): Result<DsaPrivateKey> {
  return decodePrivateKey(bytes, choosePrimitives());
}

/** Reads libotr's file of private keys and proves each of them. Fault: malformed, where it is no such file. */
export function readPrivateKeys(file: Uint8Array): Result<PrivateKeys, 'malformed'> {
  return readKeys(file, choosePrimitives());
}

/** Reads a key of Gajim's, WeeChat's or CoyIM's and proves it. Faults: malformed, invalid-key. */
export function readSerializedKey(bytes: Uint8Array): Result<DsaPrivateKey, 'malformed' | 'invalid-key'> {
  return readSerialized(bytes, choosePrimitives());
}

/** As in `toolkit/lab.ts`: the key among these that authenticates a data message. */
export function macKeyOf(text: string, keys: readonly Uint8Array[]): Uint8Array | null {
  return findMacKey(text, keys, choosePrimitives());
}

/** As in `toolkit/lab.ts`: a data message that says something else of the same length, under a MAC that holds. */
export function forgeMessage(text: string, macKey: Uint8Array, from: string, to: string): string | null {
  return forge(text, macKey, from, to, choosePrimitives());
}

/** 40 lower-case hex digits: SHA-1 over the public key. */
export function fingerprintOf(key: DsaPublicKey): string {
  return fingerprint(key, choosePrimitives());
}

/** The environment of a process: its primitives and a random source. */
export function newEnv(random: Rng): OtrEnv {
  return { random, primitives: choosePrimitives() };
}
