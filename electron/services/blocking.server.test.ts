import { expect, test } from 'vitest';
import { befriend, goPrivate, Person } from './testing/person.ts';
import { twoPeople } from './testing/two-people.ts';

const people = twoPeople();

const blocked = (one: Person) => one.snapshot().blocked.find(({ accountId }) => accountId === one.accountId)?.addresses;

test('what is private ends before the block takes hold, and nothing goes out until it is lifted (XEP-0191)', async () => {
  const [j, r] = people();
  await befriend(j, r);
  await goPrivate(j, r);
  await j.until('the list', () => blocked(j)?.length === 0);
  await j.services.blocking.block(j.accountId, r.address);
  await r.until('the end, told by us', () => r.conversation(j)?.privacy === 'finished');
  expect(blocked(j)).toEqual([r.address]);
  expect(j.conversation(r)?.privacy).toBe('not-private');
  const id = j.idOf(r);
  expect(() => j.services.conversations.send(id, 'hello?', 'not-private')).toThrow('address-blocked');
  expect(() => j.services.conversations.startPrivate(id)).toThrow('address-blocked');
  await r.until('away', () => r.snapshot().buddies.find(({ address }) => address === j.address)?.show === 'offline');

  await j.services.blocking.unblock(j.accountId, r.address);
  expect(blocked(j)).toEqual([]);
  await r.until('there again', () => r.snapshot().buddies.find(({ address }) => address === j.address)?.show === 'available');
  j.services.conversations.send(id, 'hello again', 'not-private');
  await r.until('the line', () => r.messages(j).some(({ text }) => text === 'hello again'));
});

test('a request goes with the block of whoever made it, here and on another device; the list is there at the next start', async () => {
  const [j, r] = people();
  const phone = new Person('juniper', j.server);
  try {
    await phone.signIn();
    await r.services.buddies.add(r.accountId, j.address, '', [], 'let me in');
    for (const device of [j, phone]) await device.until('the request', () => device.snapshot().requests.length === 1);
    await j.services.blocking.block(j.accountId, r.address);
    expect(j.snapshot().requests).toEqual([]);
    await phone.until('the push', () => blocked(phone)?.[0] === r.address && phone.snapshot().requests.length === 0);
  } finally {
    await phone.remove();
  }
  await j.restart();
  await j.until('the list', () => blocked(j)?.[0] === r.address);
  expect(j.snapshot().requests).toEqual([]);
  await j.online();
  for (const own of [j.address, j.server.domain]) {
    await expect(j.services.blocking.block(j.accountId, own)).rejects.toMatchObject({ code: 'address-own' });
  }
});

test('a block from another device of ours, or of a whole server, ends what is private here; nothing more goes to who is blocked, not even that', async () => {
  const [j, r] = people();
  await befriend(j, r);
  const phone = new Person('juniper', j.server);
  const expectEnd = () => {
    expect(j.conversation(r)?.privacy).toBe('not-private');
    expect(() => j.services.conversations.send(j.idOf(r), 'hello?', 'not-private')).toThrow('address-blocked');
    expect(r.conversation(j)?.privacy).toBe('unverified');
  };
  try {
    await goPrivate(j, r);
    await phone.signIn();
    await phone.services.blocking.block(phone.accountId, r.address);
    await j.until('the push', () => blocked(j)?.[0] === r.address);
    expectEnd();
    await phone.services.blocking.unblock(phone.accountId, r.address);
    await j.until('the end of the block', () => blocked(j)?.length === 0);
    await r.until('there again', () => r.snapshot().buddies.find(({ address }) => address === j.address)?.show === 'available');
  } finally {
    await phone.remove();
  }
  await goPrivate(j, r);
  // A server cannot be taken to block itself, so only the push is played.
  j.services.blocking.onEvent(j.accountId, { kind: 'blocking-changed', isBlocked: true, addresses: [j.server.domain] });
  expectEnd();
});
