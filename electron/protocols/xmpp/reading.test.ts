import type { Element, Parser } from '@xmpp/xml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BoundedParser } from './bounded-parser.ts';
import { readAddress, isLoopback } from './addresses.ts';
import { delayedAt } from './delay.ts';
import { readMessage } from './incoming-message.ts';
import { readPresence } from './presence.ts';
import { readPush, readRoster } from './roster.ts';
import xml from '@xmpp/xml';

const own = { bare: 'juliet@sotto.test', resource: 'balcony' };
const nowMs = Date.UTC(2026, 0, 1);

/** The elements in a stream that holds `text`. */
function parse(text: string, parser: Parser = new BoundedParser()): Element[] {
  const elements: Element[] = [];
  parser.on('element', (element: Element) => elements.push(element));
  parser.write(`<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>${text}`);
  return elements;
}

test('addresses are normalised, and what breaks the rules is none (RFC 7622)', () => {
  expect(readAddress('Juliet@Sotto.TEST/Balcony')).toEqual({ bare: 'juliet@sotto.test', resource: 'Balcony' });
  expect(readAddress('sotto.test')).toEqual({ bare: 'sotto.test', resource: '' });
  expect(readAddress('a@b/c/d@e')).toEqual({ bare: 'a@b', resource: 'c/d@e' });
  for (const bad of [undefined, '', '@b', 'a@', 'a@b/', '/r', 'a b@c', 'a@b c', `a@b/${'x'.repeat(1_024)}`, 'a@b/\u0007']) {
    expect(readAddress(bad)).toBeNull();
  }
  for (const invisible of ['\u200b', '\u200d', '\u202e', '\u3164', '\u115f', '\u034f', '\u180e', '\ufe0f', '\u2800', '\u{e0100}']) {
    expect(readAddress(`juliet${invisible}@sotto.test`)).toBeNull();
    expect(readAddress(`juliet@sotto${invisible}.test`)).toBeNull();
  }
});

test('loopback is this machine only', () => {
  for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '::1', '[::1]', '::ffff:127.0.0.1']) expect(isLoopback(host)).toBe(true);
  for (const host of ['', 'localhost.test', '127.0.0.1.test', '1.127.0.0', '::2', '0.0.0.0']) expect(isLoopback(host)).toBe(false);
});

test('a delay tells when, but never the future or nonsense (XEP-0203)', () => {
  const at = (stamp: string) => delayedAt(xml('message', {}, xml('delay', { xmlns: 'urn:xmpp:delay', stamp })), nowMs);
  expect(at('2025-12-31T23:59:00Z')).toBe(nowMs - 60_000);
  expect(at('2025-12-31T23:59:00.500+01:00')).toBe(nowMs - 3_659_500);
  for (const odd of ['2027-01-01T00:00:00Z', '', 'yesterday', '1970-01-01T00:00:00Z', '2025-13-99T00:00:00Z']) expect(at(odd)).toBe(nowMs);
  expect(delayedAt(xml('message', {}), nowMs)).toBeNull();
  expect(delayedAt(xml('message', {}, xml('x', { xmlns: 'jabber:x:delay', stamp: '20250101T00:00:00' })), nowMs)).toBe(nowMs);
});

test.each([
  ['http://pidgin.im/', true],
  ['https://adium.im', true],
  ['http://pidgin.im.evil.test/', false],
  ['http://example.org/pidgin.im/', false],
  ['', false],
])('a program that calls itself %j shows HTML: %j (XEP-0115)', (node, showsHtml) => {
  const [element] = parse(`<presence from='romeo@sotto.test/o'><c xmlns='http://jabber.org/protocol/caps' node='${node}' ver='1'/></presence>`);
  expect(element && readPresence(element, own)).toMatchObject({ showsHtml });
});

