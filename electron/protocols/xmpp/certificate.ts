import { createHash, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { CertificateView } from '../../../shared/views.ts';

/** The longest text of a certificate that is shown; a hostile one can hold megabytes. */
const longestText = 512;
const mostNames = 50;

/**
 * What the person is shown of a server's certificate; `null` where the bytes are no certificate.
 *
 * `der` is the certificate as the server sent it. Never throws.
 */
export function readCertificate(der: Uint8Array): CertificateView | null {
  try {
    const certificate = new X509Certificate(der);
    return {
      subject: readName(certificate.subject),
      issuer: readName(certificate.issuer),
      validFromMs: readTime(certificate.validFrom),
      validToMs: readTime(certificate.validTo),
      names: readAlternatives(certificate.subjectAltName ?? ''),
      sha256: fingerprintOf(der),
    };
  } catch {
    return null;
  }
}

/** SHA-256 over the DER, 64 lower-case hex digits. */
export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/**
 * The object identifier of the algorithm that a certificate is signed with, in dotted form; `null` where
 * the bytes are no certificate. Read from the DER itself, since keys other than RSA are to be read too.
 */
export function signatureAlgorithmOf(der: Uint8Array): string | null {
  try {
    const certificate = forge.asn1.fromDer(Buffer.from(der).toString('latin1'));
    const algorithm = childOf(childOf(certificate, 1), 0);
    return algorithm !== null && typeof algorithm.value === 'string' ? forge.asn1.derToOid(algorithm.value) : null;
  } catch {
    return null;
  }
}

function childOf(node: forge.asn1.Asn1 | null, index: number): forge.asn1.Asn1 | null {
  if (node === null || !Array.isArray(node.value)) return null;
  return node.value[index] ?? null;
}

/** Node gives one line a part ("CN=…\nO=…"); here they are joined by commas. */
function readName(lines: string | undefined): string {
  return cut((lines ?? '').split('\n').filter((line) => line !== '').join(', '));
}

function readTime(text: string): number {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? 0 : ms;
}

function readAlternatives(text: string): readonly string[] {
  return text
    .split(', ')
    .map((part) => /^(?:DNS|IP Address):(.+)$/.exec(part)?.[1])
    .filter((name) => name !== undefined)
    .slice(0, mostNames)
    .map(cut);
}

function cut(text: string): string {
  return text.slice(0, longestText);
}
