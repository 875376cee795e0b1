import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProsody } from '../../e2e/fixtures/prosody/index.ts';
import type { Prosody } from '../../e2e/fixtures/prosody/index.ts';
import { faultCodeOf } from '../base/fault.ts';
import { befriend, goPrivate, Person } from './testing/person.ts';

/* A buddy with several devices, or with another key or standing than a moment ago. */

const secret = 'the parcel is behind the blue door';

let server: Prosody;
let people: Person[];

beforeEach(async () => {
  server = await startProsody({ users: { juniper: 'juniper-password', river: 'river-password' } });
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

/** Juniper and River's laptop in a private conversation. */
async function inPrivate(): Promise<readonly [Person, Person]> {
  const [juniper, laptop] = await Promise.all([signedIn('juniper'), signedIn('river')]);
  await befriend(juniper, laptop);
  await goPrivate(juniper, laptop);
  return [juniper, laptop];
}

/** River once more, on a device with a key of its own. */
async function secondDevice(): Promise<Person> {
  const phone = await signedIn('river');
  await phone.until('juniper online', () => phone.snapshot().buddies.some((buddy) => buddy.show !== 'offline'));
  return phone;
}

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
  return 'none';
}

function keyOf(person: Person, other: Person): string {
  return person.conversation(other)?.theirs?.fingerprint ?? '';
}

test('lines go to the device whose session they are encrypted for, whichever device wrote last', async () => {
  const [juniper, laptop] = await inPrivate();
  const id = juniper.idOf(laptop);
  const phone = await secondDevice();
  await goPrivate(phone, juniper);
  await juniper.until('the changed key', () => juniper.conversation(phone)?.changedKey);
  juniper.services.conversations.acceptKey(id, keyOf(juniper, phone));
  laptop.services.conversations.send(laptop.idOf(juniper), 'from the laptop', 'unverified');
  await juniper.until('the line', () => juniper.messages(phone).some((item) => item.text === 'from the laptop'));

  juniper.services.conversations.send(id, secret, 'unverified');
  expect(await phone.until('the answer', () => phone.messages(juniper)[0])).toMatchObject({ text: secret });
  expect(laptop.notices(juniper)).not.toContain('other-instance');
});

test('a text that proves nothing does not turn lines away from the device that has the session', async () => {
  const [juniper, laptop] = await inPrivate();
  const phone = await secondDevice();
  phone.services.conversations.send(phone.idOf(juniper), '?OTR Error: look here', 'not-private');
  await juniper.until('the error', () => juniper.notices(phone).includes('peer-error'));

  juniper.services.conversations.send(juniper.idOf(laptop), secret, 'unverified');
  expect(await laptop.until('the line', () => laptop.messages(juniper)[0])).toMatchObject({ text: secret });
  expect(phone.notices(juniper)).not.toContain('other-instance');
});

test('a line that may not have been read goes to no other key by itself', async () => {
  const [juniper, laptop] = await inPrivate();
  const id = juniper.idOf(laptop);
  juniper.services.conversations.send(id, secret, 'unverified');
  await laptop.until('the line', () => laptop.messages(juniper)[0]);
  const phone = await secondDevice();
  phone.services.conversations.send(phone.idOf(juniper), '?OTR Error: what did you say?', 'not-private');
  await juniper.until('the error', () => juniper.notices(phone).includes('peer-error'));
  await goPrivate(phone, juniper);
  await juniper.until('the changed key', () => juniper.conversation(phone)?.changedKey);
  expect(juniper.messages(phone).some((item) => item.delivery?.at === 'doubtful')).toBe(false);
  // The laptop did not come back for it.
  juniper.aheadMs = 60_000;
  const line = await juniper.until('the refusal', () => juniper.messages(phone).find((item) => item.delivery?.at === 'doubtful'));
  expect(line).toMatchObject({ text: secret });

  juniper.services.conversations.acceptKey(id, keyOf(juniper, phone));
  juniper.services.conversations.retry(id, line.id);
  const got = await phone.until('the line', () => phone.messages(juniper).find((item) => item.from === 'them'));
  expect(got).toMatchObject({ text: secret, mark: 'encrypted' });
});

test('what a buddy says in private after they left the list waits for the click, all of it', async () => {
  const [juniper, river] = await inPrivate();
  await juniper.services.buddies.remove(juniper.accountId, river.address, false);
  await juniper.until('the removal', () => juniper.conversation(river)?.accepted === false);
  const lines = ['one', 'two', 'three'];
  for (const line of lines) river.services.conversations.send(river.idOf(juniper), line, 'unverified');
  await river.until('the acknowledgements', () => river.messages(juniper).every((item) => item.delivery?.at === 'sent'));
  await server.wire.waitFor(({ direction, session, xml }) => direction === 'out' && session.startsWith(juniper.address) && xml.includes('?OTR:'));
  river.services.conversations.endPrivate(river.idOf(juniper));
  river.services.conversations.send(river.idOf(juniper), 'and in clear', 'not-private');
  await juniper.until('the clear line', () => juniper.messages(river).find((item) => item.text === 'and in clear'));

  juniper.services.conversations.accept(juniper.idOf(river));
  const got = juniper.messages(river).filter((item) => item.mark === 'encrypted');
  expect(got.map((item) => item.text)).toEqual(lines);
  expect(juniper.conversation(river)?.privacy).toBe('finished');
});

test('a line typed for a verified key goes to no other level, at once, by itself or on a second try', async () => {
  const [juniper, river] = await inPrivate();
  const id = juniper.idOf(river);
  expect(refusalOf(() => juniper.services.conversations.send(id, secret, 'private'))).toBe('conversation-not-private');
  juniper.services.conversations.verify(id, keyOf(juniper, river), true);

  const killed = server.kill();
  juniper.services.conversations.send(id, secret, 'private');
  await killed;
  await juniper.until('the connection to be lost', () => juniper.snapshot().accounts[0]?.connection.at === 'waiting');
  juniper.services.conversations.verify(id, keyOf(juniper, river), false);
  await server.restart();
  const line = await juniper.until('the failure', () => juniper.messages(river).find((item) => item.delivery?.at === 'failed'));
  expect(line.mark).toBe('verified');
  await juniper.until('river online again', () => juniper.snapshot().buddies.some((buddy) => buddy.show !== 'offline'));
  expect(line.delivery).toEqual({ at: 'failed', fault: 'conversation-not-private' });
  expect(refusalOf(() => juniper.services.conversations.retry(id, line.id))).toBe('conversation-not-private');
  juniper.services.conversations.verify(id, keyOf(juniper, river), true);
  juniper.services.conversations.retry(id, line.id);
  expect(await river.until('the line', () => river.messages(juniper)[0])).toMatchObject({ text: secret });
});

test('a private line that was under way when the server died arrives, whoever of the two is back first', async () => {
  const [juniper, river] = await inPrivate();
  for (const first of [juniper, river]) {
    await Promise.all([juniper, river].map((person) => person.until('privacy', () => person.conversation(person === juniper ? river : juniper)?.privacy === 'unverified')));
    const text = `${secret}, ${first.name}`;
    const killed = server.kill();
    juniper.services.conversations.send(juniper.idOf(river), text, 'unverified');
    await killed;
    await Promise.all([juniper, river].map((person) => person.until('the connection to be lost', () => person.snapshot().accounts[0]?.connection.at === 'waiting')));
    await server.restart();
    first.services.accounts.connect(first.accountId);
    await first.until('being online', () => first.snapshot().accounts[0]?.connection.at === 'online');
    await river.until('the line', () => river.messages(juniper).find((item) => item.text === text));
  }
});

test('a line held during a key exchange that brings a changed key waits for the decision', async () => {
  const [juniper, laptop] = await inPrivate();
  const id = juniper.idOf(laptop);
  juniper.services.conversations.endPrivate(id);
  await laptop.sotto.stop();
  const phone = await secondDevice();
  await juniper.until('the phone', () => juniper.snapshot().buddies.some((buddy) => buddy.resources.length === 1));
  juniper.services.conversations.startPrivate(id);
  juniper.services.conversations.send(id, secret, 'not-private');
  await juniper.until('the changed key', () => juniper.conversation(phone)?.changedKey);
  await phone.until('privacy', () => phone.conversation(juniper)?.privacy === 'unverified');
  expect(juniper.messages(phone).at(-1)?.delivery).toEqual({ at: 'waiting' });
  const dataMessages = () => server.wire.messages().filter(({ direction, session, xml }) =>
    direction === 'in' && session.startsWith(juniper.address) && xml.includes('?OTR:AAMD'));
  const before = dataMessages().length;
  phone.services.conversations.send(phone.idOf(juniper), 'are you there?', 'unverified');
  await juniper.until('the question', () => juniper.messages(phone).some((item) => item.text === 'are you there?'));
  expect(phone.messages(juniper).filter((item) => item.from === 'them')).toEqual([]);
  expect(dataMessages()).toHaveLength(before);

  juniper.services.conversations.acceptKey(id, keyOf(juniper, phone));
  const got = await phone.until('the line', () => phone.messages(juniper).find((item) => item.from === 'them'));
  expect(got).toMatchObject({ text: secret, mark: 'encrypted' });
});
