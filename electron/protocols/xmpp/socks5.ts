import { isIP, type Socket } from 'node:net';
import { ConnectFault } from './connect-fault.ts';
import type { FaultCode } from '../../../shared/faults.ts';

const version = 5;
const noAuthentication = 0;
const usernameAndPassword = 2;

/** Who signs in at the proxy; `null` where nobody does. */
export type ProxyUser = { readonly username: string; readonly password: string };

/**
 * Asks the SOCKS5 proxy behind a connected socket for a connection to `host`, which goes over as it stands: a name is
 * the proxy's to look up. Resolves when the socket is the far end's.
 *
 * Exactly the bytes of each answer are taken, 262 at the most; what a proxy sends beyond them stays in the socket. The
 * time is the caller's to limit.
 * Faults (thrown): `proxy-unusable`, `proxy-auth-failed`, `proxy-forbidden`, `proxy-target-failed`.
 * Spec: RFC 1928 sections 3 to 6, RFC 1929.
 */
export async function askSocks5(socket: Socket, host: string, port: number, user: ProxyUser | null): Promise<void> {
  const methods = user === null ? [noAuthentication] : [noAuthentication, usernameAndPassword];
  socket.write(Uint8Array.of(version, methods.length, ...methods));
  const [choiceVersion, method = 0xff] = await take(socket, 2);
  if (choiceVersion !== version) throw new ConnectFault('proxy-unusable');
  if (method === usernameAndPassword && user !== null) await signIn(socket, user);
  else if (method !== noAuthentication) throw new ConnectFault('proxy-auth-failed');

  socket.write(Uint8Array.of(version, 1, 0, ...addressOf(host), port >> 8, port & 0xff));
  const [replyVersion, reply = 1, , kind = 0] = await take(socket, 4);
  if (replyVersion !== version) throw new ConnectFault('proxy-unusable');
  if (reply !== 0) throw new ConnectFault(faultOf(reply));
  await take(socket, (await lengthOf(kind, socket)) + 2);
}

/** Spec: RFC 1929 section 2. */
async function signIn(socket: Socket, { username, password }: ProxyUser): Promise<void> {
  const parts = [Buffer.from(username), Buffer.from(password)];
  if (parts.some(({ length }) => length > 255)) throw new ConnectFault('proxy-auth-failed');
  socket.write(Uint8Array.of(1, ...parts.flatMap((part) => [part.length, ...part])));
  const [answerVersion, status] = await take(socket, 2);
  if (answerVersion !== 1) throw new ConnectFault('proxy-unusable');
  if (status !== 0) throw new ConnectFault('proxy-auth-failed');
}

/** ATYP and address. Spec: RFC 1928 section 5. */
function addressOf(host: string): readonly number[] {
  if (isIP(host) === 4) return [1, ...host.split('.').map(Number)];
  if (isIP(host) === 6) return [4, ...ipv6(host)];
  const name = Buffer.from(host);
  if (name.length === 0 || name.length > 255) throw new ConnectFault('host-not-found');
  return [3, name.length, ...name];
}

function ipv6(host: string): readonly number[] {
  // The URL parser writes every form in hex groups, dotted quads too.
  const [head = '', tail] = new URL(`http://[${host.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => text.split(':').filter(Boolean).map((group) => parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

/** The length of the address that the proxy bound, which nobody needs. */
async function lengthOf(kind: number, socket: Socket): Promise<number> {
  if (kind === 1) return 4;
  if (kind === 4) return 16;
  if (kind !== 3) throw new ConnectFault('proxy-unusable');
  const [length = 0] = await take(socket, 1);
  return length;
}

/** Spec: RFC 1928 section 6. */
function faultOf(reply: number): FaultCode {
  if (reply === 2) return 'proxy-forbidden';
  return reply === 7 || reply === 8 ? 'proxy-unusable' : 'proxy-target-failed';
}

/** Exactly the next `length` bytes. */
function take(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const end = () => {
      for (const event of ['readable', 'end', 'close'] as const) socket.off(event, look);
    };
    const look = () => {
      // Nothing while too little is there; the rest, however short, once no more will come.
      const bytes = socket.read(length) as Buffer | null;
      const isOver = socket.readableEnded || socket.destroyed;
      if (bytes === null && !isOver) return;
      end();
      if (bytes?.length === length) resolve(bytes);
      else reject(new ConnectFault('proxy-unusable'));
    };
    for (const event of ['readable', 'end', 'close'] as const) socket.on(event, look);
    look();
  });
}
