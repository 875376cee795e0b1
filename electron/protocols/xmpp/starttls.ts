import type { Socket } from 'node:net';
import xml from '@xmpp/xml';
import { ConnectFault } from './connect-fault.ts';
import { ns } from './namespaces.ts';
import { XmppStream } from './stream.ts';
import type { XmppPorts } from './ports.ts';

/**
 * Gets a clear socket to the point where TLS begins, and gives it up where the server does not offer that.
 *
 * The stream that is used here knows nothing but this step and is thrown away with everything that it read,
 * so that nothing said in clear is believed later and no password can leave by it.
 * Faults (thrown): `tls-not-offered`, `tls-failed`, and those of the stream.
 * Spec: RFC 6120 section 5.4.
 */
export async function askForTls(socket: Socket, domain: string, ports: XmppPorts, signal: AbortSignal): Promise<void> {
  const stream = new XmppStream(socket, domain, ports);
  try {
    const features = await stream.open(signal);
    if (features.getChild('starttls', ns.tls) === undefined) throw new ConnectFault('tls-not-offered');
    stream.send(xml('starttls', { xmlns: ns.tls }));
    const answer = await stream.read(signal);
    if (!answer.is('proceed', ns.tls)) throw new ConnectFault('tls-failed');
    stream.release();
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
