import { expect, test } from 'vitest';
import { chooseMechanism, type ChoiceRules } from './sasl.ts';

const bound = { type: 'tls-exporter', data: new Uint8Array(32) } as const;
const guessed = { ...bound, guessed: true } as const;
const rules: ChoiceRules = { allowPlain: false, channelBinding: null, isPinned: false, floor: null };
const all = ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'];

/** The name and what is said of channel binding, or the fault. */
function choice(offered: readonly string[], changes: Partial<ChoiceRules> = {}): string {
  const chosen = chooseMechanism(offered, { ...rules, ...changes });
  if (!chosen.ok) return chosen.fault;
  if (chosen.value.name === 'PLAIN') return 'PLAIN';
  const { name, binding } = chosen.value;
  return `${name} ${typeof binding === 'string' ? binding : binding.use.type}`;
}

test.each<[string, readonly string[], Partial<ChoiceRules>]>([
  ['SCRAM-SHA-256-PLUS tls-exporter', all, { channelBinding: bound }],
  ['SCRAM-SHA-1-PLUS tls-exporter', ['SCRAM-SHA-256', 'SCRAM-SHA-1-PLUS'], { channelBinding: bound }],
  ['SCRAM-SHA-256 cannot', all, {}],
  ['SCRAM-SHA-256 could', ['SCRAM-SHA-1', 'SCRAM-SHA-256', 'PLAIN'], { channelBinding: bound, allowPlain: true }],
  ['SCRAM-SHA-1 could', ['SCRAM-SHA-1'], { channelBinding: bound }],
  ['PLAIN', ['PLAIN', 'DIGEST-MD5'], { allowPlain: true }],
  ['password-plain-refused', ['PLAIN', 'DIGEST-MD5'], {}],
  ['sasl-no-mechanism', ['DIGEST-MD5', 'ANONYMOUS', 'EXTERNAL'], { allowPlain: true }],
  ['sasl-no-mechanism', [], {}],
  ['sasl-no-mechanism', ['SCRAM-SHA-256-PLUS'], {}],
  ['sasl-no-mechanism', ['SCRAM-SHA-1', 'PLAIN'], { allowPlain: true, floor: 'SCRAM-SHA-256' }],
  ['sasl-no-mechanism', ['SCRAM-SHA-256'], { channelBinding: bound, floor: 'SCRAM-SHA-256-PLUS' }],
  ['SCRAM-SHA-256-PLUS tls-exporter', all, { channelBinding: bound, floor: 'SCRAM-SHA-1' }],
  ['SCRAM-SHA-256-PLUS tls-exporter', all, { channelBinding: bound, isPinned: true }],
  ['SCRAM-SHA-256-PLUS tls-exporter', all, { channelBinding: guessed }],
  ['SCRAM-SHA-256 cannot', all, { channelBinding: guessed, isPinned: true }],
  ['SCRAM-SHA-256 could', ['SCRAM-SHA-256'], { channelBinding: guessed, isPinned: true }],
  ['sasl-no-mechanism', all, { channelBinding: guessed, isPinned: true, floor: 'SCRAM-SHA-1-PLUS' }],
])('%s, where %j is offered and %j', (expected, offered, changes) => {
  expect(choice(offered, changes)).toBe(expected);
});
