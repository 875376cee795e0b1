import { createHook } from 'node:async_hooks';

/** What this process asked the system for, below every module of Node that a program can use for it. */
export type NetworkWatch = {
  /** `address:port` of every connection that was begun, each once. */
  places(): readonly string[];
  /** Every name that was looked up, by the system or by DNS. */
  names(): readonly string[];
  /** Sockets for UDP. */
  datagrams(): number;
  stop(): void;
};

type Request = { readonly address?: string; readonly port?: number; readonly hostname?: string };

const connections: readonly string[] = ['TCPCONNECTWRAP', 'PIPECONNECTWRAP'];
const lookUps: readonly string[] = ['GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'QUERYWRAP'];

/** Watches from now on. */
export function watchNetwork(): NetworkWatch {
  const begun: Request[] = [];
  const asked: Request[] = [];
  let datagrams = 0;
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      // The request is filled in after it was made, so it is read only when somebody asks.
      if (connections.includes(type)) begun.push(resource);
      else if (lookUps.includes(type)) asked.push(resource);
      else if (type === 'UDPWRAP') datagrams += 1;
    },
  }).enable();
  return {
    places: () => [...new Set(begun.map(({ address = '', port = 0 }) => `${address}:${port}`))],
    names: () => asked.map(({ hostname = '' }) => hostname),
    datagrams: () => datagrams,
    stop: () => hook.disable(),
  };
}
