import { expect, test } from 'vitest';
import { writePrivateKeys } from '../../otr/index.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { findIn } from './chosen.ts';
import { proxyOfUrl } from './proxies.ts';
import { pidginAccounts, pidginPreferences } from './testing/pidgin-files.ts';
import { connect, socks5, useHome } from './testing/ways.ts';

/* What accounts went through, in each program's own words: a proxy that Sotto has, or none, or a reason not to go in. */

const { pathOf, put, ways } = useHome();
const own = 'juniper@example.org';
const keyOf = (name: string) => writePrivateKeys([{ name, protocol: 'prpl-jabber', key: testKeys.alice }]);

const words: readonly (readonly [string, Record<string, string | number>, unknown])[] = [
  ['SOCKS5', { type: 'socks5', host: 'proxy.example', port: 1080, username: 'u', password: 'p&amp;w' }, socks5('proxy.example', 1080, 'u', 'p&w')],
  ['SOCKS5 without a user', { type: 'socks5', host: '::1', port: 1080 }, socks5('::1', 1080)],
  ['Tor', { type: 'tor', host: 'localhost', port: 9050 }, socks5('localhost', 9050)],
  ['HTTP', { type: 'http', host: 'proxy.example', port: 3128, username: 'u' }, connect('proxy.example', 3128, 'u')],
  ['none', { type: 'none' }, 'direct'],
  ['SOCKS4', { type: 'socks4', host: 'localhost', port: 1080 }, 'unusable'],
  ['the environment', { type: 'envvar' }, 'unusable'],
  ['an unknown kind', { type: 'unknown', host: 'localhost', port: 9050 }, 'unusable'],
  ['an empty kind', { type: '', host: 'localhost', port: 9050 }, 'unusable'],
  ['Tor without a port', { type: 'tor', host: 'localhost' }, 'unusable'],
  ['Tor without a host', { type: 'tor', port: 9050 }, 'unusable'],
  ['a port that is none', { type: 'socks5', host: 'localhost', port: 65_536 }, 'unusable'],
  ['a port that is no number', { type: 'socks5', host: 'localhost', port: '90x' }, 'unusable'],
  ['a host that is none', { type: 'socks5', host: 'a b', port: 9050 }, 'unusable'],
  ['a host that is too long', { type: 'socks5', host: 'h'.repeat(2_000), port: 9050 }, 'unusable'],
  ['a user that HTTP cannot say', { type: 'http', host: 'localhost', port: 3128, username: 'a:b' }, 'unusable'],
];

test.each(words)('Pidgin, for one account and for all of them: %s', (_name, proxy, way) => {
  put('.purple/accounts.xml', pidginAccounts({ address: own, proxy }));
  put('.purple/prefs.xml', pidginPreferences(null));
  expect(ways()).toEqual({ [own]: way });
  // What the account says counts before what all of them have.
  put('.purple/prefs.xml', pidginPreferences(null, { type: 'socks5', host: 'other.example', port: 1081 }));
  expect(ways()).toEqual({ [own]: way });

  const global = { address: 'global@example.org', proxy: { type: 'global', host: 'left.example', port: 1 } };
  put('.purple/accounts.xml', pidginAccounts(own, global));
  put('.purple/otr.private_key', keyOf('former@example.org/'));
  put('.purple/prefs.xml', pidginPreferences(null, proxy));
  const all = { [own]: way, 'global@example.org': way, 'former@example.org': way };
  expect(ways()).toEqual(all);
  expect(ways(findIn(pathOf('.purple')))).toEqual(all);
});

test('Pidgin: where the proxy of all accounts is not to be seen, those that have none of their own are not taken to be direct', () => {
  put('.purple/accounts.xml', pidginAccounts(own, { address: 'tor@example.org', proxy: { type: 'tor', host: 'localhost', port: 9050 } }));
  const seen = { [own]: 'unusable', 'tor@example.org': socks5('localhost', 9050) };
  expect(ways()).toEqual(seen);
  expect(ways(findIn(pathOf('.purple/accounts.xml')))).toEqual(seen);
  put('.purple/prefs.xml', pidginPreferences(null).replace("name='/'>", `name='/'>${'<a>'.repeat(200)}`));
  expect(ways()).toEqual(seen);
  put('.purple/prefs.xml', pidginPreferences(null));
  expect(ways()).toEqual({ ...seen, [own]: 'direct' });
  put('.purple/otr.private_key', keyOf('former@example.org/'));
  put('.purple/accounts.xml', `<account>${'<a>'.repeat(200)}`);
  expect(ways()).toEqual({ 'former@example.org': 'unusable' });
});

test('Pidgin: a file that is cut anywhere lets nobody go in directly who went through a proxy', () => {
  const accounts = pidginAccounts({ address: own, proxy: { type: 'tor', host: 'localhost', port: 9050 } });
  put('.purple/prefs.xml', pidginPreferences(null));
  let seen = 0;
  for (let length = 0; length < accounts.trimEnd().length; length += 1) {
    put('.purple/accounts.xml', accounts.slice(0, length));
    for (const way of Object.values(ways())) {
      expect(way).not.toBe('direct');
      seen += 1;
    }
  }
  expect(seen).toBeGreaterThan(100);

  put('.purple/accounts.xml', pidginAccounts(own));
  const preferences = pidginPreferences(null, { type: 'tor', host: 'localhost', port: 9050 });
  for (let length = 0; length < preferences.trimEnd().length; length += 1) {
    put('.purple/prefs.xml', preferences.slice(0, length));
    expect(ways()[own]).not.toBe('direct');
  }
});

