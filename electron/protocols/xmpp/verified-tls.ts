import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { ConnectFault, type CertificateEvent } from './connect-fault.ts';
import { fingerprintOf, readCertificate } from './certificate.ts';
import { within } from './deadline.ts';
import type { XmppPorts } from './ports.ts';

export type Trust = {
  /** The XMPP domain in ASCII: the name that the certificate must carry, wherever the server is. */
  readonly domain: string;
  /** SHA-256 of the pinned certificate, 64 lower-case hex digits. */
  readonly pinned: string | null;
};

export type VerifiedSocket = { readonly socket: TLSSocket; readonly secured: 'tls' | 'pinned' };

/**
 * Puts TLS over a connected socket and gives it back only when the certificate has been accepted; else the
 * socket is destroyed and not one byte of XMPP has passed.
 *
 * With a pin, exactly that certificate is accepted, whatever the system thinks of it or of another one.
 * Without, the system must trust it and it must carry the domain's name.
 * Faults (thrown): `tls-failed`, `connection-timeout`, `certificate-untrusted`, `certificate-expired`,
 * `certificate-wrong-name`, `certificate-pin-changed` (these four with what to show).
 * Spec: RFC 6120 sections 5 and 13.7, RFC 6125; XEP-0368 for `direct`.
 */
export async function secure(
  raw: Socket,
  trust: Trust,
  how: 'starttls' | 'direct',
  { clock, timings, roots }: XmppPorts,
  signal: AbortSignal,
): Promise<VerifiedSocket> {
  const socket = connect({
    socket: raw,
    ...(isIP(trust.domain) === 0 ? { servername: trust.domain } : {}),
    ...(how === 'direct' ? { ALPNProtocols: ['xmpp-client'] } : {}),
    secureContext: contextFor(roots()),
    checkServerIdentity: (_host, certificate) => checkServerIdentity(trust.domain, certificate),
    // Node would close the connection before the certificate could be read for the person's question. The
    // decision is `judge`'s, below, before anybody else sees this socket.
    rejectUnauthorized: false,
  });
  socket.on('error', () => {});
  try {
    await within(handshake(socket), timings.secureMs, { clock, signal });
    return { socket, secured: judge(socket, trust, clock.nowMs()) };
  } catch (error) {
    socket.destroy();
    raw.destroy();
    throw error;
  }
}

function handshake(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', (error) => reject(new ConnectFault('tls-failed', { cause: error })));
    socket.once('close', () => reject(new ConnectFault('tls-failed')));
  });
}

/** Accepts the certificate, or throws what is wrong with it. */
function judge(socket: TLSSocket, { domain, pinned }: Trust, nowMs: number): 'tls' | 'pinned' {
  const peer = socket.getPeerCertificate();
  // The type has no room for it, but there is an empty object where the server showed no certificate.
  const der: Uint8Array | undefined = peer.raw;
  const certificate = der === undefined ? null : readCertificate(der);
  if (der === undefined || certificate === null) throw new ConnectFault('tls-failed');
  const refuse = (reason: CertificateEvent['reason']) =>
    new ConnectFault(reason, {
      certificate: { kind: 'certificate', host: domain, reason, certificate, pinnedSha256: pinned },
    });
  if (pinned !== null) {
    if (fingerprintOf(der) === pinned) return 'pinned';
    throw refuse('certificate-pin-changed');
  }
  const isNamed = checkServerIdentity(domain, peer) === undefined;
  if (socket.authorized && isNamed) return 'tls';
  const isDated = certificate.validFromMs <= nowMs && nowMs <= certificate.validToMs;
  if (!isDated) throw refuse('certificate-expired');
  throw refuse(isNamed ? 'certificate-untrusted' : 'certificate-wrong-name');
}

const contexts = new Map<string, SecureContext>();

/** Reading hundreds of authorities takes tens of milliseconds, so it is done once. */
function contextFor(roots: readonly string[] | undefined): SecureContext {
  const key = roots === undefined ? '' : fingerprintOf(Buffer.from(roots.join('\n')));
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const context = createSecureContext({ minVersion: 'TLSv1.2', ...(roots === undefined ? {} : { ca: [...roots] }) });
  contexts.set(key, context);
  return context;
}
