import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inOrder, lookUp } from './look-up.ts';
import { systemPorts, type SrvRecord, type XmppPorts } from './ports.ts';
import { plainSettings } from './testing/person.ts';

/** A DNS server on loopback that knows only these SRV records; another name does not exist. */
let zone: Record<string, readonly SrvRecord[]> = {};
let server: Socket;
let ports: XmppPorts;

beforeEach(async () => {
  server = createSocket('udp4');
  server.on('message', (query, from) => server.send(answer(query), from.port, from.address));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${server.address().port}`]);
  ports = { ...systemPorts(), resolveSrv: (name) => resolver.resolveSrv(name) };
});
afterEach(() => {
  server.close();
});

function labels(name: string): Buffer {
  const parts = name.split('.').filter((label) => label !== '');
  return Buffer.concat([...parts.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])]);
}

/** Spec: RFC 1035 section 4, RFC 2782. */
function answer(query: Buffer): Buffer {
  const names: string[] = [];
  let end = 12;
  for (let length = query[end] ?? 0; length > 0; length = query[end] ?? 0) {
    names.push(query.subarray(end + 1, end + 1 + length).toString());
    end += 1 + length;
  }
  const records = zone[names.join('.')];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(records === undefined ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records?.length ?? 0, 6);
  const answers = (records ?? []).map(({ name, port, priority, weight }) => {
    const target = labels(name);
    const fixed = Buffer.alloc(18);
    fixed.writeUInt16BE(0xc00c, 0);
    fixed.writeUInt16BE(33, 2);
    fixed.writeUInt16BE(1, 4);
    fixed.writeUInt32BE(60, 6);
    fixed.writeUInt16BE(6 + target.length, 10);
    fixed.writeUInt16BE(priority, 12);
    fixed.writeUInt16BE(weight, 14);
    fixed.writeUInt16BE(port, 16);
    return Buffer.concat([fixed, target]);
  });
  return Buffer.concat([header, query.subarray(12, end + 5), ...answers]);
}

const settings = { ...plainSettings, address: 'juliet@capulet.test', host: '', tls: null };
const record = (name: string, port: number, priority: number, weight = 0): SrvRecord => ({ name, port, priority, weight });

describe('SRV (RFC 6120 section 3.2, XEP-0368)', () => {
  test('both kinds of TLS are tried in the order of their priorities', async () => {
    zone = {
      '_xmpp-client._tcp.capulet.test': [record('b.test', 5222, 20), record('a.test', 5222, 5)],
      '_xmpps-client._tcp.capulet.test': [record('c.test', 443, 10)],
    };
    const [a, b, c] = [
      { host: 'a.test', port: 5222, tls: 'starttls' },
      { host: 'b.test', port: 5222, tls: 'starttls' },
      { host: 'c.test', port: 443, tls: 'direct' },
    ];
    expect(await lookUp(settings, ports)).toEqual([a, c, b]);
    expect(await lookUp({ ...settings, tls: 'direct' }, ports)).toEqual([c]);
    expect(await lookUp({ ...settings, tls: 'starttls' }, ports)).toEqual([a, b]);
  });

  test('without records the domain itself is tried', async () => {
    zone = {};
    expect(await lookUp(settings, ports)).toEqual([{ host: 'capulet.test', port: 5222, tls: 'starttls' }]);
    expect(await lookUp({ ...settings, tls: 'direct' }, ports)).toEqual([{ host: 'capulet.test', port: 5223, tls: 'direct' }]);
  });

  test('a domain that says that it has no such service is believed', async () => {
    zone = { '_xmpp-client._tcp.capulet.test': [record('', 0, 0)] };
    await expect(lookUp(settings, ports)).rejects.toMatchObject({ fault: 'host-not-found' });
  });

  test('an internationalised domain is asked for in ASCII', async () => {
    zone = { '_xmpp-client._tcp.xn--bcher-kva.test': [record('x.test', 1, 0)] };
    expect(await lookUp({ ...settings, address: 'a@bücher.test' }, ports)).toEqual([{ host: 'x.test', port: 1, tls: 'starttls' }]);
  });

  test('weights share the load: all come, the heavy one mostly first', () => {
    const records = [record('light', 1, 0, 10), record('heavy', 2, 0, 90), record('never', 3, 1, 1_000)];
    let heavy = 0;
    for (let round = 0; round < 1_000; round += 1) {
      const order = inOrder(records, ports.random).map(({ name }) => name);
      expect([...order].sort()).toEqual(['heavy', 'light', 'never']);
      expect(order[2]).toBe('never');
      if (order[0] === 'heavy') heavy += 1;
    }
    expect(heavy).toBeGreaterThan(800);
    expect(heavy).toBeLessThan(980);
  });
});

describe('what the person gave wins, and nothing is asked', () => {
  const silent = { resolveSrv: () => Promise.reject(new Error('asked')) };
  test.each([
    [{ host: 'h.test' }, { host: 'h.test', port: 5222, tls: 'starttls' }],
    [{ host: 'h.test', tls: 'direct' }, { host: 'h.test', port: 5223, tls: 'direct' }],
    [{ port: 1234 }, { host: 'capulet.test', port: 1234, tls: 'starttls' }],
    [{ address: 'a@127.0.0.1' }, { host: '127.0.0.1', port: 5222, tls: 'starttls' }],
    [{ address: 'a@localhost', tls: 'loopback-clear' }, { host: 'localhost', port: 5222, tls: 'clear' }],
    [{ host: '::1', port: 1, tls: 'loopback-clear' }, { host: '::1', port: 1, tls: 'clear' }],
  ] as const)('%j', async (changes, target) => {
    expect(await lookUp({ ...settings, ...changes }, { ...ports, ...silent })).toEqual([target]);
  });

  test.each(['capulet.test', '10.0.0.1', '127.0.0.1.evil.test', 'localhost.evil.test', '128.0.0.1', '::2'])('never in clear to %s', async (host) => {
    await expect(lookUp({ ...settings, host, tls: 'loopback-clear' }, ports)).rejects.toMatchObject({ fault: 'tls-not-offered' });
  });
});
