import { expect, it } from 'vitest';
import { fingerprintUri } from './xmpp-uri.ts';

const key = '6c9e2d41a07b58f313d4e6b990c2f7a55e81b30d';

it('names the address and the key', () => {
  expect(fingerprintUri('juniper@example.org', key)).toBe(`xmpp:juniper@example.org?otr-fingerprint=${key}`);
});

it('lets nothing in the address pass for a part of the query', () => {
  const uri = fingerprintUri('a?otr-fingerprint=00;b#c/d@ex\u00e4mple.org', key);
  expect(uri).toBe(`xmpp:a%3Fotr-fingerprint%3D00%3Bb%23c%2Fd@ex%C3%A4mple.org?otr-fingerprint=${key}`);
  expect(fingerprintUri('\ud800@example.org', key)).toBe(`xmpp:%EF%BF%BD@example.org?otr-fingerprint=${key}`);
});
