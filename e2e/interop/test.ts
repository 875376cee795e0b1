import type { TestInfo } from '@playwright/test';
import type { Prosody } from '../fixtures/prosody/index.ts';
import { test as base } from '../fixtures/test.ts';
import type { Person } from '../pages/person.ts';
import { Mcabber } from './mcabber.ts';
import { Pidgin } from './pidgin.ts';
import { Profanity } from './profanity.ts';

export { expect } from '../fixtures/test.ts';

/**
 * Somebody at another client, signed in with an account of their own; gone after the test. `knows`: who has them in
 * their list and is in theirs, and has not signed in yet.
 */
type At<C> = (name: string, knows?: Person) => Promise<C>;
type OtherClients = {
  readonly atProfanity: At<Profanity>;
  readonly atMcabber: At<Mcabber>;
  readonly atPidgin: At<Pidgin>;
};

type Client = { shown(): Promise<string>; close(): Promise<void> };
type SignIn<C> = (server: Prosody, account: string, password: string) => Promise<C>;

let accounts = 0;

/** Tests in which the other side is somebody else's client. */
export const test = base.extend<OtherClients>({
  atProfanity: ({ server }, use, testInfo) => people(server, Profanity.signIn, use, testInfo),
  atMcabber: ({ server }, use, testInfo) => people(server, Mcabber.signIn, use, testInfo),
  atPidgin: ({ server }, use, testInfo) => people(server, Pidgin.signIn, use, testInfo),
});

/** Lets the test sign people in, and takes them down after it. */
async function people<C extends Client>(server: Prosody, signIn: SignIn<C>, use: (make: At<C>) => Promise<void>, testInfo: TestInfo): Promise<void> {
  const open: C[] = [];
  await use(async (name, knows) => {
    accounts += 1;
    const [account, password] = [`${name.toLowerCase()}-${accounts}`, `${name}'s password`];
    server.addUser(account, password);
    if (knows) server.introduce({ account, name }, knows);
    const person = await signIn(server, account, password);
    open.push(person);
    return person;
  });
  if (testInfo.status !== testInfo.expectedStatus) {
    for (const person of open) await testInfo.attach('what the other client shows', { body: await person.shown() });
  }
  await Promise.all(open.map((person) => person.close()));
}
