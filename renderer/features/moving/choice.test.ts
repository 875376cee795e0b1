import { expect, test } from 'vitest';
import type { FindingView } from '../../../shared/views.ts';
import { chosenAtFirst, chosenToo, isChosen, replacing, toggled } from './choice.ts';

const account = (address: string, more: Partial<FindingView['accounts'][number]> = {}) => ({
  address,
  hasKey: true,
  fingerprints: 1,
  trusted: 0,
  buddies: 0,
  policies: 0,
  proxy: null,
  here: 'nothing' as const,
  ...more,
});
const finding = (id: string, ...accounts: FindingView['accounts']): FindingView => ({
  id,
  client: 'pidgin',
  chosen: null,
  locked: false,
  accounts,
  skipped: [],
});
const findings: readonly FindingView[] = [
  finding('pidgin', account('a@x'), account('empty@x', { hasKey: false, fingerprints: 0 })),
  finding('gajim', account('a@x'), account('b@x', { here: 'other-key' })),
];

test('at first everything that brings something is chosen, each account once', () => {
  const chosen = chosenAtFirst(findings);
  expect([...chosen]).toEqual(['pidgin a@x', 'gajim b@x']);
  expect(isChosen(chosen, 'gajim', 'a@x')).toBe(false);
});

test('a folder that is chosen later adds what nothing else brings, and changes no choice', () => {
  const chosen = toggled(chosenAtFirst(findings), 'pidgin', 'a@x');
  const more = [finding('0 files', account('a@x'), account('b@x'), account('c@x'))];
  expect([...chosenToo(chosen, findings, more)]).toEqual(['gajim b@x', '0 files a@x', '0 files c@x']);
});

test('the question about the own key stands only where a chosen account would replace one', () => {
  const chosen = chosenAtFirst(findings);
  expect(replacing(findings, chosen)).toEqual(['b@x']);
  expect(replacing(findings, toggled(chosen, 'gajim', 'b@x'))).toEqual([]);
});
