import { isIP, type Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import type { ProxySettings } from '../../../shared/views.ts';
import { ConnectFault } from './connect-fault.ts';
import { within } from './deadline.ts';
import { askHttpConnect } from './http-connect.ts';
import type { Target } from './look-up.ts';
import type { XmppPorts } from './ports.ts';
import { openSocket } from './reach.ts';
import { askSocks5 } from './socks5.ts';

/** A proxy with its password; empty where there is none. */
export type Proxy = ProxySettings & { readonly password: string };

/**
 * Opens a connection to `target` through a proxy; the socket is destroyed where that fails.
 *
 * The one address that is looked up and connected to here is the proxy's. The target's name is said to the proxy.
 * Faults (thrown): `proxy-unreachable`, `proxy-timeout`, `proxy-unusable`, `proxy-auth-failed`, `proxy-forbidden`,
 * `proxy-target-failed`, `host-not-found` for what is no name, `connection-lost` where `signal` ended it.
 */
export async function reachThrough(proxy: Proxy, target: Target, ports: XmppPorts, signal: AbortSignal): Promise<Socket> {
  // Without TLS the far end must be this machine, and nobody knows what is behind a proxy.
  if (target.tls === 'clear') throw new ConnectFault('tls-not-offered');
  const host = isIP(target.host) === 0 ? domainToASCII(target.host) : target.host;
  if (host === '') throw new ConnectFault('host-not-found');
  const socket = await openSocket(proxy, ports, signal).catch((error: unknown) => {
    throw signal.aborted ? error : new ConnectFault('proxy-unreachable', { cause: error });
  });
  const user = proxy.username === '' ? null : proxy;
  const ask = proxy.kind === 'socks5' ? askSocks5 : askHttpConnect;
  try {
    const { clock, timings } = ports;
    await within(ask(socket, host, target.port, user), timings.proxyMs, { clock, signal });
    return socket;
  } catch (error) {
    socket.destroy();
    const isLate = error instanceof ConnectFault && error.fault === 'connection-timeout';
    throw isLate ? new ConnectFault('proxy-timeout', { cause: error }) : error;
  }
}
