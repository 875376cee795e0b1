import { describe, expect, it } from 'vitest';
import { concat, toHex, utf8 } from '../base/bytes.ts';
import { order } from './primitives/group.ts';
import { native } from './primitives/native.ts';
import { proveCoordinates } from './smp-proofs.ts';
import { idle, stepSmp, type SmpContext, type SmpState, type SmpStep } from './smp.ts';
import { seededRng } from './testing/seed.ts';
import * as spec from './testing/spec.ts';

/*
 * The numbers of SMP, held against the document's formulas. Alice begins.
 */

const { p, q, power } = spec;
const [aliceprint, bobprint, sessionId] = [new Uint8Array(20).fill(0xa1), new Uint8Array(20).fill(0xb0), new Uint8Array(8).fill(5)];
const contextOf = (who: 'alice' | 'bob'): SmpContext => ({
  env: { random: seededRng(`numbers of ${who}`), primitives: native },
  ourFingerprint: who === 'alice' ? aliceprint : bobprint,
  theirFingerprint: who === 'alice' ? bobprint : aliceprint,
  sessionId,
});

function valueOf({ reply }: SmpStep): Uint8Array {
  if (reply === null || reply.message === 'abort') throw new Error('no message');
  return reply.value;
}

/** MPI count, then that many MPIs and nothing else. */
function numbersOf(step: SmpStep): readonly bigint[] {
  const value = valueOf(step);
  const numbers: bigint[] = [];
  let at = 4;
  while (at < value.length) {
    const length = Number(spec.numberOf(value.slice(at, at + 4)));
    numbers.push(spec.numberOf(value.slice(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  expect(toHex(value)).toBe(toHex(concat(spec.int(numbers.length), ...numbers.map(spec.mpi))));
  return numbers;
}

/** The state of a step, which must be this one. */
function stateOf<At extends SmpState['at']>({ next }: SmpStep, at: At): Extract<SmpState, { at: At }> {
  expect(next.at).toBe(at);
  return next as Extract<SmpState, { at: At }>;
}

/** Spec: "SMP Hash function". */
const hash = (version: number, ...numbers: readonly bigint[]): bigint =>
  spec.numberOf(spec.hash('sha256', Uint8Array.of(version), ...numbers.map(spec.mpi)));
const times = (...factors: readonly bigint[]): bigint => factors.reduce((product, factor) => (product * factor) % p, 1n);
const over = (a: bigint, b: bigint): bigint => times(a, power(b, p - 2n));
const big = spec.numberOf;

const [alice, bob] = [contextOf('alice'), contextOf('bob')];
const started = stepSmp(idle, { kind: 'start', secret: utf8('tiger'), question: null }, alice);
const asked = stepSmp(idle, { kind: 'message-1', value: valueOf(started), question: null }, bob);
const answered = stepSmp(asked.next, { kind: 'answer', secret: utf8('tiger') }, bob);
const compared = stepSmp(started.next, { kind: 'message-2', value: valueOf(answered) }, alice);
const concluded = stepSmp(answered.next, { kind: 'message-3', value: valueOf(compared) }, bob);

const [g2a, c2a, d2a, g3a, c3a, d3a] = numbersOf(started) as bigint[] & { length: 6 };
const [g2b, c2b, d2b, g3b, c3b, d3b, pb, qb, cpb, d5b, d6b] = numbersOf(answered) as bigint[] & { length: 11 };
const [pa, qa, cpa, d5a, d6a, ra, cra, d7a] = numbersOf(compared) as bigint[] & { length: 8 };
const [rb, crb, d7b] = numbersOf(concluded) as bigint[] & { length: 3 };

const first = stateOf(started, 'expect-2');
const second = stateOf(answered, 'expect-3');
const third = stateOf(compared, 'expect-4');
const [a2, a3, b3] = [big(first.a2), big(first.a3), big(second.b3)];
const [g2, g3] = [power(g2b!, a2), power(g3b!, a3)];

describe('Secret information', () => {
  it('is SHA-256 over version 1, both fingerprints, the initiator\'s first, the session id and what was typed', () => {
    const expected = spec.hash('sha256', Uint8Array.of(1), aliceprint, bobprint, sessionId, utf8('tiger'));
    expect(toHex(first.x)).toBe(toHex(expected));
    // Bob bound the same, the initiator's fingerprint first for him too.
    expect(concluded.told?.state).toBe('succeeded');
  });
});

describe('SMP message 1', () => {
  it('holds g2a and g3a with proofs 1 and 2 of their exponents', () => {
    expect([g2a, g3a]).toEqual([power(2n, a2), power(2n, a3)]);
    expect(c2a).toBe(hash(1, times(power(2n, d2a!), power(g2a!, c2a!))));
    expect(c3a).toBe(hash(2, times(power(2n, d3a!), power(g3a!, c3a!))));
  });

  it('draws exponents of 1536 bits', () => {
    expect([first.a2.length, first.a3.length, second.b3.length]).toEqual([192, 192, 192]);
  });
});

describe('SMP message 2', () => {
  it('holds g2b and g3b with proofs 3 and 4, Pb and Qb with proof 5', () => {
    expect(g3b).toBe(power(2n, b3));
    expect(c2b).toBe(hash(3, times(power(2n, d2b!), power(g2b!, c2b!))));
    expect(c3b).toBe(hash(4, times(power(2n, d3b!), power(g3b!, c3b!))));
    const right = times(power(2n, d5b!), power(g2, d6b!), power(qb!, cpb!));
    expect(cpb).toBe(hash(5, times(power(g3, d5b!), power(pb!, cpb!)), right));
  });

  it('agrees on both generators', () => {
    expect([big(second.generators.g2), big(second.generators.g3)]).toEqual([g2, g3]);
  });
});

describe('SMP message 3', () => {
  it('holds Pa and Qa with proof 6, Ra with proof 7', () => {
    const right = times(power(2n, d5a!), power(g2, d6a!), power(qa!, cpa!));
    expect(cpa).toBe(hash(6, times(power(g3, d5a!), power(pa!, cpa!)), right));
    const quotient = over(qa!, qb!);
    expect(ra).toBe(power(quotient, a3));
    const left = times(power(2n, d7a!), power(g3a!, cra!));
    expect(cra).toBe(hash(7, left, times(power(quotient, d7a!), power(ra!, cra!))));
    expect([big(third.pab), big(third.qab)]).toEqual([over(pa!, pb!), quotient]);
  });
});

describe('SMP message 4', () => {
  it('holds Rb with proof 8, and Rab is Pa / Pb where the secrets are equal', () => {
    const quotient = over(qa!, qb!);
    expect(rb).toBe(power(quotient, b3));
    const left = times(power(2n, d7b!), power(g3b!, crb!));
    expect(crb).toBe(hash(8, left, times(power(quotient, d7b!), power(rb!, crb!))));
    expect(power(rb!, a3)).toBe(over(pa!, pb!));
    expect(power(ra!, b3)).toBe(over(pa!, pb!));
  });
});

describe('the answers of the proofs', () => {
  it('are taken modulo q', () => {
    for (const d of [d2a, d3a, d2b, d3b, d5b, d6b, d5a, d6a, d7a, d7b]) expect(d! >= 0n && d! < q).toBe(true);
  });
});

/** A source that gives these at its n-th calls, counted from 0, and random bytes otherwise. */
function rigged(seed: string, at: Readonly<Record<number, Uint8Array>>): SmpContext['env'] {
  const random = seededRng(seed);
  let calls = -1;
  const draw = (length: number): Uint8Array => {
    calls += 1;
    // A copy, since who draws it wipes it.
    return at[calls]?.slice() ?? random(length);
  };
  return { random: draw, primitives: native };
}

describe('numbers that come to nothing', () => {
  it('an exponent of q, which leads to 1: nothing goes out', () => {
    expect(() => stepSmp(idle, { kind: 'start', secret: utf8('x'), question: null }, { ...alice, env: rigged('a', { 0: order }) })).toThrow(
      'assertion failed',
    );
    const answer = stepSmp(asked.next, { kind: 'answer', secret: utf8('x') }, { ...bob, env: rigged('b', { 0: order }) });
    expect([answer.told?.state, answer.reply, answer.next]).toEqual(['cheated', { message: 'abort' }, idle]);
  });

  it('Pb and Qb that are what we are about to send as Pa and Qa: cheated, nothing of ours is revealed', () => {
    // The first draw of Alice's third message is her r4; whoever knew it could do this.
    const r4 = new Uint8Array(192).fill(0x11);
    const start = stepSmp(idle, { kind: 'start', secret: utf8('tiger'), question: null }, alice);
    const ask = stepSmp(idle, { kind: 'message-1', value: valueOf(start), question: null }, bob);
    const reply = stepSmp(ask.next, { kind: 'answer', secret: utf8('tiger') }, { ...bob, env: rigged('b', { 2: r4 }) });
    const step = stepSmp(start.next, { kind: 'message-2', value: valueOf(reply) }, { ...alice, env: rigged('a', { 0: r4 }) });
    expect([step.told?.state, step.reply, step.next]).toEqual(['cheated', { message: 'abort' }, idle]);
  });

  it('Pa and Qa that repeat Pb and Qb, with proofs that hold: cheated, no verdict', () => {
    const r4 = new Uint8Array(192).fill(0x22);
    const reply = stepSmp(asked.next, { kind: 'answer', secret: utf8('tiger') }, { ...bob, env: rigged('b', { 2: r4 }) });
    const { generators, pb: p, qb: q } = stateOf(reply, 'expect-3');
    const made = proveCoordinates(6, generators, r4, first.x, alice.env);
    // Qa / Qb is 1, and every power of it is none: what is hashed for it is the empty number, whatever Ra is.
    const r7 = new Uint8Array(192).fill(0x33);
    const c = hash(7, power(2n, big(r7)), 0n);
    const d = (((big(r7) - a3 * c) % spec.q) + spec.q) % spec.q;
    const numbers = [big(p), big(q), big(made.c), big(made.d5), big(made.d6), g2a!, c, d];
    const value = concat(spec.int(8), ...numbers.map(spec.mpi));
    const step = stepSmp(reply.next, { kind: 'message-3', value }, bob);
    expect([step.told?.state, step.reply, step.next]).toEqual(['cheated', { message: 'abort' }, idle]);
  });
});
