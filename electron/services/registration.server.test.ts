import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProsody, type Prosody } from '../../e2e/fixtures/prosody/index.ts';
import type { AccountSettings } from '../../shared/views.ts';
import { Person } from './testing/person.ts';

let server: Prosody;
let fern: Person;
beforeEach(async () => {
  server = await startProsody({ registration: true, users: { fern: 'fern-password' } });
  fern = new Person('fern', server);
});
afterEach(async () => {
  await fern.remove();
  await server.stop();
});

const settings = (): AccountSettings => ({
  address: 'anybody@sotto.test', resource: '', host: server.host, port: server.port, tls: null, allowPlain: false, connectAtStart: true, proxy: null,
});
const values = (username: string) => [{ name: 'username', value: username }, { name: 'password', value: 'moss and stone' }];

test('an account is made, added with the certificate that was pinned, and signed in; another one never notices', async () => {
  await fern.signIn();
  const { registration, store, accounts } = fern.services;
  const question = await registration.ask(settings(), null, null);
  if (question.at !== 'certificate') throw new Error('no question came');
  expect(await registration.ask(settings(), null, question.question.certificate.sha256)).toMatchObject({ at: 'form' });
  await expect(registration.submit(values('Fern'), true)).rejects.toMatchObject({ code: 'account-exists' });
  await expect(registration.submit(values('with space'), true)).rejects.toMatchObject({ code: 'registration-name-invalid' });
  const { accountId } = await registration.submit(values(' Moss '), true);
  await fern.until('the new account', () => accounts.isOnline(accountId));
  expect(store.accounts.list().find(({ id }) => id === accountId)).toMatchObject({
    settings: { address: 'moss@sotto.test' }, password: 'moss and stone', pinnedCertificate: question.question.certificate.sha256,
  });
  await expect(registration.submit(values('other'), true)).rejects.toMatchObject({ code: 'registration-over' });
  expect(fern.snapshot().accounts.map(({ connection }) => connection.at)).toEqual(['online', 'online']);
});

test('a new question takes the place of the one before, and giving up leaves nothing open', async () => {
  await fern.signIn();
  const { registration } = fern.services;
  const pinned = server.certificateSha256();
  const first = registration.ask(settings(), null, pinned);
  const second = registration.ask(settings(), null, pinned);
  await expect(first).rejects.toBeDefined();
  expect(await second).toMatchObject({ at: 'form' });
  registration.cancel();
  await expect(registration.submit(values('moss'), true)).rejects.toMatchObject({ code: 'registration-over' });
});
