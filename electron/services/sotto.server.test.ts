import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProsody } from '../../e2e/fixtures/prosody/index.ts';
import type { Prosody } from '../../e2e/fixtures/prosody/index.ts';
import { faultCodeOf } from '../base/fault.ts';
import { befriend, goPrivate, Person } from './testing/person.ts';

const secret = 'the parcel is behind the blue door';

let server: Prosody;
let people: Person[];

beforeEach(async () => {
  const names = ['juniper', 'river', 'stranger'];
  server = await startProsody({ users: Object.fromEntries(names.map((name) => [name, `${name}-password`])) });
  people = [];
});

afterEach(async () => {
  await Promise.all(people.map((person) => person.remove()));
  await server.stop();
});

async function signedIn(name: string): Promise<Person> {
  const person = new Person(name, server);
  people.push(person);
  await person.signIn();
  return person;
}

async function friends(): Promise<readonly [Person, Person]> {
  const [juniper, river] = await Promise.all([signedIn('juniper'), signedIn('river')]);
  await befriend(juniper, river);
  return [juniper, river];
}

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
  return 'none';
}

const wireText = () => server.wire.elements().map(({ xml }) => xml).join('\n');

test('a line typed while the key exchange runs goes out encrypted, and never in clear', async () => {
  const [juniper, river] = await friends();
  const id = juniper.idOf(river);
  juniper.services.conversations.startPrivate(id);
  juniper.services.conversations.send(id, secret, 'not-private');
  const [held] = juniper.messages(river);
  expect(held).toMatchObject({ mark: 'encrypted', delivery: { at: 'waiting' } });
  const got = await river.until('the line', () => river.messages(juniper)[0]);
  expect(got).toMatchObject({ text: secret, mark: 'encrypted', arrivedUnencrypted: false });
  await juniper.until('the acknowledgement', () => juniper.messages(river)[0]?.delivery?.at === 'sent');
  expect(wireText()).not.toContain(secret);
});

test('what was typed for a private conversation is refused once it is not private any more', async () => {
  const [juniper, river] = await friends();
  await goPrivate(juniper, river);
  const id = juniper.idOf(river);
  river.services.conversations.endPrivate(river.idOf(juniper));
  await juniper.until('the end', () => juniper.conversation(river)?.privacy === 'finished');
  expect(faultOf(() => juniper.services.conversations.send(id, secret, 'unverified'))).toBe('conversation-finished');
  juniper.services.conversations.endPrivate(id);
  expect(juniper.conversation(river)?.privacy).toBe('not-private');
  for (const seen of ['private', 'unverified', 'finished'] as const) {
    expect(faultOf(() => juniper.services.conversations.send(id, secret, seen))).toBe('conversation-not-private');
  }
  expect(juniper.messages(river)).toHaveLength(0);
  expect(wireText()).not.toContain(secret);
});

test('a refresh says that it is one', async () => {
  const [juniper, river] = await friends();
  await goPrivate(juniper, river);
  juniper.services.conversations.startPrivate(juniper.idOf(river));
  await juniper.until('the refresh', () => juniper.notices(river).includes('private-refreshed'));
  expect(juniper.notices(river)).toEqual(['private-starting', 'private-started-unverified', 'private-refreshing', 'private-refreshed']);
});

test('the HTML of other OTR programs is read as text in private, and stands as it is in clear', async () => {
  const [juniper, river] = await friends();
  const id = river.idOf(juniper);
  const sent = '<FONT COLOR="red">1 &lt; 2</FONT>';
  river.services.conversations.send(id, sent, 'not-private');
  await juniper.until('the line', () => juniper.messages(river).some(({ text, mark }) => text === sent && mark === 'clear'));
  await goPrivate(juniper, river);
  river.services.conversations.send(id, sent, 'unverified');
  await juniper.until('the line', () => juniper.messages(river).some(({ text, mark }) => text === '1 < 2' && mark === 'encrypted'));
});

