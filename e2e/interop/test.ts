import type { TestInfo } from '@playwright/test';
import type { Prosody } from '../fixtures/prosody/index.ts';
import { test as base } from '../fixtures/test.ts';
import { Mcabber } from './mcabber.ts';
import { Profanity } from './profanity.ts';

export { expect } from '../fixtures/test.ts';

type OtherClients = {
  /** Somebody at profanity, signed in with an account of their own; gone after the test. */
  readonly atProfanity: (name: string) => Promise<Profanity>;
  /** Somebody at mcabber. */
  readonly atMcabber: (name: string) => Promise<Mcabber>;
};

type Client = { shown(): Promise<string>; close(): Promise<void> };
type SignIn<C> = (server: Prosody, account: string, password: string) => Promise<C>;

let accounts = 0;

/** Tests in which the other side is somebody else's client. */
export const test = base.extend<OtherClients>({
  atProfanity: ({ server }, use, testInfo) => people(server, Profanity.signIn, use, testInfo),
  atMcabber: ({ server }, use, testInfo) => people(server, Mcabber.signIn, use, testInfo),
});

/** Lets the test sign people in, and takes them down after it. */
async function people<C extends Client>(
  server: Prosody,
  signIn: SignIn<C>,
  use: (make: (name: string) => Promise<C>) => Promise<void>,
  testInfo: TestInfo,
): Promise<void> {
  const open: C[] = [];
  await use(async (name) => {
    accounts += 1;
    const [account, password] = [`${name.toLowerCase()}-${accounts}`, `${name}'s password`];
    server.addUser(account, password);
    const person = await signIn(server, account, password);
    open.push(person);
    return person;
  });
  if (testInfo.status !== testInfo.expectedStatus) {
    for (const person of open) await testInfo.attach('what the other client shows', { body: await person.shown() });
  }
  await Promise.all(open.map((person) => person.close()));
}
