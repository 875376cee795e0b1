import { expect, test } from 'vitest';
import { account } from '../store/testing/fixtures.ts';
import type { ProxySettings } from '../../shared/views.ts';
import { proxyPasswordFor, trimmed } from './account-proxy.ts';

const tor: ProxySettings = { kind: 'socks5', host: 'localhost', port: 9050, username: 'juniper' };
const { settings } = account('hamlet');
const withProxy = (proxy: ProxySettings | null) => ({ ...settings, proxy });
const before = { ...account('hamlet'), settings: withProxy(tor), proxyPassword: 'kept' };

test('the password that is kept goes on only for the very same proxy and user', () => {
  expect(proxyPasswordFor(withProxy({ ...tor }), null, before)).toBe('kept');
  const others: Partial<ProxySettings>[] = [{ kind: 'http-connect' }, { host: 'other.test' }, { port: 9051 }, { username: 'other' }];
  for (const other of others) expect(proxyPasswordFor(withProxy({ ...tor, ...other }), null, before)).toBeNull();
  expect(proxyPasswordFor(withProxy(tor), null, null)).toBeNull();
});

test('one that is given takes its place; where nobody signs in there is none', () => {
  expect(proxyPasswordFor(withProxy(tor), 'given', before)).toBe('given');
  expect(proxyPasswordFor(withProxy({ ...tor, username: '' }), 'given', before)).toBeNull();
  expect(proxyPasswordFor(withProxy(null), 'given', before)).toBeNull();
});

test('what was typed around host and user goes', () => {
  expect(trimmed({ ...tor, host: ' localhost ', username: ' juniper ' })).toEqual(tor);
  expect(trimmed(null)).toBeNull();
});
