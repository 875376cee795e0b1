import { concat, equalConstantTime, wipe } from '../base/bytes.ts';
import type { OtrEnv } from './api.ts';
import { fromBig, minimal, toBig } from './primitives/big.ts';
import {
  elementLength,
  generator,
  isExponent,
  isLegal,
  isMember,
  multiply,
  order,
  raise,
  raiseGeneratorPublic,
} from './primitives/group.ts';
import type { Primitives } from './primitives/provider.ts';
import { Reader } from './wire/reader.ts';
import { byte, int, mpi } from './wire/writer.ts';

/*
 * The zero-knowledge proofs of SMP and the records that carry them. Numbers are without leading zeros; a
 * number without bytes is what an impossible power gives, and no check lets it pass.
 * Spec: OTRv3 "Socialist Millionaires' Protocol (SMP)", "The SMP state machine".
 */

/** The place of a proof in the protocol, hashed into it so that none can be used in another place. */
type Place = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const bigOrder = toBig(order);

/** A random exponent. Spec: "The random exponents are 1536-bit numbers". */
export function newExponent({ random }: OtrEnv): Uint8Array {
  return random(elementLength);
}

/** Spec: OTRv3 "SMP Hash function". */
function challenge(by: Primitives, place: Place, ...elements: readonly Uint8Array[]): Uint8Array {
  return minimal(by.sha256(byte(place), ...elements.map(mpi)));
}

/**
 * mask - secret * c mod q, the answer to a challenge. The secret is split into two random shares, so that
 * the arithmetic, which is not constant-time, never touches it alone.
 */
function answer(mask: Uint8Array, secret: Uint8Array, c: Uint8Array, { random }: OtrEnv): Uint8Array {
  const factor = toBig(c);
  const share = toBig(random(elementLength));
  const rest = toBig(secret) - share;
  const value = (toBig(mask) - ((share * factor + rest * factor) % bigOrder)) % bigOrder;
  return fromBig(value < 0n ? value + bigOrder : value);
}

export type LogProof = { readonly c: Uint8Array; readonly d: Uint8Array };
export type CoordinatesProof = { readonly c: Uint8Array; readonly d5: Uint8Array; readonly d6: Uint8Array };
/** The generators that both sides agreed on. */
export type Generators = { readonly g2: Uint8Array; readonly g3: Uint8Array };

/** Proves that we know the exponent of g1^exponent. */
export function proveLog(place: Place, exponent: Uint8Array, env: OtrEnv): LogProof {
  const r = newExponent(env);
  const c = challenge(env.primitives, place, raise(generator, r, env.primitives));
  const d = answer(r, exponent, c, env);
  wipe(r);
  return { c, d };
}

export function checkLog(place: Place, value: Uint8Array, { c, d }: LogProof, by: Primitives): boolean {
  const commitment = multiply(raiseGeneratorPublic(d, by), raise(value, c, by));
  return equalConstantTime(challenge(by, place, commitment), c);
}

/** P = g3^r and Q = g1^r g2^secret. */
export function coordinates(
  { g2, g3 }: Generators,
  r: Uint8Array,
  secret: Uint8Array,
  by: Primitives,
): { readonly p: Uint8Array; readonly q: Uint8Array } {
  return { p: raise(g3, r, by), q: multiply(raise(generator, r, by), raise(g2, secret, by)) };
}

/** Proves that P and Q were made with one r and some secret. */
export function proveCoordinates(
  place: Place,
  generators: Generators,
  r: Uint8Array,
  secret: Uint8Array,
  env: OtrEnv,
): CoordinatesProof {
  const [r5, r6] = [newExponent(env), newExponent(env)];
  const made = coordinates(generators, r5, r6, env.primitives);
  const c = challenge(env.primitives, place, made.p, made.q);
  const proof = { c, d5: answer(r5, r, c, env), d6: answer(r6, secret, c, env) };
  wipe(r5, r6);
  return proof;
}

export function checkCoordinates(
  place: Place,
  generators: Generators,
  { p, q }: { readonly p: Uint8Array; readonly q: Uint8Array },
  { c, d5, d6 }: CoordinatesProof,
  by: Primitives,
): boolean {
  const first = multiply(raise(generators.g3, d5, by), raise(p, c, by));
  const made = multiply(raiseGeneratorPublic(d5, by), raise(generators.g2, d6, by));
  const second = multiply(made, raise(q, c, by));
  return equalConstantTime(challenge(by, place, first, second), c);
}

/** Proves that the exponent of base^exponent is that of g1^exponent. */
export function proveEqualLogs(place: Place, base: Uint8Array, exponent: Uint8Array, env: OtrEnv): LogProof {
  const by = env.primitives;
  const r = newExponent(env);
  const c = challenge(by, place, raise(generator, r, by), raise(base, r, by));
  const d = answer(r, exponent, c, env);
  wipe(r);
  return { c, d };
}

/** `open` is their g1^exponent, `value` their base^exponent. */
export function checkEqualLogs(
  place: Place,
  base: Uint8Array,
  { open, value }: { readonly open: Uint8Array; readonly value: Uint8Array },
  { c, d }: LogProof,
  by: Primitives,
): boolean {
  const first = multiply(raiseGeneratorPublic(d, by), raise(open, c, by));
  const second = multiply(raise(base, d, by), raise(value, c, by));
  return equalConstantTime(challenge(by, place, first, second), c);
}

/** Where a record of a message has elements, challenges and exponents. Spec: "in that order". */
const layouts = { 1: 'ecdecd', 2: 'ecdecdeecdd', 3: 'eecddecd', 4: 'ecd' } as const;
const hashLength = 32;

/** The value of an SMP record: a count and the numbers. `null` where one of them came to nothing. */
export function encodeNumbers(message: keyof typeof layouts, numbers: readonly Uint8Array[]): Uint8Array | null {
  const layout = layouts[message];
  const sound = numbers.every((number, i) => layout[i] !== 'e' || isLegal(number));
  return sound ? concat(int(layout.length), ...numbers.map(mpi)) : null;
}

/**
 * Reads the value of an SMP record; `null` where the count is another, a number lies outside its range or
 * group, or something is left over.
 * Spec: "Check that both g2a and g3a are >= 2 and <= modulus-2", and that exponents are in 1..q-1.
 */
export function decodeNumbers(message: keyof typeof layouts, value: Uint8Array): readonly Uint8Array[] | null {
  const layout = layouts[message];
  const reader = new Reader(value);
  if (reader.int() !== layout.length) return null;
  const numbers = [...layout].map((kind) => reader.mpi(kind === 'c' ? hashLength : elementLength));
  if (!reader.complete) return null;
  const sound = numbers.every((number, i) => {
    if (layout[i] === 'c') return number.length > 0;
    return layout[i] === 'd' ? isExponent(number) : isMember(number);
  });
  return sound ? numbers : null;
}
