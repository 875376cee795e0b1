import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProsody } from '../../../e2e/fixtures/prosody/index.ts';
import type { Prosody } from '../../../e2e/fixtures/prosody/index.ts';
import { Person } from '../testing/person.ts';

/* Two devices of one person through a real server. */

let server: Prosody;
let desk: Person;
let laptop: Person;

beforeEach(async () => {
  server = await startProsody({ users: { juniper: 'juniper-password' } });
  [desk, laptop] = [new Person('juniper', server), new Person('juniper', server)];
  await desk.signIn();
  await laptop.signIn();
});

afterEach(async () => {
  await Promise.all([desk.remove(), laptop.remove()]);
  await server.stop();
});

const stateOf = (person: Person) => person.snapshot().transfer.run?.state;
const until = (person: Person, at: string) => person.until(`the transfer at ${at}`, () => stateOf(person)?.at === at);

/** The laptop asks the desk with the code on its screen. */
async function ask(change = (code: string) => code): Promise<void> {
  desk.services.transfer.offer(desk.accountId, false);
  const state = stateOf(desk);
  const device = await laptop.until('the other device', () => laptop.snapshot().transfer.devices[0]);
  laptop.services.transfer.receive(laptop.accountId, device.resource, change(state?.at === 'code' ? state.code : ''));
}

test('a key, and what was verified, go from one to the other, and the server sees nothing of it', async () => {
  const record = { accountId: desk.accountId, address: 'river@sotto.test', fingerprint: 'a'.repeat(40), firstSeenMs: 1, lastSeenMs: 2, undecided: false, highestVersion: 3 as const };
  desk.services.store.fingerprints.put({ ...record, verified: true, verifiedAtMs: 2, verifiedHow: 'question' });
  await ask();
  await Promise.all([until(laptop, 'choosing'), until(desk, 'sent')]);
  laptop.services.transfer.bringIn({ replaceKeys: true, takeVerified: false, preferences: true });
  expect(laptop.services.accounts.fingerprint(laptop.accountId)).toBe(desk.services.accounts.fingerprint(desk.accountId));
  expect(laptop.services.store.fingerprints.list(laptop.accountId)).toEqual([{ ...record, accountId: laptop.accountId, verified: true, verifiedAtMs: 2, verifiedHow: 'question' }]);
  const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
  expect(wire).toContain('?OTR:AAM');
  for (const secret of ['sotto-transfer', 'river@sotto.test', 'a'.repeat(40)]) expect(wire).not.toContain(secret);
  for (const person of [desk, laptop]) expect(person.snapshot().conversations).toEqual([]);
});

test('a wrong code ends it on both, with nothing moved', async () => {
  desk.services.transfer.offer(desk.accountId, false);
  const before = stateOf(desk);
  desk.services.transfer.cancel();
  await ask(() => (before?.at === 'code' ? before.code : ''));
  await Promise.all([until(laptop, 'ended'), until(desk, 'ended')]);
  expect([stateOf(desk), stateOf(laptop)]).toEqual([{ at: 'ended', why: 'code-wrong' }, { at: 'ended', why: 'code-wrong' }]);
});

test('a device that signs off midway ends it on the other', async () => {
  await ask();
  await until(desk, 'comparing');
  await laptop.services.accounts.disconnect(laptop.accountId);
  await until(desk, 'ended');
  expect(stateOf(laptop)).toEqual({ at: 'ended', why: 'lost' });
});
