import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProsody, startRelay, type Prosody, type Relay } from '../../e2e/fixtures/prosody/index.ts';
import { Person } from './testing/person.ts';

let server: Prosody;
let relay: Relay;
let juniper: Person;
const old = 'juniper-password';

beforeEach(async () => {
  server = await startProsody({ registration: true, users: { juniper: old } });
  relay = await startRelay(server);
  juniper = new Person('juniper', server);
});
afterEach(async () => {
  await juniper.remove();
  await relay.stop();
  await server.stop();
});

const accounts = () => juniper.services.accounts;
const record = () => juniper.services.store.accounts.list()[0]!;
const change = (password: string, current = old) => accounts().changePassword(juniper.accountId, current, password);
const isOnline = () => accounts().isOnline(juniper.accountId);

/** Signs off and on, by what is kept. */
async function again(): Promise<void> {
  await accounts().disconnect(juniper.accountId);
  accounts().connect(juniper.accountId);
  await juniper.until('online again', isOnline);
}

test('the server takes the new one, then it is kept; it holds at the next sign-in', async () => {
  await juniper.signIn();
  await change('a better one');
  expect(record()).toMatchObject({ password: 'a better one', pendingPassword: null });
  await again();
  const asked = server.wire.elements().find(({ xml, direction }) => direction === 'in' && xml.includes('jabber:iq:register'));
  expect(asked?.xml).toMatch(/to='sotto\.test'/);
});

test('whoever does not know the current one changes nothing', async () => {
  await juniper.signIn();
  await expect(change('mine now', 'a guess')).rejects.toMatchObject({ code: 'password-current-wrong' });
  expect(record()).toMatchObject({ password: old, pendingPassword: null });
  expect(server.wire.elements().some(({ xml }) => xml.includes('jabber:iq:register'))).toBe(false);
});

test('a request that was lost on the way goes again when the session is resumed, and is answered', async () => {
  await juniper.signIn({ port: relay.port });
  relay.mute(true);
  const changed = change('a better one');
  relay.cut();
  relay.mute(false);
  await changed;
  expect(record()).toMatchObject({ password: 'a better one', pendingPassword: null });
  await again();
});

test('where no answer came both are kept, across a restart too; the old one counts where the server has it', async () => {
  await juniper.signIn({ port: relay.port });
  relay.mute(true);
  const changed = change('a better one');
  changed.catch(() => undefined);
  expect(record()).toMatchObject({ password: old, pendingPassword: 'a better one' });
  await server.kill();
  relay.cut();
  relay.mute(false);
  await server.restart();
  await expect(changed).rejects.toMatchObject({ code: 'password-change-undecided' });
  await juniper.until('the old one', () => record().pendingPassword === null);
  expect(record().password).toBe(old);
  expect(isOnline()).toBe(true);
});

test('and the new one where the server took it, and only its answer was lost', async () => {
  await juniper.signIn({ port: relay.port });
  relay.mute(true);
  const changed = change('a better one');
  changed.catch(() => undefined);
  server.addUser('juniper', 'a better one');
  relay.cut();
  relay.mute(false);
  await expect(changed).rejects.toMatchObject({ code: 'password-change-undecided' });
  await juniper.until('the new one', () => record().pendingPassword === null);
  expect(record().password).toBe('a better one');
  await juniper.until('online', isOnline);
});

test('a change that was open when the app ended is decided at the next start', async () => {
  await juniper.signIn();
  juniper.services.store.accounts.put({ ...record(), pendingPassword: 'a better one' });
  server.addUser('juniper', 'a better one');
  await juniper.restart();
  await juniper.until('the new one', () => record().pendingPassword === null);
  expect(record().password).toBe('a better one');
  await juniper.until('online', isOnline);
});

test('a third one, set elsewhere, leaves both and asks the person', async () => {
  await juniper.signIn();
  juniper.services.store.accounts.put({ ...record(), pendingPassword: 'a better one' });
  server.addUser('juniper', 'neither of them');
  await juniper.restart();
  await juniper.until('refused', () => accounts().views()[0]?.connection.at === 'failed' && server.wire.elements().length > 0);
  await juniper.until('both refused', () => server.wire.elements().filter(({ xml }) => xml.startsWith('<failure')).length === 2);
  expect(record()).toMatchObject({ password: old, pendingPassword: 'a better one' });
  await accounts().setPassword(juniper.accountId, 'neither of them', true);
  await juniper.until('online', isOnline);
  expect(record()).toMatchObject({ password: 'neither of them', pendingPassword: null });
});

test('a server without it says so, and everything stays', async () => {
  await server.stop();
  await juniper.remove();
  server = await startProsody({ users: { rowan: 'rowan-password' } });
  juniper = new Person('rowan', server);
  await juniper.signIn();
  await expect(change('a better one', 'rowan-password')).rejects.toMatchObject({ code: 'password-change-forbidden' });
  expect(record()).toMatchObject({ password: 'rowan-password', pendingPassword: null });
  expect(isOnline()).toBe(true);
});
