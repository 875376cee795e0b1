import { expect, test } from 'vitest';
import { LinkInbox } from './link-inbox.ts';

function inbox() {
  const told: string[] = [];
  return { links: new LinkInbox((name) => told.push(name)), told };
}

test('a link among the words of a start waits for the window, which gets it once', () => {
  const { links, told } = inbox();
  links.takeFrom(['/usr/bin/sotto', '--user-data-dir=/x', 'XMPP:river@example.org?message']);
  expect(told).toEqual(['link.arrived']);
  expect(links.take()).toBe('XMPP:river@example.org?message');
  expect(links.take()).toBe(null);
});

test('of two the newer one counts', () => {
  const { links } = inbox();
  links.takeFrom(['xmpp:a@example.org']);
  links.takeFrom(['xmpp:b@example.org']);
  expect(links.take()).toBe('xmpp:b@example.org');
});

test('nothing else is taken', () => {
  const { links, told } = inbox();
  links.takeFrom(['https://example.org', 'file:///etc/passwd', '--xmpp:a@example.org', ' xmpp:a@example.org', `xmpp:${'a'.repeat(8_192)}`]);
  expect([links.take(), told]).toEqual([null, []]);
});
