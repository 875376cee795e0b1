import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Other, Scripted } from './testing/scripted.ts';

/*
 * What the engine tells that needs a clock or a broken computer to come about; the rest is brought up through the
 * window, in `e2e/specs/events.spec.ts`.
 */

let juniper: Scripted;
let other: Other;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
  other = new Other(juniper);
});

afterEach(() => juniper.close());

function goPrivate(): void {
  other.does({ kind: 'start', atMs: juniper.nowMs });
  other.answers();
  expect(view()?.privacy).toBe('unverified');
}

const view = () => juniper.sotto.snapshot().conversations[0];
const service = () => juniper.services.conversations.authentication;
const ask = (question: string | null = 'Where?') => service().ask(juniper.id, view()?.theirs?.fingerprint ?? '', question, 'in the shed');
const outcome = () => {
  const state = view()?.authentication?.state;
  return state?.at === 'ended' ? state.outcome : (state?.at ?? null);
};
const compared = () => other.told.flatMap((event) => (event.kind === 'smp' ? [event.state] : []));

test('an offer that nobody answers for a minute, a refresh too', () => {
  juniper.services.conversations.startPrivate(juniper.id);
  juniper.tick(59_999);
  expect([view()?.starting, juniper.notices()]).toEqual([true, ['private-starting']]);
  juniper.tick(1);
  expect([view()?.starting, juniper.notices()]).toEqual([false, ['private-starting', 'key-exchange-timeout']]);

  // Their offer, which they do not go on with.
  other.does({ kind: 'start', atMs: juniper.nowMs });
  expect(view()?.starting).toBe(true);
  juniper.services.conversations.send(juniper.id, 'a line between', 'not-private');
  juniper.tick(60_000);
  expect([view()?.starting, juniper.notices().at(-1)]).toEqual([false, 'key-exchange-timeout']);
  expect(juniper.lines().at(-1)?.delivery).toEqual({ at: 'failed', fault: 'conversation-not-private' });

  other.ignores();
  goPrivate();
  juniper.services.conversations.startPrivate(juniper.id);
  juniper.tick(60_000);
  expect(juniper.notices().slice(-2)).toEqual(['private-refreshing', 'refresh-timeout']);
  expect(view()?.privacy).toBe('unverified');
});

test('a heartbeat of ours says nothing', () => {
  goPrivate();
  const [said, sent] = [juniper.items().length, juniper.sent.length];
  juniper.nowMs += 61_000;
  other.says('still there?');
  expect(juniper.sent.length).toBe(sent + 1);
  other.answers();
  expect(other.told.at(-1)?.kind).toBe('heartbeat-received');
  expect(juniper.items().slice(said).map(({ kind }) => kind)).toEqual(['message']);
});

test('a computer without random numbers', () => {
  juniper.randomFails = true;
  other.does({ kind: 'start', atMs: juniper.nowMs });
  expect([juniper.sent, juniper.notices()]).toEqual([[], ['random-failed']]);
  juniper.randomFails = false;
  goPrivate();

  juniper.randomFails = true;
  expect(juniper.refusalOf(() => ask())).toBe('random-failed');
  expect([outcome(), juniper.notices().at(-1)]).toEqual([null, 'random-failed']);
  other.does({ kind: 'smp-start', secret: 'in the shed', question: 'Where?', atMs: juniper.nowMs });
  expect(juniper.refusalOf(() => service().answer(juniper.id, view()?.authentication?.run ?? 0, 'in the shed'))).toBe('random-failed');
  expect(outcome()).toBe('asked');

  juniper.randomFails = false;
  service().answer(juniper.id, view()?.authentication?.run ?? 0, 'in the shed');
  other.answers();
  expect(outcome()).toBe('proved');
});

test('a line that is too long for a message', () => {
  goPrivate();
  juniper.services.conversations.send(juniper.id, 'x'.repeat(1_000_001), 'unverified');
  expect(juniper.lines().at(-1)?.delivery).toEqual({ at: 'failed', fault: 'message-too-long' });
});

describe('a run that nobody goes on with is given up on both sides, and says so', () => {
  beforeEach(goPrivate);

  test.each([['a question', 'Where?'], ['a secret', null]])('%s of ours that is not answered, after nine minutes', (_, question) => {
    ask(question);
    juniper.tick(9 * 60_000 - 1);
    expect(outcome()).toBe('running');
    juniper.tick(1);
    expect([outcome(), juniper.notices().at(-1)]).toEqual(['timed-out', 'authentication-timed-out']);
    other.answers();
    expect(compared()).toEqual(['asked', 'aborted']);
  });

  test('a question of theirs that we do not answer, after nine minutes', () => {
    other.does({ kind: 'smp-start', secret: 'in the shed', question: 'Where?', atMs: juniper.nowMs });
    juniper.tick(9 * 60_000);
    expect([outcome(), juniper.notices().at(-1)]).toEqual(['timed-out', 'authentication-timed-out']);
    other.answers();
    expect(compared()).toEqual(['progress', 'aborted']);
  });

  test('a proof of theirs, after a minute, in both roles', () => {
    ask();
    other.answers();
    other.does({ kind: 'smp-answer', secret: 'in the shed', atMs: juniper.nowMs });
    expect(view()?.authentication?.state).toEqual({ at: 'running', awaited: 'proof' });
    juniper.tick(60_000);
    expect(outcome()).toBe('timed-out');
    other.answers();
    service().dismiss(juniper.id, view()?.authentication?.run ?? 0);

    other.does({ kind: 'smp-start', secret: 'in the shed', question: null, atMs: juniper.nowMs });
    service().answer(juniper.id, view()?.authentication?.run ?? 0, 'in the shed');
    expect(view()?.authentication?.state).toEqual({ at: 'running', awaited: 'proof' });
    juniper.tick(60_000);
    expect([outcome(), juniper.notices().at(-1)]).toEqual(['timed-out', 'authentication-timed-out']);
    expect(view()?.privacy).toBe('unverified');
  });
});
