import { connect } from 'node:net';
import { Resolver } from 'node:dns/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { startProxy, type Proxy } from '../../../e2e/fixtures/proxies.ts';
import type { AccountSettings, ProxySettings } from '../../../shared/views.ts';
import { watchNetwork, type NetworkWatch } from './testing/network-watch.ts';
import { ordinaryTimings } from './ports.ts';
import { openStage, type Stage } from './testing/stage.ts';

/* Real proxies, Debian's: microsocks and tinyproxy. */

let stage: Stage;
let proxies: Proxy[] = [];
let watch: NetworkWatch | null = null;
afterEach(async () => {
  watch?.stop();
  watch = null;
  await stage.close();
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  proxies = [];
});

const kinds = ['socks5', 'http-connect'] as const;
const user = { username: 'mercutio', password: 'queen mab'.replace(' ', '-') };
const timings = { ...ordinaryTimings, reachMs: 2_000, closeMs: 200, firstRetryMs: 50, longestRetryMs: 100, stableMs: 50 };

async function open(kind: ProxySettings['kind'], who: typeof user | null = null): Promise<Proxy> {
  const proxy = await startProxy(kind, who);
  proxies.push(proxy);
  return proxy;
}

/** The server by a name that the proxy has to look up. */
function through({ kind, host, port }: Proxy, username = ''): Partial<AccountSettings> {
  return { host: 'localhost', proxy: { kind, host, port, username } };
}

describe.each(kinds)('through %s', (kind) => {
  test('signs in and chats, and nothing goes around the proxy: no connection, no name, no datagram', async () => {
    stage = await openStage();
    const proxy = await open(kind);
    watch = watchNetwork();
    const juliet = await stage.online('juliet', { ...through(proxy), resource: 'balcony' });
    const romeo = await stage.online('romeo', { ...through(proxy), resource: 'orchard' });
    expect(juliet.all('connection').at(-1)?.connection).toEqual({ at: 'online', secured: 'tls' });
    juliet.session.send({ id: 'one', address: stage.address('romeo'), resource: null, text: 'Art thou not Romeo?', otr: false });
    await romeo.next('message', ({ message }) => message.text === 'Art thou not Romeo?');
    await juliet.next('delivered-to-server');
    expect(watch.places()).toEqual([`127.0.0.1:${proxy.port}`]);
    expect(watch.names()).toEqual([]);
    expect(watch.datagrams()).toBe(0);
  });

  test('a proxy that dies is waited for; nothing goes around it meanwhile, and the session is resumed through it', async () => {
    stage = await openStage();
    const proxy = await open(kind);
    watch = watchNetwork();
    const juliet = stage.meet('juliet', { ...through(proxy), connectAtStart: true }, {}, { timings });
    juliet.session.connect();
    await juliet.reaches('online');
    await proxy.kill();
    await juliet.next('connection', ({ connection }) => connection.at === 'waiting' && connection.fault === 'proxy-unreachable');
    await juliet.next('connection', ({ connection }) => connection.at === 'waiting' && connection.fault === 'proxy-unreachable');
    await proxy.restart();
    await juliet.reaches('online');
    expect(stage.prosody.wire.elements().some(({ xml }) => xml.startsWith('<resumed'))).toBe(true);
    expect(watch.places()).toEqual([`127.0.0.1:${proxy.port}`]);
    expect(watch.names()).toEqual([]);
  });

  test('with a user and a password; without them, or with wrong ones, it says so and does not try again', async () => {
    stage = await openStage();
    const proxy = await open(kind, user);
    const failed = { at: 'failed', fault: 'proxy-auth-failed' };
    for (const [username, proxyPassword] of [['', null], [user.username, 'wrong'], ['tybalt', user.password]] as const) {
      const refused = stage.meet('juliet', through(proxy, username), { proxyPassword });
      refused.session.connect();
      expect(await refused.reaches('failed')).toEqual(failed);
    }
    expect(stage.prosody.wire.elements()).toEqual([]);
    const juliet = stage.meet('juliet', through(proxy, user.username), { proxyPassword: user.password });
    juliet.session.connect();
    await juliet.reaches('online');
  });

  test('a server that the proxy cannot reach, or cannot find, is told as that', async () => {
    stage = await openStage();
    const proxy = await open(kind);
    await stage.prosody.kill();
    for (const host of ['localhost', 'no-such-host.invalid']) {
      const juliet = stage.meet('juliet', { ...through(proxy), host });
      juliet.session.connect();
      expect(await juliet.reaches('waiting', 20_000)).toMatchObject({ fault: 'proxy-target-failed' });
      await juliet.session.disconnect();
    }
  }, 60_000);
});

test('a proxy by its name: that one name is looked up, and no other', async () => {
  stage = await openStage();
  const proxy = await open('socks5');
  watch = watchNetwork();
  await stage.online('juliet', through({ ...proxy, host: 'localhost' }));
  expect(watch.names()).toEqual(['localhost']);
  expect(watch.places().every((place) => place.endsWith(`:${proxy.port}`))).toBe(true);
});

test('direct TLS goes through too', async () => {
  stage = await openStage({ direct: true });
  const proxy = await open('socks5');
  await stage.online('juliet', { ...through(proxy), tls: 'direct', port: stage.prosody.directPort });
});

test('without a proxy the watch sees what it is to see: the look-ups and the connection', async () => {
  stage = await openStage();
  watch = watchNetwork();
  const juliet = stage.meet('juliet', { host: 'localhost' });
  juliet.session.connect();
  await juliet.reaches('online');
  connect({ host: '127.0.0.1', port: stage.prosody.port }).on('error', () => {}).destroy();
  await new Resolver({ timeout: 50, tries: 1 }).resolveSrv('_xmpp-client._tcp.sotto.test').catch(() => []);
  expect(watch.names()).toEqual(['localhost', '_xmpp-client._tcp.sotto.test']);
  expect(watch.places()).toContain(`127.0.0.1:${stage.prosody.port}`);
});
