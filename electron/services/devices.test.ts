import { afterEach, beforeEach, expect, test } from 'vitest';
import { Other, Scripted } from './testing/scripted.ts';

/* A buddy with a session on each of several devices. */

let juniper: Scripted;
let boat: Other;
let phone: Other;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
  boat = new Other(juniper);
  phone = new Other(juniper, {}, 'phone');
  for (const device of [boat, phone]) {
    device.ignores();
    device.does({ kind: 'start', atMs: juniper.nowMs });
    device.answers();
  }
});

afterEach(() => juniper.close());

test('the end says good-bye to each device, and to each where it is', () => {
  const before = juniper.sent.length;
  juniper.services.conversations.endPrivate(juniper.id);
  const byes = juniper.sent.slice(before);
  expect(byes.map(({ resource }) => resource).toSorted()).toEqual(['boat', 'phone']);
  for (const { text } of byes) for (const device of [boat, phone]) device.does({ kind: 'receive', text, atMs: juniper.nowMs });
  expect([boat.status, phone.status]).toEqual(['finished', 'finished']);
});
