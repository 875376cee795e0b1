import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEjabberd, type Ejabberd } from '../../../e2e/fixtures/ejabberd/index.ts';
import { person, testPorts } from './testing/person.ts';

/* Debian's ejabberd 23.01: it offers SCRAM-SHA-1-PLUS on TLS 1.3, says no type (XEP-0440), and knows `tls-unique` alone. */

let server: Ejabberd;
beforeAll(async () => {
  server = await startEjabberd();
  server.addUser('juliet', 'secret');
});
afterAll(() => server.stop());

const settings = () => ({ address: `juliet@${server.domain}`, port: server.port });

test('under a pinned certificate it signs in without a binding', async () => {
  const juliet = person({ settings: settings(), pinnedCertificate: server.certificateSha256() }, testPorts([]));
  juliet.session.connect();
  expect(await juliet.reaches('online')).toEqual({ at: 'online', secured: 'pinned' });
  await juliet.session.disconnect();
  await juliet.reaches('offline');
});

test('under any other certificate a binding that does not match is told, and nothing weaker is tried', async () => {
  const juliet = person({ settings: settings() }, testPorts([server.authority.pem]));
  juliet.session.connect();
  expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: 'channel-binding-refused' });
});