test('a stranger gets no answer from the engine until a click', async () => {
  const [juniper, stranger] = await Promise.all([signedIn('juniper'), signedIn('stranger')]);
  stranger.services.conversations.startPrivate(stranger.idOf(juniper));
  await juniper.until('the notice', () => juniper.notices(stranger).includes('stranger-waiting'));
  expect(juniper.conversation(stranger)).toMatchObject({ accepted: false, privacy: 'not-private', starting: false });
  stranger.services.conversations.send(stranger.idOf(juniper), '?OTR:AAMC', 'not-private');
  juniper.services.conversations.send(juniper.idOf(stranger), 'who is there?', 'not-private');
  await stranger.until('what was typed', () => stranger.messages(juniper).find((item) => item.from === 'them'));
  const fromJuniper = server.wire.messages().filter(({ direction, session }) => direction === 'in' && session.startsWith('juniper@'));
  expect(fromJuniper).toHaveLength(1);
  expect(fromJuniper[0]?.xml).toContain('who is there?');

  juniper.services.conversations.accept(juniper.idOf(stranger));
  stranger.services.conversations.startPrivate(stranger.idOf(juniper));
  await juniper.until('a private conversation', () => juniper.conversation(stranger)?.privacy === 'unverified');
});

test('a changed key stops the conversation until the person decides', async () => {
  const [juniper, river] = await friends();
  await goPrivate(juniper, river);
  const id = juniper.idOf(river);
  const before = juniper.conversation(river)?.theirs?.fingerprint ?? '';
  juniper.services.conversations.verify(id, before, true);
  expect(juniper.conversation(river)?.privacy).toBe('private');

  // River moves to a machine with a new profile, and so with a new key.
  await river.sotto.stop();
  await juniper.until('the end', () => juniper.conversation(river)?.privacy === 'finished');
  const newRiver = await signedIn('river');
  await newRiver.until('juniper online', () => newRiver.snapshot().buddies.some((buddy) => buddy.show !== 'offline'));
  await goPrivate(newRiver, juniper);
  expect(juniper.conversation(river)).toMatchObject({
    privacy: 'unverified',
    changedKey: { before: { fingerprint: before, verified: true }, now: { verified: false } },
  });
  expect(juniper.notices(river)).toContain('key-changed');
  expect(faultOf(() => juniper.services.conversations.send(id, secret, 'unverified'))).toBe('key-changed-undecided');
  expect(faultOf(() => juniper.services.conversations.acceptKey(id, before))).toBe('not-found');
  expect(newRiver.messages(juniper)).toHaveLength(0);

  const now = juniper.conversation(river)?.theirs?.fingerprint ?? '';
  juniper.services.conversations.acceptKey(id, now);
  expect(juniper.conversation(river)).toMatchObject({ privacy: 'unverified', changedKey: null });
  juniper.services.conversations.send(id, secret, 'unverified');
  expect(await newRiver.until('the line', () => newRiver.messages(juniper)[0])).toMatchObject({ text: secret });
  expect(wireText()).not.toContain(secret);
});

test('a line is marked by the key of the session that it came in, whichever device we write to', async () => {
  const [juniper, laptop] = await friends();
  const id = juniper.idOf(laptop);
  await goPrivate(juniper, laptop);
  const laptopKey = juniper.conversation(laptop)?.theirs?.fingerprint ?? '';
  juniper.services.conversations.verify(id, laptopKey, true);
  const phone = await signedIn('river');
  await phone.until('juniper online', () => phone.snapshot().buddies.some((buddy) => buddy.show !== 'offline'));
  await goPrivate(phone, juniper);
  await juniper.until('the changed key', () => juniper.conversation(phone)?.changedKey);

  for (const [device, text] of [[laptop, 'from the laptop'], [phone, 'from the phone']] as const) {
    device.services.conversations.send(device.idOf(juniper), text, 'unverified');
    await juniper.until(text, () => juniper.messages(phone).some((item) => item.text === text));
  }
  expect(juniper.messages(phone).map(({ text, mark }) => [text, mark])).toEqual([
    ['from the laptop', 'verified'],
    ['from the phone', 'encrypted'],
  ]);
});

