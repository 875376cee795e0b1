import { expect, test } from 'vitest';
import type { FindingView } from '../../../shared/views.ts';
import { chosenAtFirst, isChosen, needsReplacing, toggled } from './choice.ts';

const account = (address: string, more: Partial<FindingView['accounts'][number]> = {}) => ({
  address,
  hasKey: true,
  fingerprints: 1,
  trusted: 0,
  here: 'nothing' as const,
  ...more,
});
const findings: readonly FindingView[] = [
  { client: 'pidgin', accounts: [account('a@x'), account('empty@x', { hasKey: false, fingerprints: 0 })], skipped: [] },
  { client: 'gajim', accounts: [account('a@x'), account('b@x', { here: 'other-key' })], skipped: [] },
];

test('at first everything that brings something is chosen, each account once', () => {
  const chosen = chosenAtFirst(findings);
  expect([...chosen]).toEqual(['pidgin a@x', 'gajim b@x']);
  expect(isChosen(chosen, 'gajim', 'a@x')).toBe(false);
});

test('the question about the own key stands only where a chosen account would replace one', () => {
  const chosen = chosenAtFirst(findings);
  expect(needsReplacing(findings, chosen)).toBe(true);
  expect(needsReplacing(findings, toggled(chosen, 'gajim', 'b@x'))).toBe(false);
});
