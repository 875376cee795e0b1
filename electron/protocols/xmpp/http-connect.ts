import { request, type IncomingMessage } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { ConnectFault } from './connect-fault.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { ProxyUser } from './socks5.ts';

const longestAnswer = 8_192;

/**
 * Asks the HTTP proxy behind a connected socket for a tunnel to `host`, which goes over as it stands: a name is the
 * proxy's to look up. Resolves when the socket is the far end's.
 *
 * Node's own parser reads the answer, of 8 KiB at the most. The time is the caller's to limit.
 * Faults (thrown): `host-not-found`, `proxy-unusable`, `proxy-auth-failed`, `proxy-forbidden`, `proxy-target-failed`.
 * Spec: RFC 9110 section 9.3.6; RFC 7617 for the user.
 */
export async function askHttpConnect(socket: Socket, host: string, port: number, user: ProxyUser | null): Promise<void> {
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const { answer, head } = await ask(socket, authority, user);
  const fault = faultOf(answer.statusCode ?? 0);
  if (fault !== null) throw new ConnectFault(fault);
  if (head.length > 0) socket.unshift(head);
}

function ask(socket: Socket, authority: string, user: ProxyUser | null): Promise<{ answer: IncomingMessage; head: Buffer }> {
  return new Promise((resolve, reject) => {
    const refuse = (cause?: unknown) => reject(new ConnectFault('proxy-unusable', { cause }));
    const question = request({
      method: 'CONNECT',
      path: authority,
      headers: { Host: authority, ...(user === null ? {} : { 'Proxy-Authorization': basic(user) }) },
      // The socket that is there already: nothing here looks a name up or connects.
      createConnection: () => socket,
      maxHeaderSize: longestAnswer,
    });
    question.removeHeader('Connection');
    question.once('connect', (answer, _same, head) => resolve({ answer, head }));
    question.once('response', refuse);
    question.once('upgrade', refuse);
    question.once('close', refuse);
    question.on('error', refuse);
    question.end();
  });
}

function basic({ username, password }: ProxyUser): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function faultOf(status: number): FaultCode | null {
  if (status >= 200 && status <= 299) return null;
  if (status === 401 || status === 407) return 'proxy-auth-failed';
  if (status === 403) return 'proxy-forbidden';
  return status === 404 || (status >= 500 && status !== 501 && status !== 505) ? 'proxy-target-failed' : 'proxy-unusable';
}
