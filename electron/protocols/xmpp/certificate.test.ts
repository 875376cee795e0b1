import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAuthority, createCertificate } from '../../../e2e/fixtures/prosody/certificates.ts';
import { readCertificate, signatureAlgorithmOf } from './certificate.ts';
import { serverEndPoint } from './channel-binding.ts';

const rsa = new X509Certificate(createCertificate('signed', ['sotto.test', 'localhost'], createAuthority()).certificatePem).raw;

/** Made by OpenSSL: a P-384 key, as many servers have today. */
function ellipticCertificate(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-certificate-'));
  try {
    const pem = execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha384', '-nodes', '-days', '3',
      '-subj', '/CN=sotto.test/O=Ünï\\, Ltd', '-utf8', '-addext', 'subjectAltName=DNS:sotto.test,DNS:*.sotto.test,IP:127.0.0.1',
      '-keyout', join(folder, 'key'),
    ], { stdio: ['ignore', 'pipe', 'ignore'] });
    return new X509Certificate(pem).raw;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('RSA and elliptic certificates are read', () => {
  expect(readCertificate(rsa)).toMatchObject({
    subject: 'CN=sotto.test, O=Sotto tests',
    issuer: 'CN=Sotto test authority, O=Sotto tests',
    names: ['sotto.test', 'localhost'],
    sha256: createHash('sha256').update(rsa).digest('hex'),
  });
  const elliptic = ellipticCertificate();
  const view = readCertificate(elliptic);
  expect(view).toMatchObject({ names: ['sotto.test', '*.sotto.test', '127.0.0.1'] });
  expect(view?.subject).toContain('Ünï');
  expect((view?.validToMs ?? 0) - (view?.validFromMs ?? 0)).toBe(3 * 24 * 60 * 60 * 1000);
  expect(signatureAlgorithmOf(elliptic)).toBe('1.2.840.10045.4.3.3');
  expect(serverEndPoint(elliptic)).toEqual(new Uint8Array(createHash('sha384').update(elliptic).digest()));
  expect(serverEndPoint(rsa)).toEqual(new Uint8Array(createHash('sha256').update(rsa).digest()));
});

test('bytes that are no certificate, or a damaged one, never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(readCertificate(bytes)).toBeNull();
      expect(serverEndPoint(bytes)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.nat(rsa.length * 8 - 1), fc.nat(rsa.length), (bit, length) => {
      const damaged = new Uint8Array(rsa);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      for (const bytes of [damaged, damaged.slice(0, length)]) {
        readCertificate(bytes);
        serverEndPoint(bytes);
      }
    }),
  );
});
