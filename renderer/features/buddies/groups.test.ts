import { expect, it } from 'vitest';
import { groupsOf } from './groups.ts';

it('reads group names separated by commas, each once', () => {
  expect(groupsOf(' Friends, Work,,Friends , ')).toEqual(['Friends', 'Work']);
  expect(groupsOf('')).toEqual([]);
});
