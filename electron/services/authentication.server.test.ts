import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startProsody } from '../../e2e/fixtures/prosody/index.ts';
import type { Prosody } from '../../e2e/fixtures/prosody/index.ts';
import { faultCodeOf } from '../base/fault.ts';
import type { AuthenticationView, NoticeCode } from '../../shared/views.ts';
import { BareClient } from './testing/bare-client.ts';
import { befriend, goPrivate, Person } from './testing/person.ts';

let server: Prosody;
let juniper: Person;
let river: Person;

beforeAll(async () => {
  const names = ['juniper', 'river', 'other'];
  server = await startProsody({ users: Object.fromEntries(names.map((name) => [name, `${name}-password`])) });
  [juniper, river] = [new Person('juniper', server), new Person('river', server)];
  await Promise.all([juniper.signIn(), river.signIn()]);
  await befriend(juniper, river);
}, 60_000);

afterAll(async () => {
  await Promise.all([juniper.remove(), river.remove()]);
  await server.stop();
});

const question = 'Where did we leave the blue bicycle?';
const answer = 'behind the Observatory';

/** A session of its own for each test, with nobody verified and with the last wrong answer an hour ago. */
beforeEach(async () => {
  for (const person of [juniper, river]) person.aheadMs += 3_600_000;
  for (const [person, other] of both) {
    const id = person().idOf(other());
    const { privacy, theirs } = viewed(person(), other());
    if (privacy === 'private') person().services.conversations.verify(id, theirs?.fingerprint ?? '', false);
    if (privacy !== 'not-private') person().services.conversations.endPrivate(id);
  }
  await goPrivate(juniper, river);
});

const both = [[() => juniper, () => river], [() => river, () => juniper]] as const;

function viewed(person: Person, other: Person) {
  person.idOf(other);
  const view = person.conversation(other);
  if (!view) throw new Error(`${person.name} has no conversation`);
  return view;
}

function ask(person: Person, other: Person, secret: string, about: string | null = question): void {
  const { id, theirs } = viewed(person, other);
  person.services.conversations.authentication.ask(id, theirs?.fingerprint ?? '', about, secret);
}

async function reply(person: Person, other: Person, secret: string): Promise<void> {
  const { run } = await authentication(person, other, 'asked');
  person.services.conversations.authentication.answer(person.idOf(other), run, secret);
}

function authentication(person: Person, other: Person, at: AuthenticationView['state']['at']): Promise<AuthenticationView> {
  return person.until(`authentication ${at}`, () => {
    const found = person.conversation(other)?.authentication;
    return found?.state.at === at && found;
  });
}

async function outcome(person: Person, other: Person): Promise<string> {
  const { state } = await authentication(person, other, 'ended');
  return state.at === 'ended' ? state.outcome : '';
}

/** Says a line, and waits until it is there: what was sent before it is there too. */
async function said(person: Person, other: Person, text: string): Promise<void> {
  const before = other.messages(person).length;
  person.services.conversations.send(person.idOf(other), text, 'unverified');
  await other.until('the line', () => other.messages(person).length > before);
}

const outcomes = async () => [await outcome(juniper, river), await outcome(river, juniper)];
/** Who ended it themselves has the one line that says so. */
function expectNothingToRead(person: Person, other: Person, notice: NoticeCode): void {
  expect(viewed(person, other).authentication).toBeNull();
  expect(person.notices(other).filter((code) => code.startsWith('authentication-')).at(-1)).toBe(notice);
}
const verified = (person: Person, other: Person) => {
  const { theirs, privacy } = viewed(person, other);
  return [privacy, theirs?.verifiedHow ?? null];
};
const faultOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
  return 'none';
};

describe('a question', () => {
  test('answered right raises the trust of the one who asked, and tells the other that they proved themselves', async () => {
    ask(juniper, river, answer);
    expect(viewed(juniper, river).authentication).toMatchObject({ startedBy: 'us', question, state: { at: 'running', awaited: 'answer' } });
    expect(await authentication(river, juniper, 'asked')).toMatchObject({ startedBy: 'them', question });
    await reply(river, juniper, answer);
    expect(await outcomes()).toEqual(['verified', 'proved']);
    expect(verified(juniper, river)).toEqual(['private', 'question']);
    expect(verified(river, juniper)).toEqual(['unverified', null]);
    expect(juniper.notices(river)).toEqual(expect.arrayContaining(['authentication-question-sent', 'authentication-verified']));
    expect(river.notices(juniper)).toEqual(expect.arrayContaining(['authentication-question-came', 'authentication-proved']));
  });

  test('answered wrong raises no trust and takes none away', async () => {
    const { id, theirs } = viewed(juniper, river);
    juniper.services.conversations.verify(id, theirs?.fingerprint ?? '', true);
    ask(juniper, river, answer);
    await reply(river, juniper, answer.toUpperCase());
    expect(await outcomes()).toEqual(['failed', 'failed']);
    expect(verified(juniper, river)).toEqual(['private', 'by-hand']);
    expect(verified(river, juniper)).toEqual(['unverified', null]);
  });
});

