import { expect, test } from 'vitest';
import { nothingSelected, rowAt, select, selectAll } from './selection.ts';

const ids = ['a', 'b', 'c', 'd'];
const chosen = (selection: { readonly chosen: ReadonlySet<string> }) => [...selection.chosen].join('');

test('a click selects one, with Ctrl it adds or takes, with Shift it selects the range', () => {
  const one = select(nothingSelected, ids, 'b', 'only');
  expect(chosen(one)).toBe('b');
  expect(chosen(select(one, ids, 'd', 'toggle'))).toBe('bd');
  expect(chosen(select(one, ids, 'b', 'toggle'))).toBe('');
  const range = select(one, ids, 'd', 'range');
  expect(chosen(range)).toBe('bcd');
  // The range goes on from where it began.
  expect(chosen(select(range, ids, 'a', 'range'))).toBe('ab');
  expect(chosen(selectAll(ids))).toBe('abcd');
});

test('a range whose beginning was filtered away begins where it is', () => {
  const gone = { chosen: new Set(['x']), active: 'x', from: 'x' };
  expect(chosen(select(gone, ids, 'c', 'range'))).toBe('c');
});

test('the keyboard moves and stops at the ends', () => {
  expect(rowAt(nothingSelected, ids, 'ArrowDown')).toBe('a');
  expect(rowAt(nothingSelected, ids, 'ArrowUp')).toBe('d');
  const at = (active: string) => ({ ...nothingSelected, active });
  expect(rowAt(at('a'), ids, 'ArrowUp')).toBe('a');
  expect(rowAt(at('d'), ids, 'ArrowDown')).toBe('d');
  expect(rowAt(at('b'), ids, 'End')).toBe('d');
  expect(rowAt(at('b'), ids, 'PageDown')).toBe('d');
  expect(rowAt(at('d'), ids, 'PageUp')).toBe('a');
  expect(rowAt(at('b'), ids, 'Home')).toBe('a');
  expect(rowAt(at('b'), ids, 'x')).toBeNull();
  expect(rowAt(nothingSelected, [], 'ArrowDown')).toBeNull();
});