test('an account that stands in two places goes through the proxy of either, and through neither of two', () => {
  const tor = { type: 'tor', host: 'localhost', port: 9050 };
  put('.purple/prefs.xml', pidginPreferences(null));
  const both = (...proxies: Record<string, string | number>[]) =>
    put('.purple/accounts.xml', pidginAccounts(...proxies.map((proxy, at) => ({ address: `${own}/${at}`, proxy }))));
  for (const proxies of [[tor, { type: 'none' }], [{ type: 'none' }, tor], [tor, tor]]) {
    both(...proxies);
    expect(ways()).toEqual({ [own]: socks5('localhost', 9050) });
  }
  for (const proxies of [[tor, { ...tor, port: 9150 }], [tor, { type: 'socks4' }], [{ type: 'none' }, { type: 'envvar' }]]) {
    both(...proxies);
    expect(ways()).toEqual({ [own]: 'unusable' });
  }
});

test("Adium: the proxy stands in libpurple's list of its accounts", () => {
  const user = 'Library/Application Support/Adium 2.0/Users/Default';
  const entry = `<dict><key>ObjectID</key><string>1</string><key>UID</key><string>${own}</string><key>Type</key><string>libpurple-Jabber</string></dict>`;
  put(`${user}/Accounts.plist`, `<plist version="1.0"><dict><key>Accounts</key><array>${entry}</array></dict></plist>`);
  put(`${user}/libpurple/accounts.xml`, pidginAccounts({ address: own, proxy: { type: 'socks5', host: '127.0.0.1', port: 9150 } }));
  expect(ways()).toEqual({ [own]: socks5('127.0.0.1', 9150) });
  put(`${user}/libpurple/accounts.xml`, pidginAccounts({ address: own, proxy: { type: 'socks4', host: '127.0.0.1', port: 9150 } }));
  expect(ways()).toEqual({ [own]: 'unusable' });
});

test.each([
  [undefined, 'direct'],
  [null, 'direct'],
  [[], 'direct'],
  [['socks5://u:p%40w@proxy.example:1080'], socks5('proxy.example', 1080, 'u', 'p@w')],
  [['socks5+tor://127.0.0.1:9050'], socks5('127.0.0.1', 9050)],
  [['tor-auto://'], socks5('127.0.0.1', 9050)],
  [['tor-auto://u:p@'], socks5('127.0.0.1', 9050, 'u', 'p')],
  [['tor-auto://localhost:9150'], socks5('localhost', 9150)],
  [['tor-auto://localhost'], 'unusable'],
  [['tor-auto://?9050'], 'unusable'],
  [['tor-auto://', 'socks5://proxy.example:1080'], 'unusable'],
  [['socks5://localhost:9050', 'socks5://proxy.example:1080'], 'unusable'],
  [['socks5+unix:///run/tor/socks'], 'unusable'],
  [['nonsense'], 'unusable'],
  [[7], 'unusable'],
  ['socks5://localhost:9050', 'unusable'],
] as const)('CoyIM: %j', (Proxies, way) => {
  put('.config/coyim/accounts.json', JSON.stringify({ Accounts: [{ Account: own, Proxies }] }));
  expect(ways()).toEqual({ [own]: way });
});

test('CoyIM, earlier: Tor was required, at a port that it found by itself', () => {
  put('.config/coyim/accounts.json', JSON.stringify({ Accounts: [{ Account: own, RequireTor: true }] }));
  expect(ways()).toEqual({ [own]: socks5('127.0.0.1', 9050) });
});

test('addresses of proxies that say more or less than a host and a port', () => {
  expect(proxyOfUrl('socks5://[::1]:9050')).toEqual(socks5('::1', 9050));
  expect(proxyOfUrl('http://proxy.example:3128/')).toEqual(connect('proxy.example', 3128));
  for (const text of ['socks5://localhost', 'socks5://:9050', 'socks5://localhost:0', 'socks5://localhost:9050/x', 'socks5://%zz@localhost:1', 'https://localhost:1', '']) {
    expect(proxyOfUrl(text)).toBe('unusable');
  }
});

test('mcabber: one HTTP proxy for all of its accounts', () => {
  put('.mcabber/otr/juniper@example.org.key', writePrivateKeys([{ name: own, protocol: 'jabber', key: testKeys.alice }]));
  put('.mcabber/mcabberrc', '#set proxy_host = old.example\nset jid = juniper@example.org\n');
  expect(ways()).toEqual({ [own]: 'direct' });
  put('.mcabber/mcabberrc', 'set proxy_host = proxy.example\nset proxy_port = 3128\nset proxy_user = "u"\nset proxy_pass = p\n');
  expect(ways()).toEqual({ [own]: connect('proxy.example', 3128, 'u', 'p') });
  expect(ways(findIn(pathOf('.mcabber')))).toEqual({ [own]: connect('proxy.example', 3128, 'u', 'p') });
  put('.mcabber/mcabberrc', 'set proxy_host = proxy.example\n');
  expect(ways()).toEqual({ [own]: 'unusable' });
});
