import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintUri, parseXmppUri } from './xmpp-uri.ts';

const key = '6c9e2d41a07b58f313d4e6b990c2f7a55e81b30d';

it('names the address and the key', () => {
  expect(fingerprintUri('juniper@example.org', key)).toBe(`xmpp:juniper@example.org?otr-fingerprint=${key}`);
});

it('lets nothing in the address pass for a part of the query', () => {
  const uri = fingerprintUri('a?otr-fingerprint=00;b#c/d@ex\u00e4mple.org', key);
  expect(uri).toBe(`xmpp:a%3Fotr-fingerprint%3D00%3Bb%23c%2Fd@ex%C3%A4mple.org?otr-fingerprint=${key}`);
  expect(fingerprintUri('\ud800@example.org', key)).toBe(`xmpp:%EF%BF%BD@example.org?otr-fingerprint=${key}`);
});

describe('a link is read', () => {
  const read = { address: 'river@example.org', action: 'message', body: '', name: '', group: '', fingerprint: null };

  it.each([
    ['xmpp:river@example.org', {}],
    ['XMPP:River@Example.org/phone', {}],
    ['xmpp:river@example.org?message', {}],
    ['xmpp:river@example.org?message;subject=x;body=at%20nine%0Aor%20ten', { body: 'at nine\nor ten' }],
    ['xmpp:river@example.org?roster;name=Ri%20%0Aver;group=Work', { action: 'add', name: 'Ri ver', group: 'Work' }],
    ['xmpp:river@example.org?subscribe', { action: 'add' }],
    ['xmpp:room@example.org?join', { address: 'room@example.org', action: 'other' }],
    ['xmpp:river@example.org?__proto__', { action: 'other' }],
    ['xmpp://juniper@example.org/river@example.org?message', {}],
    ['xmpp://river@example.org?message', {}],
    ['xmpp:ri%25ver@example.org#top', { address: 'ri%ver@example.org' }],
    [`xmpp:river@example.org?otr-fingerprint=${key.toUpperCase()}`, { fingerprint: key }],
    [`xmpp:river@example.org?message&otr-fingerprint=${key}`, { fingerprint: key }],
    [`xmpp:river@example.org?message;otr-fingerprint=${key};otr-fingerprint=${'0'.repeat(40)}`, { fingerprint: key }],
    [`xmpp:river@example.org?otr-fingerprint=${key}0`, {}],
  ])('%s', (link, expected) => {
    expect(parseXmppUri(link)).toEqual({ ...read, ...expected });
  });

  it.each([
    ['another scheme', 'https://example.org'],
    ['nobody', 'xmpp:?message'],
    ['a resource alone', 'xmpp:/phone'],
    ['broken encoding', 'xmpp:river@example.org?message;body=%ff'],
    ['broken encoding in the address', 'xmpp:%zz@example.org'],
    ['a turn of direction in the address', 'xmpp:river%E2%80%AEgro.elpmaxe@evil.example'],
    ['an invisible mark in the address', 'xmpp:river%EF%BB%BF@example.org'],
    ['a space in the address', 'xmpp:river%20@example.org'],
    ['a line break in the address', 'xmpp:river%0A@example.org'],
    ['too long an address', `xmpp:${'a'.repeat(3_100)}@example.org`],
  ])('and refused with %s', (_what, link) => {
    expect(parseXmppUri(link)).toBeNull();
  });

  it('and comes back as it was made, whatever the address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (local) => {
        const back = parseXmppUri(fingerprintUri(`${local}@example.org`, key));
        if (back !== null) expect(back).toEqual({ ...read, address: `${local}@example.org`.split('/', 1)[0]!.toLowerCase(), fingerprint: key });
      }),
    );
  });

  it('without a throw, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseXmppUri(`xmpp:${text}`)));
  });
});
