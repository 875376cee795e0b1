import { describe, expect, it } from 'vitest';
import { allowV2, allowV3 } from './libotr.ts';
import { meetPrivately, settle } from './meeting.ts';

/*
 * SMP with the reference library, called for real.
 */

const question = 'Où nous sommes-nous rencontrés ?';
const outcomes = [
  ['equal secrets', 'à la gare', 'à la gare', 'succeeded', 'success'],
  ['different secrets', 'à la gare', 'au café', 'failed', 'failure'],
] as const;
const questions = [null, question];
const versions = [
  { version: 3, mine: { policy: { allowV2: false, allowV3: true } }, others: { policy: allowV3 } },
  { version: 2, mine: { policy: { allowV2: true, allowV3: false } }, others: { policy: allowV2 } },
] as const;
const cases = versions.flatMap((each) => outcomes.map(([name, ...rest]) => ({ ...each, name, rest })));

describe.each(cases)('version $version, $name', ({ mine, others, rest: [first, second, ours_, theirs_] }) => {
  it.each(questions)('that we begin to compare, with question %j', (asked) => {
    const { ours, theirs } = meetPrivately(mine, others);
    ours.compare(first, asked);
    settle(ours, theirs);
    const event = asked === null ? 'ask-for-secret' : 'ask-for-answer';
    expect(theirs.compared).toEqual([{ event, percent: 25, question: asked }]);
    theirs.answer(second);
    settle(ours, theirs);
    expect(ours.compared).toEqual(['progress', 'progress', ours_]);
    expect(theirs.compared.at(-1)).toMatchObject({ event: theirs_, percent: 100 });
  });

  it.each(questions)('that libotr begins to compare, with question %j', (asked) => {
    const { ours, theirs } = meetPrivately(mine, others);
    theirs.compare(first, asked);
    settle(ours, theirs);
    expect(ours.events.at(-1)).toMatchObject({ kind: 'smp', state: 'asked', startedBy: 'them', question: asked });
    ours.answer(second);
    settle(ours, theirs);
    expect(ours.compared).toEqual(['asked', 'progress', ours_]);
    expect(theirs.compared.map(({ event }) => event)).toEqual(['in-progress', theirs_]);
  });
});

it('again and again, both ways, with fresh exponents each time', () => {
  const { ours, theirs } = meetPrivately();
  for (let i = 0; i < 8; i += 1) {
    ours.compare(`secret ${i}`);
    settle(ours, theirs);
    theirs.answer(`secret ${i}`);
    settle(ours, theirs);
    theirs.compare(`secret ${i}`);
    settle(ours, theirs);
    ours.answer(`secret ${i}`);
    settle(ours, theirs);
    expect([ours.compared.at(-1), theirs.compared.at(-1)?.event]).toEqual(['succeeded', 'success']);
  }
});

it('in fragments', () => {
  const { ours, theirs } = meetPrivately({ maxMessageSize: 160 }, { maxMessageSize: 160 });
  ours.compare('tiger', question);
  settle(ours, theirs);
  theirs.answer('tiger');
  settle(ours, theirs);
  expect([ours.compared.at(-1), theirs.compared.at(-1)?.event]).toEqual(['succeeded', 'success']);
});

describe('an abort', () => {
  const sides = versions.flatMap((each) => (['ours', 'theirs'] as const).map((side) => ({ ...each, side })));
  it.each(sides)('of $side in version $version is told on the other side, and a new run goes well', ({ mine, others, side }) => {
    const { ours, theirs } = meetPrivately(mine, others);
    ours.compare('tiger');
    settle(ours, theirs);
    (side === 'ours' ? ours : theirs).abort();
    settle(ours, theirs);
    expect(ours.compared.at(-1)).toBe('aborted');
    if (side === 'ours') expect(theirs.compared.at(-1)?.event).toBe('abort');
    theirs.compare('tiger');
    settle(ours, theirs);
    ours.answer('tiger');
    settle(ours, theirs);
    expect([ours.compared.at(-1), theirs.compared.at(-1)?.event]).toEqual(['succeeded', 'success']);
  });

  it('answers a run that libotr begins beside our own', () => {
    const { ours, theirs } = meetPrivately();
    ours.compare('tiger');
    theirs.compare('tiger');
    settle(ours, theirs);
    expect(ours.compared.at(-1)).toBe('aborted');
    expect(theirs.compared.map(({ event }) => event)).toContain('abort');
  });
});

it('under a session that was refreshed meanwhile nothing is left of the run', () => {
  const { ours, theirs } = meetPrivately();
  ours.compare('tiger');
  settle(ours, theirs);
  ours.start();
  settle(ours, theirs);
  expect(ours.compared.at(-1)).toBe('aborted');
  theirs.abort();
  settle(ours, theirs);
  ours.compare('tiger');
  settle(ours, theirs);
  theirs.answer('tiger');
  settle(ours, theirs);
  expect([ours.compared.at(-1), theirs.compared.at(-1)?.event]).toEqual(['succeeded', 'success']);
});
