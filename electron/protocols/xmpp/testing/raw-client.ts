import type { Element } from '@xmpp/xml';
import { establish, type Established } from '../establish.ts';
import { plainSettings } from './person.ts';
import type { XmppPorts } from '../ports.ts';

/** A signed-in stream that says whatever a test wants, and does nothing by itself. */
export type RawClient = {
  readonly full: string;
  send(element: Element): void;
  /** Takes elements until one matches. */
  until(matches: (element: Element) => boolean): Promise<Element>;
  close(): Promise<void>;
};

export async function rawClient(address: string, port: number, resource: string, ports: XmppPorts): Promise<RawClient> {
  const signal = new AbortController().signal;
  const { stream, own }: Established = await establish(
    { settings: { ...plainSettings, address, port, resource }, password: 'secret', proxyPassword: null, pinnedCertificate: null },
    { mechanism: null, resumable: null },
    ports,
    () => {},
    signal,
  );
  return {
    full: `${own.bare}/${own.resource}`,
    send: (element) => stream.send(element),
    until: async (matches) => {
      for (;;) {
        const element = await stream.read(signal);
        if (matches(element)) return element;
      }
    },
    close: () => stream.close(),
  };
}
