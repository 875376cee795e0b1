import type { Rng } from '../../base/ports.ts';
import { concat, equalConstantTime, toHex } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { Reader } from '../wire/reader.ts';
import { mpi, short } from '../wire/writer.ts';
import { bitLength, compare, fromBig, inverse, toBig } from './big.ts';
import { newComb, productOfPowers, type Comb, type Shape } from './comb.ts';
import type { Primitives } from './provider.ts';

/** A DSA public key; numbers are big-endian without leading zeros, p has 1024 bits and q 160. */
export type DsaPublicKey = {
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  readonly g: Uint8Array;
  readonly y: Uint8Array;
};
type PrivateKey = DsaPublicKey & { readonly x: Uint8Array };

export const pLength = 128;
export const qLength = 20;
/** r and s, 20 bytes each. */
export const signatureLength = 2 * qLength;

/** The protocol's form of a public key: type 0, then p, q, g, y. Spec: OTRv3 "Public keys, signatures, and fingerprints". */
export function encodePublicKey(key: DsaPublicKey): Uint8Array {
  return concat(short(0), mpi(key.p), mpi(key.q), mpi(key.g), mpi(key.y));
}

/** Reads a public key out of a longer structure; `null` where it is none, or its numbers are no DSA key's. */
export function readPublicKey(reader: Reader): DsaPublicKey | null {
  const type = reader.short();
  const key = { p: reader.mpi(pLength), q: reader.mpi(qLength), g: reader.mpi(pLength), y: reader.mpi(pLength) };
  return !reader.failed && type === 0 && hasValidShape(key) ? key : null;
}

/**
 * Whether a key has the sizes and ranges of a 1024/160-bit DSA key and its g and y lie in the subgroup of
 * order q. Tells nothing about p and q being prime: a peer who chose them badly harms only itself.
 */
export function hasValidShape(key: DsaPublicKey): boolean {
  if (bitLength(key.p) !== 1024 || bitLength(key.q) !== 160) return false;
  if ((key.p[pLength - 1]! & 1) === 0 || (key.q[qLength - 1]! & 1) === 0) return false;
  const one = Uint8Array.of(1);
  if (compare(key.g, one) <= 0 || compare(key.g, key.p) >= 0) return false;
  if (compare(key.y, one) <= 0 || compare(key.y, key.p) >= 0) return false;
  return prepare(key).inSubgroup;
}

/** What is computed once for a public key: its subgroup, and tables for powers of g and y. */
type Prepared = { readonly inSubgroup: boolean; readonly g: Comb; readonly y: Comb };
const prepared = new Map<string, Prepared>();
/** Of about 80 kB each. */
const preparedKept = 32;
const shape: Shape = { bits: 8 * qLength, teeth: 7, blocks: 2 };

/** Prepares a key whose p is above 1. The keys of lately are remembered: people meet again. */
function prepare(key: DsaPublicKey): Prepared {
  const bytes = concat(mpi(key.p), mpi(key.q), mpi(key.g), key.y);
  const name = Buffer.from(bytes.buffer).toString('latin1');
  const known = prepared.get(name);
  if (known !== undefined) return known;
  const [p, q] = [toBig(key.p), toBig(key.q)];
  const [g, y] = [newComb(toBig(key.g), p, shape), newComb(toBig(key.y), p, shape)];
  const inSubgroup = (p - 1n) % q === 0n && [g, y].every((comb) => productOfPowers([[comb, q]]) === 1n);
  if (prepared.size >= preparedKept) prepared.clear();
  prepared.set(name, { inSubgroup, g, y });
  return { inSubgroup, g, y };
}

/** SHA-1 over the public numbers without the type, 40 lower-case hex digits. Spec: as above. */
export function fingerprint(key: DsaPublicKey, primitives: Primitives): string {
  return toHex(primitives.sha1(encodePublicKey(key).subarray(2)));
}

/**
 * Signs a byte string, taken as a number modulo q; 40 bytes.
 *
 * The nonce comes from the private key, the message and fresh random bytes (RFC 6979, 3.6), so neither a
 * weak random source nor a repeated message gives the key away. Arithmetic modulo q is blinded.
 * Spec: OTRv3 "Reveal Signature Message" ("taken modulo q instead of being truncated").
 */
