import { expect, test } from 'vitest';
import type { PersonRecord, Store } from '../store/records.ts';
import type { BuddyView } from '../../shared/views.ts';
import { PersonService } from './person-service.ts';

const ids = ['a/river@x.test', 'a/rio@y.test', 'b/river@z.test', 'b/noor@x.test'] as const;

/** Over a store that keeps what a real one does: an address belongs to one person at most. */
function persons(count: number = ids.length) {
  let kept: readonly PersonRecord[] = [];
  const store = {
    persons: { list: () => kept, put: (record: PersonRecord) => void (kept = [...kept.filter(({ id }) => id !== record.id), ...(record.members.length > 0 ? [record] : [])]) },
    transaction: (work: () => void) => work(),
  } as unknown as Store;
  const known = count > ids.length ? Array.from({ length: count }, (_, n) => `a/n${n}@x.test`) : ids;
  const buddies = known.map((id) => ({ id, accountId: id.slice(0, 1), address: id.slice(2) }) as BuddyView);
  const service = new PersonService({ store, publish: () => undefined, buddies: () => buddies });
  return { service, members: () => service.views().map((person) => person.members), known };
}

test('joins buddies of several accounts, and persons with all their addresses, the first preferred', () => {
  const { service, members } = persons();
  service.join([ids[0], ids[1]]);
  service.join([ids[2], ids[3]]);
  service.join([ids[3], ids[0]]);
  expect(members()).toEqual([[ids[2], ids[3], ids[0], ids[1]]]);
});

test('splits one address off; a person of whom one address is left is none', () => {
  const { service, members } = persons();
  service.join([ids[0], ids[1], ids[2]]);
  service.split(ids[1]);
  expect(members()).toEqual([[ids[0], ids[2]]]);
  service.split(ids[0]);
  expect(members()).toEqual([]);
  expect(() => service.split(ids[0])).toThrow('not-found');
});

test('orders all addresses of a person, and only those', () => {
  const { service, members } = persons();
  service.join([ids[0], ids[1]]);
  const { id } = service.views()[0]!;
  service.order(id, [ids[1], ids[0]]);
  expect(members()).toEqual([[ids[1], ids[0]]]);
  for (const wrong of [[ids[0], ids[0]], [ids[0], ids[2]], [ids[0], ids[1], ids[2]]]) {
    expect(() => service.order(id, wrong)).toThrow('not-found');
  }
  expect(members()).toEqual([[ids[1], ids[0]]]);
});

test('joins nobody who is in no list, and no more addresses than a person can have', () => {
  const { service, members, known } = persons(21);
  const [first = '', last = ''] = [known[0], known[20]];
  expect(() => service.join([first, 'a/stranger@x.test'])).toThrow('not-found');
  service.join(known.slice(0, 20));
  expect(() => service.join([first, last])).toThrow('too-many-addresses');
  expect(members()[0]).toHaveLength(20);
});
