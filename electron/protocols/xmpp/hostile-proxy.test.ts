import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProxySettings } from '../../../shared/views.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { watchNetwork } from './testing/network-watch.ts';
import { person, testPorts, type Person } from './testing/person.ts';
import { scriptedProxy, type ScriptedProxy } from './testing/scripted-proxy.ts';

let proxy: ScriptedProxy | null = null;
let juliet: Person | null = null;
afterEach(async () => {
  await juliet?.session.disconnect();
  await proxy?.stop();
});

type Says = (heard: Buffer, socket: Socket) => void;
type Settings = Parameters<typeof person>[0]['settings'];

async function meet(kind: ProxySettings['kind'], says: Says, settings: Settings = {}, username = ''): Promise<Person> {
  proxy = await scriptedProxy(says);
  const ports = testPorts([]);
  juliet = person(
    {
      proxyPassword: username === '' ? null : 'sesame',
      settings: { address: 'juliet@sotto.test', host: '', tls: null, proxy: { kind, host: '127.0.0.1', port: proxy.port, username }, ...settings },
    },
    { ...ports, timings: { ...ports.timings, proxyMs: 400, answerMs: 400, secureMs: 400, firstRetryMs: 60_000, longestRetryMs: 60_000 } },
  );
  juliet.session.connect();
  return juliet;
}

/** How it ended, whether it is tried again or not. */
async function fault(one: Person): Promise<FaultCode> {
  const { connection } = await one.next('connection', ({ connection: { at } }) => at === 'waiting' || at === 'failed');
  return 'fault' in connection ? connection.fault : 'internal';
}

/** A SOCKS5 proxy that greets, and then answers the request with these bytes. */
const socks = (...reply: number[]): Says => (heard, socket) => socket.write(Uint8Array.from(heard.length <= 4 ? [5, 0] : reply));
const bound = [0, 1, 0, 0, 0, 0, 0, 0];

