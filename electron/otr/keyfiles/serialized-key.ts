import { concat } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { DsaPrivateKey } from '../api.ts';
import { minimal } from '../primitives/big.ts';
import { encodePublicKey, isPrivateKey, pLength, qLength } from '../primitives/dsa.ts';
import type { Primitives } from '../primitives/provider.ts';
import { Reader } from '../wire/reader.ts';
import { mpi } from '../wire/writer.ts';

/*
 * A private key as Gajim, WeeChat (both `.key3`) and CoyIM keep it: the protocol's public key (type 0, then
 * p, q, g, y) followed by x. Spec: OTRv3 "Public keys, signatures, and fingerprints" for the first part.
 */

/** Some write a number with a zero byte in front, so that it reads as positive. */
const spare = 1;

/** Reads such a key and proves it: sizes, primes, subgroup, y = g^x. Faults: malformed, invalid-key. */
export function readSerializedKey(bytes: Uint8Array, primitives: Primitives): Result<DsaPrivateKey, 'malformed' | 'invalid-key'> {
  const reader = new Reader(bytes);
  const type = reader.short();
  const number = (length: number): Uint8Array => minimal(reader.data(length + spare));
  const open = { p: number(pLength), q: number(qLength), g: number(pLength), y: number(pLength) };
  const key = { ...open, x: number(qLength) };
  if (!reader.complete || type !== 0 || Object.values(key).some(({ length }) => length === 0)) return fail('malformed');
  return isPrivateKey(key, primitives) ? ok(key) : fail('invalid-key');
}

/** The bytes of such a key, as secret as it is. */
export function writeSerializedKey(key: DsaPrivateKey): Uint8Array {
  return concat(encodePublicKey(key), mpi(key.x));
}
