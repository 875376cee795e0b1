import { afterEach, beforeEach, expect, test } from 'vitest';
import { Other, river, Scripted } from './testing/scripted.ts';

/* What a private line is for a program that shows HTML, and what it is for another. */

let juniper: Scripted;
beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
});
afterEach(() => juniper.close());

const typed = '1<2 & 2>1';
const comes = (resource: string, showsHtml: boolean) =>
  juniper.say({ kind: 'presence', address: river.address, resource, show: 'available', text: '', priority: 0, showsHtml });
function goesPrivate(resource: string): Other {
  const device = new Other(juniper, {}, resource);
  device.ignores();
  device.does({ kind: 'start', atMs: juniper.nowMs });
  device.answers();
  const { conversations } = juniper.services;
  const view = juniper.sotto.snapshot().conversations[0];
  if (view?.changedKey) conversations.acceptKey(juniper.id, view.changedKey.now.fingerprint);
  return device;
}

test('a line is HTML for the device that shows it, as it was typed for another, and as it was typed here', () => {
  comes('boat', true);
  comes('phone', false);
  const { conversations } = juniper.services;
  conversations.send(juniper.id, typed, 'not-private');
  expect(juniper.sent.at(-1)?.text).toContain(typed);

  const boat = goesPrivate('boat');
  conversations.send(juniper.id, typed, 'unverified');
  boat.answers();
  expect(boat.heard.at(-1)).toBe('1&lt;2 &amp; 2&gt;1');

  const phone = goesPrivate('phone');
  conversations.send(juniper.id, typed, 'unverified');
  phone.answers();
  expect(phone.heard.at(-1)).toBe(typed);
  expect(juniper.lines().map(({ text }) => text)).toEqual([typed, typed, typed]);
});

test('a line that waited for a private conversation is HTML too', () => {
  comes('boat', true);
  const { conversations, policies } = juniper.services;
  policies.save(juniper.accountId, null, { enabled: true, automatic: true, required: true, unkept: true });
  conversations.send(juniper.id, typed, 'not-private');
  const boat = goesPrivate('boat');
  expect(boat.heard.at(-1)).toBe('1&lt;2 &amp; 2&gt;1');
});