describe('SOCKS5 (RFC 1928)', () => {
  const oneOf = (...bytes: number[]): Says => (_heard, socket) => socket.write(Uint8Array.from(bytes));
  test.each<[string, FaultCode, Says]>([
    ['another version', 'proxy-unusable', oneOf(4, 0)],
    ['HTTP', 'proxy-unusable', (_heard, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['no method that we have', 'proxy-auth-failed', oneOf(5, 0xff)],
    ['a method that we did not offer', 'proxy-auth-failed', oneOf(5, 2)],
    ['an end at once', 'proxy-unusable', (_heard, socket) => socket.end()],
    ['an end in the middle of a word', 'proxy-unusable', (_heard, socket) => socket.end(Uint8Array.of(5))],
    ['a reset', 'proxy-unusable', (_heard, socket) => socket.resetAndDestroy()],
    ['silence', 'proxy-timeout', () => undefined],
    ['half a word and silence', 'proxy-timeout', oneOf(5)],
    ['a reply of another version', 'proxy-unusable', socks(4, 0, ...bound)],
    ['a bound address of no kind', 'proxy-unusable', socks(5, 0, 0, 9, 0, 0)],
    ['a bound address that never ends', 'proxy-timeout', socks(5, 0, 0, 3, 255, 1, 2)],
    ['a general failure', 'proxy-target-failed', socks(5, 1, ...bound)],
    ['a rule', 'proxy-forbidden', socks(5, 2, ...bound)],
    ['a host that cannot be reached', 'proxy-target-failed', socks(5, 4, ...bound)],
    ['a command that it does not know', 'proxy-unusable', socks(5, 7, ...bound)],
    ['a failure of no number', 'proxy-target-failed', socks(5, 0xee, ...bound)],
  ])('%s: %s', async (_name, expected, says) => {
    expect(await fault(await meet('socks5', says, { port: 5222 }))).toBe(expected);
    expect(Buffer.concat([...(proxy?.heard() ?? [])]).toString('latin1')).not.toMatch(/juliet|secret|stream/);
  });

  test('the name and port go over as they are, and nothing is looked up here', async () => {
    const watch = watchNetwork();
    const one = await meet('socks5', socks(5, 4, ...bound));
    expect(await fault(one)).toBe('proxy-target-failed');
    watch.stop();
    // STARTTLS at the domain, then TLS from the first byte, since SRV cannot be asked.
    const asked = (port: number) => Buffer.from([5, 1, 0, 5, 1, 0, 3, 10, ...Buffer.from('sotto.test'), port >> 8, port & 0xff]);
    expect(proxy?.heard()).toEqual([asked(5222), asked(5223)]);
    expect(watch.names()).toEqual([]);
    expect(watch.places()).toEqual([`127.0.0.1:${String(proxy?.port)}`]);
  });

  test.each([
    ['192.0.2.7', [1, 192, 0, 2, 7]],
    ['2001:db8::7', [4, 0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), 7]],
    ['::ffff:192.0.2.7', [4, ...new Array<number>(10).fill(0), 0xff, 0xff, 192, 0, 2, 7]],
    ['bücher.example', [3, 21, ...Buffer.from('xn--bcher-kva.example')]],
  ])('a host such as %s goes over in its own kind', async (host, address) => {
    await fault(await meet('socks5', socks(5, 4, ...bound), { host, port: 1 }));
    expect([...(proxy?.heard()[0] ?? [])].slice(6)).toEqual([...address, 0, 1]);
  });

  test('user and password go over only when they are asked for (RFC 1929)', async () => {
    expect(await fault(await meet('socks5', socks(5, 4, ...bound), { port: 1 }, 'mercutio'))).toBe('proxy-target-failed');
    expect(proxy?.heard()[0]?.toString('latin1')).not.toMatch(/mercutio|sesame/);
    await juliet?.session.disconnect();
    await proxy?.stop();
    const says: Says = (heard, socket) => socket.write(Uint8Array.from(heard.length === 4 ? [5, 2] : [1, 1]));
    expect(await fault(await meet('socks5', says, { port: 1 }, 'mercutio'))).toBe('proxy-auth-failed');
    expect(proxy?.heard()[0]?.toString('latin1')).toBe('\x05\x02\x00\x02\x01\x08mercutio\x06sesame');
  });
});

describe('HTTP CONNECT (RFC 9110 section 9.3.6)', () => {
  const answer = (text: string): Says => (heard, socket) => {
    if (heard.toString().endsWith('\r\n\r\n')) socket.write(text);
  };
  test.each<[string, FaultCode, Says]>([
    ['no HTTP', 'proxy-unusable', answer('\x05\x00')],
    ['an end at once', 'proxy-unusable', (_heard, socket) => socket.end()],
    ['a reset', 'proxy-unusable', (_heard, socket) => socket.resetAndDestroy()],
    ['silence', 'proxy-timeout', () => undefined],
    ['a head that never ends', 'proxy-timeout', answer('HTTP/1.1 200 OK\r\nX: ')],
    ['a head without bounds', 'proxy-unusable', answer(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(300_000)}`)],
    ['a switch of protocols', 'proxy-unusable', answer('HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n')],
    ['"wait a moment" for ever', 'proxy-unusable', answer('HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000))],
    ['a demand for a user', 'proxy-auth-failed', answer('HTTP/1.1 407 No\r\nContent-Length: 5\r\n\r\nhello')],
    ['a ban', 'proxy-forbidden', answer('HTTP/1.1 403 No\r\n\r\n')],
    ['a gateway error', 'proxy-target-failed', answer('HTTP/1.1 502 No\r\n\r\n')],
    ['a redirection', 'proxy-unusable', answer('HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\n\r\n')],
    ['a page', 'proxy-unusable', answer('HTTP/1.1 405 No\r\nContent-Length: 3\r\n\r\n<p>')],
    ['silence in the tunnel', 'connection-timeout', answer('HTTP/1.1 200 OK\r\n\r\n')],
    ['another voice in the tunnel', 'stream-error', answer('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('%s: %s', async (_name, expected, says) => {
    expect(await fault(await meet('http-connect', says, { port: 5222, tls: 'starttls' }))).toBe(expected);
    expect(Buffer.concat([...(proxy?.heard() ?? [])]).toString('latin1')).not.toMatch(/juliet|secret/);
  });

  test('the name and port go over as they are, with the user who was named', async () => {
    expect(await fault(await meet('http-connect', answer('HTTP/1.1 503 No\r\n\r\n'), { port: 443 }, 'mercutio'))).toBe('proxy-target-failed');
    const basic = Buffer.from('mercutio:sesame').toString('base64');
    expect(proxy?.heard()[0]?.toString('latin1')).toBe(
      `CONNECT sotto.test:443 HTTP/1.1\r\nHost: sotto.test:443\r\nProxy-Authorization: Basic ${basic}\r\n\r\n`,
    );
  });

  test.each([
    ['2001:db8::7', '[2001:db8::7]:1'],
    ['a\r\nX: b', null],
    ['a\r\nb', 'ab:1'],
    ['no name', null],
  ])('the host %j is no way out of the head', async (host, asked) => {
    const told = await fault(await meet('http-connect', answer('HTTP/1.1 503 No\r\n\r\n'), { host, port: 1 }));
    expect(told).toBe(asked === null ? 'host-not-found' : 'proxy-target-failed');
    expect(proxy?.heard().map(String)).toEqual(asked === null ? [] : [`CONNECT ${asked} HTTP/1.1\r\nHost: ${asked}\r\n\r\n`]);
  });
});

test.each(['socks5', 'http-connect'] as const)('%s: without TLS nothing goes through a proxy, not even to this machine', async (kind) => {
  expect(await fault(await meet(kind, () => undefined, { host: '127.0.0.1', tls: 'loopback-clear' }))).toBe('tls-not-offered');
  expect(proxy?.heard()).toEqual([]);
});

test('a flood before the first answer is left in the network', async () => {
  let written = 0;
  const one = await meet('socks5', (heard, socket) => {
    if (heard.length !== 4 && heard.length !== 3) return;
    socket.write(Uint8Array.of(5, 0));
    const pour = () => {
      while (!socket.destroyed && written < 200_000_000 && socket.write(Buffer.alloc(65_536))) written += 65_536;
      socket.once('drain', pour);
    };
    pour();
  }, { port: 5222 });
  expect(await fault(one)).toBe('proxy-unusable');
  // What the system's own buffers take at the most.
  expect(written).toBeLessThan(20_000_000);
});