test('a secret that both know raises the trust of both', async () => {
  ask(river, juniper, answer, null);
  expect(await authentication(juniper, river, 'asked')).toMatchObject({ question: null });
  await reply(juniper, river, answer);
  expect(await outcomes()).toEqual(['verified', 'verified']);
  expect([verified(juniper, river), verified(river, juniper)]).toEqual([['private', 'secret'], ['private', 'secret']]);
});

describe('a run ends on both sides', () => {
  test('when the one who asked gives it up', async () => {
    ask(juniper, river, answer);
    await authentication(river, juniper, 'asked');
    const { id, authentication: run } = viewed(juniper, river);
    juniper.services.conversations.authentication.cancel(id, run?.run ?? 0);
    expect(await outcome(river, juniper)).toBe('cancelled-by-them');
    expectNothingToRead(juniper, river, 'authentication-cancelled-by-us');
  });

  test('when the one who was asked declines', async () => {
    ask(juniper, river, answer);
    const { run } = await authentication(river, juniper, 'asked');
    river.services.conversations.authentication.cancel(river.idOf(juniper), run);
    expect(await outcome(juniper, river)).toBe('cancelled-by-them');
    expectNothingToRead(river, juniper, 'authentication-cancelled-by-us');
  });

  test.each([
    ['asked', () => [juniper, river] as const],
    ['was asked', () => [river, juniper] as const],
  ])('when the one who %s closes the tab', async (_, who) => {
    const [closing, staying] = who();
    ask(juniper, river, answer);
    await authentication(river, juniper, 'asked');
    closing.services.conversations.close(closing.idOf(staying));
    expect(await outcome(staying, closing)).toBe('cancelled-by-them');
    expect(viewed(closing, staying).authentication).toBeNull();
  });

  test('when the conversation ends', async () => {
    ask(juniper, river, answer);
    await authentication(river, juniper, 'asked');
    river.services.conversations.endPrivate(river.idOf(juniper));
    expect(await outcome(juniper, river)).toBe('session-over');
    expectNothingToRead(river, juniper, 'authentication-session-over');
  });

  test('when the conversation is refreshed', async () => {
    ask(juniper, river, answer);
    await authentication(river, juniper, 'asked');
    river.services.conversations.startPrivate(river.idOf(juniper));
    expect(await outcomes()).toEqual(['session-over', 'session-over']);
  });

  test('when the account of one signs off, as the app does when its window closes', async () => {
    ask(juniper, river, answer);
    await authentication(river, juniper, 'asked');
    await river.restart();
    expect(await outcome(juniper, river)).toBe('session-over');
    await river.online();
  });

  test('when nothing comes for nine minutes', async () => {
    ask(juniper, river, answer);
    await authentication(river, juniper, 'asked');
    juniper.aheadMs += 9 * 60_000;
    expect(await outcomes()).toEqual(['timed-out', 'cancelled-by-them']);
  });

  test('when both begin at the same moment, and either can begin anew', async () => {
    ask(juniper, river, answer);
    ask(river, juniper, answer);
    expect(await outcomes()).toEqual(['cancelled-by-them', 'cancelled-by-them']);
    // An abort names no run: the next one begins when both have arrived.
    for (const [person, other] of both) await said(person(), other(), 'once more');
    ask(juniper, river, answer);
    await reply(river, juniper, answer);
    expect(await outcomes()).toEqual(['verified', 'proved']);
  });
});