test('a presence is read within its bounds (RFC 6121 section 4.7)', () => {
  const [element] = parse("<presence from='romeo@sotto.test/o'><show> xa </show><status>away</status><priority>999</priority></presence>");
  expect(element && readPresence(element, own)).toEqual({
    kind: 'presence', address: 'romeo@sotto.test', resource: 'o', show: 'extended-away', text: 'away', priority: 127, showsHtml: false,
  });
  for (const nothing of [
    "<presence from='romeo@sotto.test'/>",
    "<presence from='romeo@sotto.test/o' type='error'/>",
    "<presence from='romeo@sotto.test' type='subscribed'/>",
    "<presence from='romeo@sotto.test' type='probe'/>",
    "<presence from='juliet@sotto.test' type='subscribe'/>",
    "<presence from='juliet@sotto.test/balcony'/>",
  ]) {
    const [stanza] = parse(nothing);
    expect(stanza && readPresence(stanza, own)).toBeNull();
  }
});

test('a delay from within an outage is said to the resumed session, an older one is not (XEP-0198)', () => {
  const minutesAgo = (count: number) => nowMs - count * 60_000;
  const routeOf = (atMs: number, outageSinceMs: number | null) => {
    const delay = xml('delay', { xmlns: 'urn:xmpp:delay', stamp: new Date(atMs).toISOString() });
    const stanza = xml('message', { xmlns: 'jabber:client', from: 'romeo@sotto.test/orchard' }, xml('body', {}, 'hark'), delay);
    const read = readMessage(stanza, own, nowMs, outageSinceMs);
    return read?.kind === 'message' ? read.message.route : read;
  };
  expect(routeOf(minutesAgo(5), minutesAgo(10))).toBe('direct');
  // The server's clock may be a little behind ours.
  expect(routeOf(minutesAgo(11), minutesAgo(10))).toBe('direct');
  expect(routeOf(minutesAgo(13), minutesAgo(10))).toBe('delayed');
  expect(routeOf(minutesAgo(5), null)).toBe('delayed');
});

describe('whatever comes in', () => {
  const attribute = fc.oneof(fc.constantFrom('', 'chat', 'error', 'set', 'juliet@sotto.test', 'a@b/c', '@', '/'), fc.string({ maxLength: 20 }));
  const name = fc.constantFrom('message', 'presence', 'iq', 'body', 'query', 'item', 'group', 'received', 'sent', 'result', 'forwarded', 'delay', 'error', 'show', 'priority');
  const namespace = fc.constantFrom('jabber:client', 'jabber:iq:roster', 'urn:xmpp:carbons:2', 'urn:xmpp:forward:0', 'urn:xmpp:mam:2', 'urn:xmpp:delay');
  const { element } = fc.letrec<{ element: Element }>((tie) => ({
    element: fc
      .tuple(name, namespace, attribute, attribute, attribute, fc.array(fc.oneof({ maxDepth: 4 }, fc.string({ maxLength: 20 }), tie('element')), { maxLength: 4 }))
      .map(([tag, xmlns, from, to, type, children]) => xml(tag, { xmlns, from, to, type, jid: from, subscription: type, stamp: to }, ...children)),
  }));

  test('no element makes a reader throw, and only our own copies pass as copies', () => {
    fc.assert(
      fc.property(element, fc.option(fc.nat()), (stanza, outageSinceMs) => {
        const read = readMessage(stanza, own, nowMs, outageSinceMs);
        if (read?.kind === 'message' && ['carbon-received', 'carbon-sent', 'archived'].includes(read.message.route)) {
          expect(readAddress(stanza.attrs['from'])).toEqual({ bare: own.bare, resource: '' });
        }
        readPresence(stanza, own);
        readRoster(stanza);
        readPush(stanza, stanza, own);
      }),
      { numRuns: 3_000 },
    );
  });

  test('the parser ends with an error or gives elements, however the bytes are cut', () => {
    const piece = fc.constantFrom('<a>', '</a>', '<a/>', '<message from="', "' />", '"', '&amp;', '&x;', '<![CDATA[', ']]>', '<!--', '-->', '<?', '?>', 'x', ' ', '\u0000', '<', '>', '=', '</stream:stream>');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(50), (pieces, cut) => {
        const text = pieces.join('');
        const parser = new BoundedParser();
        try {
          parse(text.slice(0, cut), parser);
          parser.write(text.slice(cut));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