export function sign(key: PrivateKey, message: Uint8Array, random: Rng, primitives: Primitives): Uint8Array {
  const q = toBig(key.q);
  const x = toBig(key.x);
  const hash = toBig(message) % q;
  const nonces = nonceSource(key, fromBig(hash, qLength), random(qLength), primitives);
  for (;;) {
    const nonce = nonces();
    const k = toBig(nonce);
    nonce.fill(0);
    // A multiple of q is added so that every exponent has the same length.
    const longer = k + q;
    const exponent = fromBig(longer >= aboveQ ? longer : longer + q, qLength + 1);
    const commitment = primitives.power(key.g, exponent, key.p);
    exponent.fill(0);
    const r = commitment === null ? 0n : toBig(commitment) % q;
    const blind = (toBig(random(qLength + 8)) % (q - 1n)) + 1n;
    const s = (inverse(k * blind, q) * ((blind * hash + ((blind * x) % q) * r) % q)) % q;
    if (r !== 0n && s !== 0n) return concat(fromBig(r, qLength), fromBig(s, qLength));
  }
}

/** The first number that is longer than every q. */
const aboveQ = 1n << 160n;

/** Nonces below q, by RFC 6979 with HMAC-SHA256 and `extra` as its additional data. */
export function nonceSource(
  key: Pick<PrivateKey, 'q' | 'x'>,
  hash: Uint8Array,
  extra: Uint8Array,
  primitives: Primitives,
): () => Uint8Array {
  const q = toBig(key.q);
  const seed = concat(fromBig(toBig(key.x), qLength), hash, extra);
  let v: Uint8Array = new Uint8Array(32).fill(1);
  let k: Uint8Array = new Uint8Array(32);
  // Whoever had one of these and the signature would have the key: each is overwritten as soon as the next stands.
  const renew = (old: Uint8Array, next: Uint8Array): Uint8Array => {
    old.fill(0);
    return next;
  };
  const stir = (byte: number, more: Uint8Array): void => {
    k = renew(k, primitives.hmacSha256(k, v, Uint8Array.of(byte), more));
    v = renew(v, primitives.hmacSha256(k, v));
  };
  stir(0, seed);
  stir(1, seed);
  seed.fill(0);
  return () => {
    for (;;) {
      v = renew(v, primitives.hmacSha256(k, v));
      const candidate = v.slice(0, qLength);
      const value = toBig(candidate);
      stir(0, new Uint8Array(0));
      if (value > 0n && value < q) return candidate;
    }
  };
}

/** Whether 40 bytes are this key's signature of a byte string taken modulo q. Every doubt is a no. */
export function verify(key: DsaPublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== signatureLength) return false;
  const q = toBig(key.q);
  const r = toBig(signature.subarray(0, qLength));
  const s = toBig(signature.subarray(qLength));
  if (r <= 0n || r >= q || s <= 0n || s >= q) return false;
  const w = inverse(s, q);
  if ((s * w) % q !== 1n) return false;
  const u1 = ((toBig(message) % q) * w) % q;
  const u2 = (r * w) % q;
  const { g, y } = prepare(key);
  const v = productOfPowers([[g, u1], [y, u2]]) % q;
  return equalConstantTime(fromBig(v, qLength), signature.subarray(0, qLength));
}

const privateKeyFormat = 1;

/** A private key for the vault: a format byte, then p, q, g, y, x as MPIs. The caller wipes it. */
export function encodePrivateKey(key: PrivateKey): Uint8Array {
  return concat(Uint8Array.of(privateKeyFormat), mpi(key.p), mpi(key.q), mpi(key.g), mpi(key.y), mpi(key.x));
}

/**
 * Reads a private key that `encodePrivateKey` wrote, and proves that it is one: sizes, primes, subgroup,
 * and y = g^x. Faults: malformed, other-format, invalid-key.
 */
export function decodePrivateKey(
  bytes: Uint8Array,
  primitives: Primitives,
): Result<PrivateKey, 'malformed' | 'other-format' | 'invalid-key'> {
  const reader = new Reader(bytes);
  const format = reader.byte();
  if (!reader.failed && format !== privateKeyFormat) return fail('other-format');
  const open = { p: reader.mpi(pLength), q: reader.mpi(qLength), g: reader.mpi(pLength), y: reader.mpi(pLength) };
  const key = { ...open, x: reader.mpi(qLength) };
  if (!reader.complete) return fail('malformed');
  return isPrivateKey(key, primitives) ? ok(key) : fail('invalid-key');
}

/** Whether five numbers without leading zeros are a private key: sizes, primes, subgroup, and y = g^x. */
export function isPrivateKey(key: PrivateKey, primitives: Primitives): boolean {
  if (!hasValidShape(key)) return false;
  if (key.x.length === 0 || compare(key.x, key.q) >= 0) return false;
  if (!primitives.isProbablyPrime(key.q) || !primitives.isProbablyPrime(key.p)) return false;
  const y = primitives.power(key.g, key.x, key.p);
  return y !== null && equalConstantTime(y, fromBig(toBig(key.y), pLength));
}

