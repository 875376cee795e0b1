import { connect, type Socket } from 'node:net';
import type { FaultCode } from '../../../shared/faults.ts';
import { isLoopback } from './addresses.ts';
import { ConnectFault } from './connect-fault.ts';
import { within } from './deadline.ts';
import type { Target } from './look-up.ts';
import type { XmppPorts } from './ports.ts';

const keepAliveAfterMs = 30_000;

/**
 * Opens a TCP connection to `target`; the socket is destroyed where that fails.
 *
 * A target without TLS is refused unless the far end is really this machine.
 * Faults (thrown): `host-not-found`, `host-unreachable`, `connection-refused`, `connection-timeout`, `tls-not-offered`.
 */
export async function reach(target: Target, ports: XmppPorts, signal: AbortSignal): Promise<Socket> {
  const socket = await openSocket(target, ports, signal);
  if (target.tls !== 'clear' || isLoopback(socket.remoteAddress ?? '')) return socket;
  socket.destroy();
  throw new ConnectFault('tls-not-offered');
}

/** A socket that is connected to `place`, in time or not at all. Throws the same, but for `tls-not-offered`. */
export async function openSocket(
  { host, port }: { readonly host: string; readonly port: number },
  { clock, timings }: XmppPorts,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host, port });
  // From here on somebody listens: a late error must not end the process.
  socket.on('error', () => {});
  try {
    await within(connected(socket), timings.reachMs, { clock, signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveAfterMs);
  return socket;
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (error) => reject(new ConnectFault(faultOf(error), { cause: error })));
  });
}

function faultOf(error: Error & { readonly code?: string }): FaultCode {
  switch (error.code) {
    case 'ENOTFOUND':
      return 'host-not-found';
    case 'ECONNREFUSED':
      return 'connection-refused';
    case 'ETIMEDOUT':
      return 'connection-timeout';
    default:
      return 'host-unreachable';
  }
}
