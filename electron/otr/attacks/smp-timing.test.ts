import { afterEach, describe, expect, it, vi } from 'vitest';
import { native } from '../primitives/native.ts';
import type { Primitives } from '../primitives/provider.ts';
import { encryptedPair, settle, type Peer } from '../testing/pair.ts';

/*
 * S16: what a run of SMP does, call by call, is the same whether the secrets are equal, differ at once or differ
 * at their ends; the verdict compares all bytes of both numbers.
 */

type Call = string;
const calls: Call[] = [];

vi.mock('../../base/bytes.ts', async (original) => {
  const real = await original<typeof import('../../base/bytes.ts')>();
  return {
    ...real,
    equalConstantTime: (a: Uint8Array, b: Uint8Array): boolean => {
      calls.push(`compare ${a.length} with ${b.length}`);
      return real.equalConstantTime(a, b);
    },
  };
});

afterEach(() => {
  calls.length = 0;
});

/** The native provider, telling of every call. */
const watched: Primitives = {
  ...native,
  power: (base, exponent, modulus) => {
    calls.push('power');
    return native.power(base, exponent, modulus);
  },
  sha256: (...parts) => {
    calls.push('sha256');
    return native.sha256(...parts);
  },
};

const own = 'the blue umbrella by the door';

/** Lets Alice ask and Bob answer; what each call was from the answer on, and how it ended for both. */
function run(answer: string): { readonly calls: readonly Call[]; readonly ended: readonly (string | undefined)[] } {
  const options = { seed: 'the same for all', primitives: watched };
  const { alice, bob } = encryptedPair(options, { ...options, seed: 'the same for Bob' });
  alice.compare(own);
  settle(alice, bob);
  calls.length = 0;
  bob.answer(answer);
  settle(alice, bob);
  const ended = [alice, bob].map((peer: Peer) => peer.compared.at(-1));
  return { calls: [...calls], ended };
}

describe('S16: a run of SMP', () => {
  it('makes the same calls whatever the other secret is', () => {
    const right = run(own);
    expect(right.ended).toEqual(['succeeded', 'succeeded']);
    for (const other of [`X${own.slice(1)}`, `${own.slice(0, -1)}X`, 'something else']) {
      const wrong = run(other);
      expect(wrong.ended).toEqual(['failed', 'failed']);
      expect(wrong.calls.map(withoutLengths)).toEqual(right.calls.map(withoutLengths));
    }
  });

  it('compares the two numbers of its verdict over their whole length, leading zeros and all', () => {
    for (const answer of [own, 'something else']) {
      // Three data messages, each with a next key that is compared, and a verdict on each side.
      expect(run(answer).calls.filter((call) => call === 'compare 192 with 192')).toHaveLength(3 + 2);
    }
  });
});

/** Numbers on the wire have no leading zeros, so a length of theirs is public. */
function withoutLengths(call: Call): string {
  return call.replaceAll(/\d+ with \d+/g, '');
}
