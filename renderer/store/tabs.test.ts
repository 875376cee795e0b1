import { describe, expect, it } from 'vitest';
import { openTab, shutTab, turnTab } from './tabs.ts';

const tabs = { open: ['a', 'b', 'c'], front: 'b' };

describe('tabs', () => {
  it('opens a new tab last and brings an open one to the front', () => {
    expect(openTab(tabs, 'd')).toEqual({ open: ['a', 'b', 'c', 'd'], front: 'd' });
    expect(openTab(tabs, 'a')).toEqual({ open: ['a', 'b', 'c'], front: 'a' });
  });

  it('shows the right neighbour of a closed tab, else the left, else none', () => {
    expect(shutTab(tabs, 'b')).toEqual({ open: ['a', 'c'], front: 'c' });
    expect(shutTab({ ...tabs, front: 'c' }, 'c')).toEqual({ open: ['a', 'b'], front: 'b' });
    expect(shutTab({ open: ['a'], front: 'a' }, 'a')).toEqual({ open: [], front: null });
    expect(shutTab(tabs, 'a')).toEqual({ open: ['b', 'c'], front: 'b' });
  });

  it('turns around the ends', () => {
    expect(turnTab(tabs, 1)).toBe('c');
    expect(turnTab({ ...tabs, front: 'c' }, 1)).toBe('a');
    expect(turnTab({ ...tabs, front: 'a' }, -1)).toBe('c');
    expect(turnTab({ open: [], front: null }, 1)).toBeNull();
  });
});
