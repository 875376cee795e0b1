import type { Rng } from '../../base/ports.ts';
import { fromHex } from '../../base/bytes.ts';
import { compare, fromBig, inverse, isSquare, minimal, toBig } from './big.ts';
import { newComb, productOfPowers, type Comb, type Shape } from './comb.ts';
import type { Primitives } from './provider.ts';

/**
 * The 1536-bit prime of RFC 3526, 192 bytes, and its generator 2.
 * Spec: OTRv3 "Encoded messages".
 */
export const prime: Uint8Array = fromHex(
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
    'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
    '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca237327ffffffffffffffff',
)!;
export const generator: Uint8Array = Uint8Array.of(2);
const two = Uint8Array.of(2);
const primeMinusTwo = fromBig(toBig(prime) - 2n);

/** Length of a private exponent in bytes. Spec: "at least 320 bits". */
export const exponentLength = 40;
/** The longest public value, in bytes. */
export const elementLength = 192;

/** A D-H key pair: a 40-byte exponent and g^exponent without leading zeros. */
export type KeyPair = { readonly secret: Uint8Array; readonly open: Uint8Array };

/**
 * Whether a received value, without leading zeros, lies in 2..p-2.
 * Spec: OTRv3 "Verifies that Alice's gy is a legal value".
 */
export function isLegal(value: Uint8Array): boolean {
  return compare(value, two) >= 0 && compare(value, primeMinusTwo) <= 0;
}

/** Draws a fresh key pair. */
export function newKeyPair(random: Rng, primitives: Primitives): KeyPair {
  for (;;) {
    const secret = random(exponentLength);
    const open = primitives.power(generator, secret, prime);
    // An exponent of 0 (one chance in 2^320) has no legal public value.
    if (open !== null) return { secret, open: minimal(open) };
  }
}

/**
 * The shared secret of our exponent and their public value, without leading zeros; `null` where theirs is
 * outside 2..p-2 or leads to a secret that is no secret.
 */
export function sharedSecret(ours: KeyPair, theirs: Uint8Array, primitives: Primitives): Uint8Array | null {
  if (!isLegal(theirs)) return null;
  const secret = primitives.power(theirs, ours.secret, prime);
  if (secret === null) return null;
  const short = minimal(secret);
  secret.fill(0);
  return short;
}

/** The order q of the subgroup that the generator spans: (p - 1) / 2, a prime. 192 bytes. */
export const order: Uint8Array = fromBig((toBig(prime) - 1n) / 2n);
const bigPrime = toBig(prime);
const one = Uint8Array.of(1);

/**
 * Whether a received value lies in 2..p-2 and in the subgroup of order q. Everything that an honest side
 * of SMP sends does; a value outside would show in a sign whether an exponent of ours is odd.
 */
export function isMember(value: Uint8Array): boolean {
  return isLegal(value) && isSquare(toBig(value), bigPrime);
}

/** Whether a received exponent lies in 1..q-1. */
export function isExponent(value: Uint8Array): boolean {
  return compare(value, one) >= 0 && compare(value, order) < 0;
}

/** base^exponent without leading zeros; no bytes at all, which is no legal value, where there is none. */
export function raise(base: Uint8Array, exponent: Uint8Array, primitives: Primitives): Uint8Array {
  const power = primitives.power(base, exponent, prime);
  return power === null ? new Uint8Array(0) : minimal(power);
}

const shape: Shape = { bits: 8 * elementLength, teeth: 11, blocks: 4 };
let combOfGenerator: Comb | null = null;
let timesRaised = 0;
/** Making the tables takes as long as some forty powers: who runs SMP now and then is better off without. */
const worthTables = 40;

/**
 * g^exponent for a public exponent below q, without leading zeros; no bytes where it is 1. After many calls, two
 * megabytes of tables are made.
 */
export function raiseGeneratorPublic(exponent: Uint8Array, primitives: Primitives): Uint8Array {
  timesRaised += 1;
  if (timesRaised <= worthTables) return raise(generator, exponent, primitives);
  combOfGenerator ??= newComb(toBig(generator), bigPrime, shape);
  const power = productOfPowers([[combOfGenerator, toBig(exponent)]]);
  return power === 1n ? new Uint8Array(0) : fromBig(power);
}

/** The product of two values modulo p. */
export function multiply(a: Uint8Array, b: Uint8Array): Uint8Array {
  return fromBig((toBig(a) * toBig(b)) % bigPrime);
}

/** a / c and b / d modulo p, with one inversion for both; no bytes where c or d is 0. */
export function divideBoth(
  [a, c]: readonly [Uint8Array, Uint8Array],
  [b, d]: readonly [Uint8Array, Uint8Array],
): readonly [Uint8Array, Uint8Array] {
  const [low, high] = [toBig(c), toBig(d)];
  const both = inverse((low * high) % bigPrime, bigPrime);
  return [
    fromBig((toBig(a) * ((both * high) % bigPrime)) % bigPrime),
    fromBig((toBig(b) * ((both * low) % bigPrime)) % bigPrime),
  ];
}
