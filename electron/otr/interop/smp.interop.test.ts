import { describe, expect, it } from 'vitest';
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

describe.each(outcomes)('%s', (_name, first, second, ours_, theirs_) => {
  it.each(questions)('that we begin to compare, with question %j', (asked) => {
    const { ours, theirs } = meetPrivately();
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
    const { ours, theirs } = meetPrivately();
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
  it.each(['ours', 'theirs'] as const)('by %s in the middle is told on the other side, and a new run goes well', (side) => {
    const { ours, theirs } = meetPrivately();
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
