import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { findIn } from './chosen.ts';
import { connect, socks5, useHome } from './testing/ways.ts';

/* What Gajim's accounts went through, in its lines of earlier versions, and in databases that SQLite itself wrote. */

const { pathOf, put, ways } = useHome();
const own = 'juniper@example.org';

const gajimLines = (account: string, ...more: readonly string[]) =>
  [
    ...['accounts.Home.name = juniper', 'accounts.Home.hostname = example.org', `accounts.Home.proxy = ${account}`],
    ...['proxies.Tor.type = socks5', 'proxies.Tor.host = localhost', 'proxies.Tor.port = 9050'],
    ...['proxies.Tor.useauth = False', 'proxies.Tor.user = old', 'proxies.Tor.pass = old'],
    ...['proxies.My office.type = http', 'proxies.My office.host = proxy.example', 'proxies.My office.port = 3128'],
    ...['proxies.My office.useauth = True', 'proxies.My office.user = u', 'proxies.My office.pass = p'],
    ...['proxies.bosh.type = bosh', 'proxies.bosh.host = localhost', 'proxies.bosh.port = 80', ...more],
  ].join('\n');

/** Gajim's settings of later versions: two tables of names and JSON. */
function putGajim(proxy: unknown, global: unknown): void {
  const path = pathOf('.config/gajim/settings.sqlite');
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  const rows = [
    ['settings', 'app', { global_proxy: global }],
    ['settings', 'proxies', {
      Tor: { type: 'socks5', host: 'localhost', port: 9050 },
      'My office': { type: 'http', host: 'proxy.example', port: 3128, useauth: true, user: 'u', pass: 'p' },
      bosh: { type: 'bosh', host: 'localhost', port: 80 },
      empty: {},
    }],
    ['account_settings', 'Home', { account: { name: 'juniper', hostname: 'example.org', proxy } }],
  ] as const;
  const script = [
    'import json, sqlite3, sys',
    'db = sqlite3.connect(sys.argv[1])',
    "for table in ('settings (name', 'account_settings (account'): db.execute('create table ' + table + ' text unique, settings text)')",
    "for table, name, text in json.loads(sys.argv[2]): db.execute('insert into ' + table + ' values (?, ?)', (name, text))",
    'db.commit()',
    'db.close()',
  ];
  const given = JSON.stringify(rows.map(([table, name, value]) => [table, name, JSON.stringify(value)]));
  execFileSync('/usr/bin/python3', ['-c', script.join('\n'), path, given], { stdio: 'pipe' });
}

const gajims: readonly (readonly [string, string, unknown])[] = [
  ['Tor', '', socks5('localhost', 9050)],
  ['My office', 'Tor', connect('proxy.example', 3128, 'u', 'p')],
  ['', 'Tor', socks5('localhost', 9050)],
  ['', '', 'direct'],
  ['no-proxy', 'Tor', 'direct'],
  ['bosh', '', 'unusable'],
  ['gone', '', 'unusable'],
  ['', 'gone', 'unusable'],
];
test.each(gajims)('Gajim, account "%s", all "%s"', (proxy, global, way) => {
  put('.config/gajim/config', gajimLines(proxy, `global_proxy = ${global}`));
  expect(ways()).toEqual({ [own]: way });
  expect(ways(findIn(pathOf('.config/gajim/config')))).toEqual({ [own]: way });
  putGajim(proxy, global);
  expect(ways()).toEqual({ [own]: way });
  expect(ways(findIn(pathOf('.config/gajim/settings.sqlite')))).toEqual({ [own]: way });
});

test('Gajim: what is no name of a proxy, and the environment, are none that Sotto can use', () => {
  putGajim(7, null);
  expect(ways()).toEqual({ [own]: 'unusable' });
  putGajim('empty', null);
  expect(ways()).toEqual({ [own]: 'unusable' });
  putGajim(null, undefined);
  expect(ways()).toEqual({ [own]: 'direct' });
  rmSync(pathOf('.config/gajim/settings.sqlite'));
  put('.config/gajim/config', gajimLines('Tor', 'accounts.Home.use_env_http_proxy = True'));
  expect(ways()).toEqual({ [own]: 'unusable' });
});
