/** Two people on a server of their own, anew for each test of a file. Only tests import this. */
import { afterEach, beforeEach } from 'vitest';
import { startProsody, type Prosody } from '../../../e2e/fixtures/prosody/index.ts';
import { Person } from './person.ts';

/** Signs in Juniper and River before each test, and removes them after it. The answer gives the two of the test that runs. */
export function twoPeople(): () => readonly [juniper: Person, river: Person] {
  let server: Prosody;
  let people: readonly [Person, Person];
  beforeEach(async () => {
    server = await startProsody({ users: { juniper: 'juniper-password', river: 'river-password' } });
    people = [new Person('juniper', server), new Person('river', server)];
    await Promise.all(people.map((person) => person.signIn()));
  }, 30_000);
  afterEach(async () => {
    await Promise.all(people.map((person) => person.remove()));
    await server.stop();
  });
  return () => people;
}
