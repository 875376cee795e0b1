import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startProsody, type Prosody } from '../../../e2e/fixtures/prosody/index.ts';
import { person, testPorts, type Person } from './testing/person.ts';

let prosody: Prosody;
const people: Person[] = [];

beforeAll(async () => {
  prosody = await startProsody({ users: { juliet: 'secret', romeo: 'secret' } });
}, 30_000);
afterAll(() => prosody.stop());
afterEach(async () => {
  await Promise.all(people.splice(0).map(({ session }) => session.disconnect()));
});

function meet(name: string, resource = ''): Person {
  const settings = { address: `${name}@${prosody.domain}`, port: prosody.port, resource };
  const one = person({ settings }, testPorts([prosody.authority.pem]));
  people.push(one);
  return one;
}

async function online(name: string, resource = ''): Promise<Person> {
  const one = meet(name, resource);
  one.session.connect();
  await one.reaches('online');
  return one;
}

test('two people sign in over verified TLS and exchange messages', async () => {
  const [juliet, romeo] = await Promise.all([online('juliet', 'balcony'), online('romeo', 'orchard')]);
  expect(juliet.all('connection').map(({ connection }) => ('step' in connection ? connection.step : connection.at))).toEqual([
    'looking-up',
    'reaching',
    'securing',
    'authenticating',
    'loading',
    'online',
  ]);
  expect(juliet.all('roster')).toEqual([{ kind: 'roster', items: [] }]);
  juliet.session.send({ id: 'one', address: `romeo@${prosody.domain}`, resource: null, text: 'O Romeo <b> & "ü 🌹"', otr: false });
  const { message } = await romeo.next('message');
  expect(message).toMatchObject({
    route: 'direct',
    address: `juliet@${prosody.domain}`,
    resource: 'balcony',
    text: 'O Romeo <b> & "ü 🌹"',
  });
  expect(await juliet.next('delivered-to-server')).toEqual({ kind: 'delivered-to-server', id: 'one' });
});
