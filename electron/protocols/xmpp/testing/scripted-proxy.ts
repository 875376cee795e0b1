import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy that says whatever a test wants, and goes nowhere. */
export type ScriptedProxy = {
  readonly port: number;
  /** What each connection has said so far. */
  readonly heard: () => readonly Buffer[];
  stop(): Promise<void>;
};

/** `says` gets everything that a connection said so far, each time that it said more. */
export async function scriptedProxy(says: (heard: Buffer, socket: Socket) => void): Promise<ScriptedProxy> {
  const talks: { heard: Buffer; readonly socket: Socket }[] = [];
  const server = createServer((socket) => {
    const talk = { heard: Buffer.alloc(0), socket };
    talks.push(talk);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      talk.heard = Buffer.concat([talk.heard, chunk]);
      says(talk.heard, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => talks.map(({ heard }) => heard),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const { socket } of talks) socket.destroy();
      }),
  };
}
