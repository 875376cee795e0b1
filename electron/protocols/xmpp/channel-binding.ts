import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Element } from '@xmpp/xml';
import { signatureAlgorithmOf } from './certificate.ts';
import { ns } from './namespaces.ts';

export type ChannelBindingType = 'tls-exporter' | 'tls-server-end-point';

/** A value that both ends of one TLS connection share and nobody between them. */
export type ChannelBinding = {
  readonly type: ChannelBindingType;
  readonly data: Uint8Array;
  /** The server did not say which types it takes. */
  readonly guessed?: true;
};

/**
 * The best channel binding that this connection and the server share; `null` where there is none.
 *
 * Where the server does not say which types it takes (XEP-0440), only the default of TLS 1.3 is tried: a
 * wrong guess would end in a failed sign-in. `tls-unique`, the default before, is not spoken: Sotto cannot
 * tell whether the connection uses the extension that makes it safe.
 * Spec: RFC 9266, RFC 5929 section 4, XEP-0440.
 */
export function channelBinding(socket: TLSSocket, features: Element): ChannelBinding | null {
  const announced = features
    .getChild('sasl-channel-binding', ns.channelBinding)
    ?.getChildren('channel-binding', ns.channelBinding)
    .map((element) => element.attrs['type']);
  const isTls13 = socket.getProtocol() === 'TLSv1.3';
  if (isTls13 && (announced === undefined || announced.includes('tls-exporter'))) {
    const data = exported(socket);
    if (data !== null) return { type: 'tls-exporter', data, ...(announced === undefined ? { guessed: true } : {}) };
  }
  if (!announced?.includes('tls-server-end-point')) return null;
  const data = serverEndPoint(socket.getPeerCertificate().raw);
  return data === null ? null : { type: 'tls-server-end-point', data };
}

/** Spec: RFC 9266 section 2. `null` where the runtime's TLS cannot export. */
function exported(socket: TLSSocket): Uint8Array | null {
  try {
    return socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  } catch {
    return null;
  }
}

/**
 * The certificate's hash, by the hash function of its own signature, but SHA-256 in place of MD5 and SHA-1;
 * `null` where that has none (RSA-PSS, EdDSA). Spec: RFC 5929 section 4.1.
 */
export function serverEndPoint(der: Uint8Array): Uint8Array | null {
  const hash = hashes[signatureAlgorithmOf(der) ?? ''];
  return hash === undefined ? null : new Uint8Array(createHash(hash).update(der).digest());
}

const hashes: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = {
  // RSA with MD5, SHA-1, SHA-256, SHA-384, SHA-512
  '1.2.840.113549.1.1.4': 'sha256',
  '1.2.840.113549.1.1.5': 'sha256',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  // ECDSA with SHA-1, SHA-256, SHA-384, SHA-512
  '1.2.840.10045.4.1': 'sha256',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