test('a buddy who goes offline does not end the conversation, and nothing goes out meanwhile', async () => {
  const [juniper, river] = await friends();
  await goPrivate(juniper, river);
  const id = juniper.idOf(river);
  juniper.aheadMs = 6_000; // Presence settles 5 s after signing in.
  // Signs off without the protocol's good-bye, as a lost connection would.
  await river.services.accounts.online(river.accountId).disconnect();
  await juniper.until('the notice', () => juniper.notices(river).includes('peer-offline-still-private'));
  expect(juniper.conversation(river)?.privacy).toBe('unverified');
  expect(faultOf(() => juniper.services.conversations.send(id, secret, 'unverified'))).toBe('recipient-unavailable');
  expect(juniper.messages(river)).toHaveLength(0);
  expect(wireText()).not.toContain(secret);
});

test('a buddy who is there unseen can be answered', async () => {
  const [juniper, river] = await friends();
  await goPrivate(juniper, river);
  const id = juniper.idOf(river);
  juniper.aheadMs = 6_000;
  await river.services.accounts.setStatus(river.accountId, { show: 'invisible', text: '' });
  await juniper.until('the notice', () => juniper.notices(river).includes('peer-offline-still-private'));
  expect(faultOf(() => juniper.services.conversations.send(id, secret, 'unverified'))).toBe('recipient-unavailable');
  expect(faultOf(() => juniper.services.conversations.startPrivate(id))).toBe('start-unavailable');
  river.services.conversations.send(river.idOf(juniper), 'I am here', 'unverified');
  await juniper.until('what they wrote', () => juniper.messages(river).some((item) => item.from === 'them'));
  juniper.services.conversations.send(id, secret, 'unverified');
  await river.until('the answer', () => river.messages(juniper).some((item) => item.text === secret));
  expect(wireText()).not.toContain(secret);
});

test('a restart finds the account, the key, the buddy and the trust', async () => {
  const [juniper, river] = await friends();
  await goPrivate(juniper, river);
  const id = juniper.idOf(river);
  const theirs = juniper.conversation(river)?.theirs?.fingerprint ?? '';
  const ours = juniper.conversation(river)?.ours;
  juniper.services.conversations.verify(id, theirs, true);
  await juniper.restart();
  expect(juniper.snapshot().buddies).toMatchObject([{ address: river.address }]);
  expect(juniper.snapshot().tabs).toEqual({ open: [id], front: id });
  await juniper.online();
  await goPrivate(juniper, river);
  expect(juniper.conversation(river)).toMatchObject({ privacy: 'private', ours, theirs: { fingerprint: theirs, verified: true } });
});

test('a line that was meant to be private is not sent again in clear', async () => {
  const [juniper, river] = await friends();
  const id = juniper.idOf(river);
  juniper.services.conversations.startPrivate(id);
  juniper.services.conversations.send(id, secret, 'not-private');
  juniper.services.conversations.endPrivate(id);
  const [line] = juniper.messages(river);
  expect(line?.delivery).toEqual({ at: 'failed', fault: 'conversation-not-private' });
  if (juniper.conversation(river)?.privacy === 'not-private') {
    expect(faultOf(() => juniper.services.conversations.retry(id, line?.id ?? ''))).toBe('conversation-not-private');
  }
  expect(wireText()).not.toContain(secret);
});

test('removing an account takes its conversations, buddies and keys along', async () => {
  const [juniper, river] = await friends();
  await goPrivate(juniper, river);
  await juniper.sotto.removeAccount(juniper.accountId);
  await river.until('the good-bye', () => river.conversation(juniper)?.privacy === 'finished');
  expect(juniper.snapshot()).toMatchObject({ accounts: [], conversations: [], timelines: {}, tabs: { open: [], front: null } });
  await juniper.restart();
  expect(juniper.snapshot()).toMatchObject({ accounts: [], buddies: [], conversations: [] });
});
