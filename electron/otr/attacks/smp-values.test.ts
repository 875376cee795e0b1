import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import { fromBig, isSquare, toBig } from '../primitives/big.ts';
import { generator, multiply, order, prime, raise } from '../primitives/group.ts';
import { native } from '../primitives/native.ts';
import { newExponent } from '../smp-proofs.ts';
import { seededRng } from '../testing/seed.ts';
import { int, mpi } from '../wire/writer.ts';
import { become, expectCheated, honest, layouts, numbersOf, valueOf } from './smp-forge.ts';

describe.each([0, 1, 2, 3])('S11, S12: message %i of SMP (counted from 0)', (stage) => {
  const numbers = numbersOf(honest[stage]!.input.value);
  const replaced = (at: number, by: Uint8Array) => valueOf(numbers.map((number, i) => (i === at ? by : number)));

  it('as an honest peer makes it is accepted', () => {
    expect(become(stage, valueOf(numbers)).told?.state).not.toBe('cheated');
  });

  it('with an element 0, 1, p-1, p or p+1, or outside the group, is caught', () => {
    const p = toBig(prime);
    const outside = multiply(numbers[0]!, fromBig(p - 1n));
    expect(isSquare(toBig(outside), p)).toBe(false);
    [...layouts[stage]!].forEach((kind, at) => {
      if (kind !== 'e') return;
      for (const value of [0n, 1n, p - 1n, p, p + 1n]) expectCheated(stage, replaced(at, fromBig(value)));
      expectCheated(stage, replaced(at, outside));
    });
  });

  it('with an exponent 0, q or above is caught, though q above the right one proves the same', () => {
    const q = toBig(order);
    [...layouts[stage]!].forEach((kind, at) => {
      if (kind !== 'd') return;
      for (const value of [0n, q, toBig(numbers[at]!) + q]) expectCheated(stage, replaced(at, fromBig(value)));
    });
  });

  it('with any number changed is caught by its proof', () => {
    numbers.forEach((number, at) => {
      const bent = number.slice();
      bent[bent.length - 1]! ^= 4;
      expectCheated(stage, replaced(at, bent));
      if (at > 0 && numbers[at - 1]!.length === number.length) expectCheated(stage, replaced(at, numbers[at - 1]!));
    });
  });

  it('cut short, with a number too many, another count or bytes left over is caught', () => {
    const value = valueOf(numbers);
    for (let length = 0; length < value.length; length += 7) expectCheated(stage, value.slice(0, length));
    expectCheated(stage, concat(value, Uint8Array.of(0)));
    expectCheated(stage, valueOf([...numbers, numbers[0]!]));
    for (const count of [0, numbers.length - 1, 0x8000_0000, 0xffff_ffff]) {
      expectCheated(stage, concat(int(count), value.slice(4)));
    }
  });
});

describe('S12: proofs in the wrong place', () => {
  it('a proof of message 1 does not serve in message 2, nor one of 3 in 4', () => {
    const [one, two, three, four] = honest.map(({ input }) => numbersOf(input.value));
    expectCheated(1, valueOf([...one!, ...two!.slice(6)]));
    expectCheated(2, valueOf([...two!.slice(6, 11), ...three!.slice(5)]));
    expectCheated(3, valueOf(three!.slice(5)));
    expect(four).toHaveLength(3);
  });

  it('Pa and Qa that repeat Pb and Qb are caught', () => {
    const [two, three] = [numbersOf(honest[1]!.input.value), numbersOf(honest[2]!.input.value)];
    expectCheated(2, valueOf([two[6]!, two[7]!, ...three.slice(2)]));
  });
});

describe('an element outside the group', () => {
  it('could prove itself by chance, and would then tell a bit of the secret: the group check is what stops it', () => {
    const p = toBig(prime);
    const env = { random: seededRng('leak'), primitives: native };
    // -g^a with a proof for a: right whenever the challenge is even, so the cheat tries until it is.
    const a = newExponent(env);
    const bad = multiply(raise(generator, a, native), fromBig(p - 1n));
    expect(isSquare(toBig(bad), p)).toBe(false);
    const q = toBig(order);
    const prove = (place: number): Uint8Array[] => {
      for (;;) {
        const r = newExponent(env);
        const c = toBig(native.sha256(Uint8Array.of(place), mpi(raise(generator, r, native))));
        if (c % 2n !== 0n) continue;
        const d = (((toBig(r) - toBig(a) * c) % q) + q) % q;
        return [fromBig(c), fromBig(d)];
      }
    };
    const value = valueOf([bad, ...prove(1), bad, ...prove(2)]);
    expectCheated(0, value);
    // The same proofs for g^a itself are accepted.
    const good = raise(generator, a, native);
    expect(become(0, valueOf([good, ...numbersOf(value).slice(1, 3), good, ...numbersOf(value).slice(4)])).told?.state).toBe('asked');
  });
});
