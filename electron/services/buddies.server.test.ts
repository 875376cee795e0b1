import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startProsody, type Prosody } from '../../e2e/fixtures/prosody/index.ts';
import { befriend, Person } from './testing/person.ts';

let server: Prosody;
let [juniper, river]: Person[] = [];
beforeAll(async () => {
  server = await startProsody();
}, 30_000);
beforeEach(async () => {
  const turn = randomUUID().slice(0, 8);
  [juniper, river] = ['juniper', 'river'].map((name) => new Person(`${name}${turn}`, server));
  for (const person of [juniper!, river!]) {
    server.addUser(person.name, `${person.name}-password`);
    await person.signIn();
  }
  return async () => {
    await Promise.all([juniper!.remove(), river!.remove()]);
  };
}, 30_000);
afterAll(() => server.stop());

const seen = (one: Person, other: Person) => one.snapshot().buddies.find(({ address }) => address === other.address);

test('a group of the server is renamed and removed at each of its buddies, who stay; a note stays here (RFC 6121 section 2)', async () => {
  const [j, r] = [juniper!, river!];
  await befriend(j, r);
  await j.services.buddies.update(j.accountId, r.address, 'River', ['Work', 'Choir']);
  await j.until('the groups', () => seen(j, r)?.groups.length === 2);
  await j.services.groups.rename('Work', 'Office');
  await j.until('the name', () => seen(j, r)?.groups.includes('Office') && !seen(j, r)?.groups.includes('Work'));
  await j.services.groups.rename('Office', 'Choir');
  await j.until('one group of two', () => seen(j, r)?.groups.join() === 'Choir');
  j.services.buddies.note(j.accountId, r.address, 'owes me a herring');
  await j.services.groups.remove('Choir');
  await j.until('no group', () => seen(j, r)?.groups.length === 0);
  expect(seen(j, r)).toMatchObject({ name: 'River', subscription: 'both', note: 'owes me a herring' });
  expect(server.wire.elements().some(({ xml }) => xml.includes('herring'))).toBe(false);
  await j.restart();
  expect(seen(j, r)).toMatchObject({ note: 'owes me a herring' });
});

test('nothing of a group changes while one of its accounts is not connected', async () => {
  const [j, r] = [juniper!, river!];
  await befriend(j, r);
  await j.services.buddies.update(j.accountId, r.address, '', ['Work']);
  await j.until('the group', () => seen(j, r)?.groups.join() === 'Work');
  await j.services.accounts.disconnect(j.accountId);
  await expect(j.services.groups.remove('Work')).rejects.toMatchObject({ code: 'not-connected' });
  expect(seen(j, r)?.groups).toEqual(['Work']);
});

test('removed without their subscription they go on seeing us; removed whole, nobody sees anybody (RFC 6121 section 3)', async () => {
  const [j, r] = [juniper!, river!];
  await befriend(j, r);
  j.services.buddies.note(j.accountId, r.address, 'met in June');
  await j.services.buddies.remove(j.accountId, r.address, true);
  await j.until('only them seeing us', () => seen(j, r)?.subscription === 'from');
  expect(seen(j, r)).toMatchObject({ groups: [], note: '', asked: false });
  await r.until('the same there', () => seen(r, j)?.subscription === 'to');
  expect(seen(r, j)?.show).toBe('available');
  await j.services.buddies.add(j.accountId, r.address, 'River', [], 'back again?');
  await r.until('the request with its words', () => r.snapshot().requests.some(({ message }) => message === 'back again?'));
  await j.services.buddies.remove(j.accountId, r.address, false);
  await j.until('nobody', () => seen(j, r) === undefined);
  await r.until('not seeing us', () => seen(r, j)?.subscription === 'none' && seen(r, j)?.show === 'offline');
});