describe('what cannot be is refused', () => {
  test('two runs at a time, and commands about another run than the one in sight', async () => {
    ask(juniper, river, answer);
    const { id, authentication: mine } = viewed(juniper, river);
    const service = juniper.services.conversations.authentication;
    expect(faultOf(() => ask(juniper, river, answer))).toBe('authentication-under-way');
    expect(faultOf(() => service.answer(id, mine?.run ?? 0, answer))).toBe('authentication-over');
    expect(faultOf(() => service.cancel(id, (mine?.run ?? 0) + 1))).toBe('authentication-over');
    expect(faultOf(() => service.dismiss(id, mine?.run ?? 0))).toBe('authentication-under-way');
    await authentication(river, juniper, 'asked');
  });

  test('another key than the session’s, and an empty secret', () => {
    const { id } = viewed(juniper, river);
    const service = juniper.services.conversations.authentication;
    expect(faultOf(() => service.ask(id, '00'.repeat(20), question, answer))).toBe('not-found');
    expect(faultOf(() => ask(juniper, river, ''))).toBe('authentication-empty');
    expect(viewed(juniper, river).authentication?.state.at).not.toBe('running');
  });

  test('a fourth try after three wrong answers, for the time that is told', async () => {
    for (let tries = 0; tries < 3; tries += 1) {
      ask(juniper, river, answer);
      await reply(river, juniper, `no idea ${tries}`);
      expect(await outcomes()).toEqual(['failed', 'failed']);
    }
    expect(faultOf(() => ask(juniper, river, answer))).toBe('authentication-rests');
    // A restart gives no fresh tries.
    await juniper.restart();
    await juniper.online();
    await river.until('the end', () => river.conversation(juniper)?.privacy === 'finished');
    await goPrivate(juniper, river);
    expect(faultOf(() => ask(juniper, river, answer))).toBe('authentication-rests');
    const left = (viewed(juniper, river).authenticationRestsUntilMs ?? 0) - Date.now() - juniper.aheadMs;
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
    juniper.aheadMs += left;
    river.aheadMs += left;
    ask(juniper, river, answer);
    await reply(river, juniper, answer);
    expect(await outcomes()).toEqual(['verified', 'proved']);
    expect(viewed(juniper, river).authenticationRestsUntilMs).toBeNull();
  });
});

test('the outcome goes once it was read, and the trust stays through a restart with how it came', async () => {
  ask(juniper, river, answer);
  await reply(river, juniper, answer);
  const { run } = await authentication(juniper, river, 'ended');
  juniper.services.conversations.authentication.dismiss(juniper.idOf(river), run);
  expect(viewed(juniper, river).authentication).toBeNull();
  await juniper.restart();
  await juniper.online();
  await river.until('the end', () => river.conversation(juniper)?.privacy === 'finished');
  await goPrivate(juniper, river);
  expect(verified(juniper, river)).toEqual(['private', 'question']);
});

test('neither question nor answer is on the wire in clear', async () => {
  ask(juniper, river, answer);
  await reply(river, juniper, answer);
  await outcomes();
  const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
  expect(wire).not.toContain(question);
  expect(wire).not.toContain(answer);
});

/** Goes private with `other`, who comes with a key of their own at each call; `meet` gets the conversation's id. */
async function withOther(meet: (other: BareClient, id: string) => Promise<void>): Promise<void> {
  const other = new BareClient('other', juniper.address, server);
  try {
    await other.until(() => other.isOnline);
    const id = juniper.services.conversations.open(juniper.accountId, `other@${server.domain}`);
    juniper.services.conversations.accept(id);
    other.do({ kind: 'start', atMs: Date.now() });
    await other.until(() => other.isPrivate);
    await meet(other, id);
    juniper.services.conversations.endPrivate(id);
  } finally {
    await other.close();
  }
}

const viewOf = (id: string) => juniper.snapshot().conversations.find((one) => one.id === id);
const smpStates = (other: BareClient) => other.told.flatMap((event) => (event.kind === 'smp' ? [event.state] : []));

test('a long question of theirs is cut, and closing the tab declines it', () =>
  withOther(async (other, id) => {
    other.do({ kind: 'smp-start', secret: 'blue', question: '\u{1f6b2}'.repeat(2_000), atMs: Date.now() });
    const shown = await juniper.until('the question', () => viewOf(id)?.authentication);
    expect(shown.question).toBe(`${'\u{1f6b2}'.repeat(511)}…`);
    juniper.services.conversations.close(id);
    await other.until(() => smpStates(other).includes('aborted'));
  }));

test('a right answer under a changed key decides about that key', () =>
  withOther(async (other, id) => {
    const changed = await juniper.until('the changed key', () => viewOf(id)?.changedKey);
    juniper.services.conversations.authentication.ask(id, changed.now.fingerprint, question, answer);
    await other.until(() => smpStates(other).includes('asked'));
    other.do({ kind: 'smp-answer', secret: answer, atMs: Date.now() });
    await juniper.until('the outcome', () => viewOf(id)?.privacy === 'private');
    expect(viewOf(id)).toMatchObject({ changedKey: null, theirs: { fingerprint: changed.now.fingerprint, verifiedHow: 'question' } });
  }));
