/*
 * The part of xmpp.js (the libraries that @xmpp/client is made of) that we use; it comes without types.
 */
declare module '@xmpp/xml' {
  import type { EventEmitter } from 'node:events';

  export type Node = Element | string;

  export class Element {
    constructor(name: string, attrs?: Record<string, string | undefined>);
    name: string;
    attrs: Record<string, string | undefined>;
    children: Node[];
    parent: Element | null;
    is(name: string, namespace?: string): boolean;
    getName(): string;
    getNS(): string | undefined;
    getChild(name: string, namespace?: string): Element | undefined;
    getChildren(name: string, namespace?: string): Element[];
    getChildElements(): Element[];
    /** The text directly inside. */
    text(): string;
    append(...nodes: Node[]): void;
    toString(): string;
  }

  export class Parser extends EventEmitter {
    root: Element | null;
    cursor: Element | null;
    onStartElement(name: string, attrs: Record<string, string>): void;
    onEndElement(name: string): void;
    onText(text: string): void;
    write(data: string): void;
  }

  export default function xml(
    name: string,
    attrs?: Record<string, string | undefined> | null,
    ...children: readonly (Element | string)[]
  ): Element;
}

declare module '@xmpp/connection-tcp' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';
  import type { Element, Parser } from '@xmpp/xml';

  export default class ConnectionTCP extends EventEmitter {
    constructor(options: { domain: string; lang?: string; timeout?: number });
    NS: string;
    Parser: new () => Parser;
    parser: Parser | null;
    socket: Socket | null;
    _attachSocket(socket: Socket): void;
    _detachSocket(): void;
    _detachParser(): void;
    _onData(data: Buffer | string): void;
    _onStreamError(element: Element): void;
    header(element: Element): string;
    open(options: { domain: string; lang?: string }): Promise<Element>;
    restart(): Promise<Element>;
    write(text: string): Promise<void>;
    /** Closes the stream, then the socket; never rejects. */
    disconnect(): Promise<unknown>;
  }
}
