import { describe, expect, it } from 'vitest';
import { fromHex } from '../base/bytes.ts';
import { isBeyond, noCounter, readCounter } from './counter.ts';

const rising = ['0000000000000000', '0000000000000001', '000000007fffffff', '0000000080000000', '00000000ffffffff', '0000000100000000', '7fffffffffffffff', '8000000000000000', 'fffffffffffffffe', 'ffffffffffffffff']; // prettier-ignore

describe('counters', () => {
  it('are in the order of the numbers, all 64 bits of them', () => {
    const counters = rising.map((hex) => readCounter(fromHex(`ab${hex}`)!, 1));
    expect(counters[0]).toEqual(noCounter);
    for (const [i, one] of counters.entries()) {
      for (const [j, other] of counters.entries()) expect(isBeyond(one, other), `${rising[i]} ${rising[j]}`).toBe(i > j);
    }
  });
});
