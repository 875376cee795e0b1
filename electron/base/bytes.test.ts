import { describe, expect, it } from 'vitest';
import { Pane } from './bytes.ts';

describe('a pane', () => {
  it('shows the part that is asked for, whichever was before, and makes no new view of the same one', () => {
    const memory = Uint8Array.from({ length: 8 }, (_, i) => i);
    const pane = new Pane(memory);
    for (const [from, to] of [[0, 0], [0, 3], [2, 3], [2, 8], [0, 8], [0, 0], [8, 8]] as const) {
      const view = pane.at(from, to);
      expect([...view]).toEqual([...memory.subarray(from, to)]);
      expect(pane.at(from, to)).toBe(view);
    }
    pane.at(4, 5)[0] = 9;
    expect(memory[4]).toBe(9);
  });
});
