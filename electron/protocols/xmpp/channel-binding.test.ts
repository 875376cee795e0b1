import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import xml, { type Element } from '@xmpp/xml';
import { expect, test } from 'vitest';
import { createAuthority, createCertificate } from '../../../e2e/fixtures/prosody/certificates.ts';
import { channelBinding } from './channel-binding.ts';
import { ns } from './namespaces.ts';

const authority = createAuthority();
const certificate = createCertificate('signed', ['sotto.test'], authority);

/** Both ends of one TLS connection. */
async function withTls(version: 'TLSv1.2' | 'TLSv1.3', run: (client: TLSSocket, server: TLSSocket) => void): Promise<void> {
  const listener = createServer({ cert: certificate.certificatePem, key: certificate.keyPem, minVersion: version, maxVersion: version });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const accepted = once(listener, 'secureConnection');
  const client = connect({ port: (listener.address() as AddressInfo).port, host: '127.0.0.1', servername: 'sotto.test', ca: authority.pem });
  await once(client, 'secureConnect');
  const [server] = (await accepted) as [TLSSocket];
  try {
    run(client, server);
  } finally {
    client.destroy();
    server.destroy();
    listener.close();
  }
}

function features(...types: string[]): Element {
  const offers = types.map((type) => xml('channel-binding', { type }));
  const announced = xml('sasl-channel-binding', { xmlns: ns.channelBinding }, ...offers);
  return xml('features', {}, ...(types.length === 0 ? [] : [announced]));
}

const endPoint = new Uint8Array(createHash('sha256').update(new X509Certificate(certificate.certificatePem).raw).digest());

test('TLS 1.3: tls-exporter, the same on both ends, announced or by default (RFC 9266)', async () => {
  await withTls('TLSv1.3', (client, server) => {
    const expected = server.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
    expect(channelBinding(client, features())).toEqual({ type: 'tls-exporter', data: expected, guessed: true });
    for (const offered of [features('tls-exporter'), features('tls-server-end-point', 'tls-exporter')]) {
      expect(channelBinding(client, offered)).toEqual({ type: 'tls-exporter', data: expected });
    }
    expect(channelBinding(client, features('tls-server-end-point'))).toEqual({ type: 'tls-server-end-point', data: endPoint });
    expect(channelBinding(client, features('tls-unique'))).toBeNull();
  });
});

test('TLS 1.2: the certificate, where the server says that it takes it (RFC 5929, XEP-0440)', async () => {
  await withTls('TLSv1.2', (client) => {
    expect(channelBinding(client, features())).toBeNull();
    expect(channelBinding(client, features('tls-exporter'))).toBeNull();
    expect(channelBinding(client, features('tls-server-end-point'))).toEqual({ type: 'tls-server-end-point', data: endPoint });
  });
});
