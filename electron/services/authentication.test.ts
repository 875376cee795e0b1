import { afterEach, beforeEach, expect, test } from 'vitest';
import { Other, Scripted } from './testing/scripted.ts';

/* Runs of SMP where a buddy has a session on each of two devices, one of which may be somebody else's. */

let juniper: Scripted;
let boat: Other;
let phone: Other;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
  [boat, phone] = [new Other(juniper), new Other(juniper, {}, 'phone')];
  for (const device of [boat, phone]) {
    device.ignores();
    device.does({ kind: 'start', atMs: juniper.nowMs });
    device.answers();
  }
  // What began the session with the phone was for whoever hears it.
  boat.ignores();
});

afterEach(() => juniper.close());

const view = () => juniper.sotto.snapshot().conversations[0];
const run = () => view()?.authentication;
const fingerprintOf = (resource: string) => view()?.devices.find((device) => device.resource === resource)?.fingerprint ?? '';
const verified = () => juniper.services.fingerprints.list().flatMap(({ fingerprint, verified: is }) => (is ? [fingerprint] : []));
const asks = (device: Other, question: string | null, secret: string) => device.does({ kind: 'smp-start', question, secret, atMs: juniper.nowMs });
const states = (device: Other) => device.told.flatMap((event) => (event.kind === 'smp' ? [event.state] : []));
/** Everybody reads what there is, until nobody has anything to say. */
function settle(): void {
  for (let before = -1; before !== juniper.sent.length; ) {
    before = juniper.sent.length;
    for (const device of [boat, phone]) device.answers();
  }
}
function choose(resource: string): void {
  const instance = view()?.devices.find((device) => device.resource === resource)?.instance ?? -1;
  juniper.services.conversations.chooseDevice(juniper.id, instance);
  const { changedKey, theirs } = view() ?? {};
  if (changedKey && theirs) juniper.services.conversations.acceptKey(juniper.id, theirs.fingerprint);
}

test('a second device puts no request of its own under the answer that is being typed', () => {
  asks(boat, 'What is the dog called?', 'Rover');
  const before = run();
  expect(before).toMatchObject({ run: 1, question: 'What is the dog called?', state: { at: 'asked' }, fingerprint: fingerprintOf('boat') });
  asks(phone, null, 'Rover');
  expect(run()).toEqual(before);
  settle();
  expect(states(phone)).toEqual(['progress', 'aborted']);
  juniper.services.conversations.authentication.answer(juniper.id, 1, 'Rover');
  settle();
  expect(run()?.state).toEqual({ at: 'ended', outcome: 'proved' });
  expect(states(boat).at(-1)).toBe('succeeded');
  expect(verified()).toEqual([]);
});

test('what a second device does ends no question of ours, and proves nothing for its key', () => {
  choose('boat');
  juniper.services.conversations.authentication.ask(juniper.id, fingerprintOf('boat'), 'Where?', 'there');
  asks(phone, null, 'there');
  phone.does({ kind: 'smp-abort', atMs: juniper.nowMs });
  asks(phone, 'And who are you?', 'x');
  expect(run()).toMatchObject({ run: 1, startedBy: 'us', question: 'Where?', state: { at: 'running', awaited: 'answer' } });
  settle();
  // Whom lines go to now has nothing to do with who shows something.
  choose('phone');
  boat.does({ kind: 'smp-answer', secret: 'there', atMs: juniper.nowMs });
  settle();
  expect(run()).toMatchObject({ fingerprint: fingerprintOf('boat'), state: { at: 'ended', outcome: 'verified' } });
  expect(verified()).toEqual([fingerprintOf('boat')]);
});

test('one device is asked at a time, and another once that is over', () => {
  choose('boat');
  juniper.services.conversations.authentication.ask(juniper.id, fingerprintOf('boat'), 'Where?', 'there');
  choose('phone');
  const askPhone = () => juniper.services.conversations.authentication.ask(juniper.id, fingerprintOf('phone'), 'Where?', 'there');
  expect(juniper.refusalOf(askPhone)).toBe('authentication-under-way');
  expect(run()).toMatchObject({ run: 1, fingerprint: fingerprintOf('boat') });
  juniper.services.conversations.authentication.cancel(juniper.id, 1);
  // Who stops it has nothing to read of it.
  expect([run(), juniper.notices().at(-1)]).toEqual([null, 'authentication-cancelled-by-us']);
  expect(juniper.refusalOf(askPhone)).toBe('none');
  expect(run()).toMatchObject({ run: 2, fingerprint: fingerprintOf('phone'), state: { at: 'running' } });
});

test('a question is not answered while the account is offline, and stays to be answered', () => {
  asks(boat, 'Where?', 'there');
  const answer = () => juniper.services.conversations.authentication.answer(juniper.id, 1, 'there');
  juniper.say({ kind: 'connection', connection: { at: 'waiting', retryAtMs: juniper.nowMs + 1_000, fault: 'connection-lost' } });
  const before = juniper.sent.length;
  expect(juniper.refusalOf(answer)).toBe('not-connected');
  expect([run()?.state, juniper.sent.length]).toEqual([{ at: 'asked' }, before]);
  juniper.say({ kind: 'connection', connection: { at: 'online', secured: 'tls' } });
  expect(juniper.refusalOf(answer)).toBe('none');
  settle();
  expect(run()?.state).toEqual({ at: 'ended', outcome: 'proved' });
});
