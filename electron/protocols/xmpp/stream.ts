import type { Socket } from 'node:net';
import ConnectionTCP from '@xmpp/connection-tcp';
import type { Element } from '@xmpp/xml';
import { BoundedParser, elementLimits } from './bounded-parser.ts';
import { ConnectFault } from './connect-fault.ts';
import { within } from './deadline.ts';
import { ns } from './namespaces.ts';
import { readStreamError } from './stream-error.ts';
import type { XmppPorts } from './ports.ts';

/** Elements that wait to be read before the socket is told to hold back. */
const fullInbox = 256;

/**
 * One XMPP stream over one socket: opens, restarts, writes, and hands out what came, in order.
 *
 * It is pulled, not pushed: an element stays in the inbox until somebody takes it, and a full inbox stops the
 * socket, so that a flood waits at the sender. Nothing that comes in makes it throw.
 * Spec: RFC 6120 section 4.
 */
export class XmppStream {
  readonly #wire: Wire;
  readonly #socket: Socket;
  readonly #ports: XmppPorts;
  readonly #domain: string;
  readonly #inbox: Element[] = [];
  #end: ConnectFault | null = null;
  #wake: () => void = () => {};

  constructor(socket: Socket, domain: string, ports: XmppPorts) {
    this.#socket = socket;
    this.#domain = domain;
    this.#ports = ports;
    this.#wire = new Wire({ domain, lang: 'en', timeout: ports.timings.closeMs });
    this.#wire.on('element', (element: Element) => this.#received(element));
    this.#wire.on('malformed', (error: unknown) => this.#ended(new ConnectFault('stream-error', { cause: error })));
    this.#wire.on('error', (error: unknown) => this.#ended(new ConnectFault('connection-lost', { cause: error })));
    this.#wire.on('close', () => this.#ended(new ConnectFault('connection-lost')));
    this.#wire.on('disconnect', () => this.#ended(new ConnectFault('connection-lost')));
    // Characters that are cut by a packet's border must not be torn.
    socket.setEncoding('utf8');
    this.#wire._attachSocket(socket);
  }

  /** Opens the stream, or opens it anew after sign-in, and resolves with the server's features. */
  async open(signal: AbortSignal, from: string | null = null): Promise<Element> {
    this.#wire.from = from;
    this.#wire._detachParser();
    this.#inbox.length = 0;
    // Rejections come through the inbox too, which is the one place that is listened to.
    this.#wire.open({ domain: this.#domain, lang: 'en' }).catch(() => {});
    const features = await this.read(signal);
    if (!features.is('features', ns.stream)) throw new ConnectFault('stream-error');
    return features;
  }

  /** From now on elements may be as long as a big buddy list. */
  allowLongElements(): void {
    this.#wire.allowLongElements();
  }

  /** Takes the next element; throws a `ConnectFault` when the stream ends or nothing comes in time. */
  read(signal: AbortSignal): Promise<Element> {
    const next = new Promise<Element>((resolve, reject) => {
      const look = () => {
        const element = this.take();
        if (element === null) {
          if (this.#end !== null) reject(this.#end);
          return;
        }
        // What else came in the same packet is for the next reader.
        this.#wake = () => {};
        const fault = readStreamError(element);
        if (fault === null) resolve(element);
        else reject(new ConnectFault(fault));
      };
      this.#wake = look;
      look();
    });
    return within(next, this.#ports.timings.answerMs, { clock: this.#ports.clock, signal }).finally(() => {
      this.#wake = () => {};
    });
  }

  /** The next element, or `null` when none is there. */
  take(): Element | null {
    const element = this.#inbox.shift() ?? null;
    if (this.#inbox.length === 0 && this.#end === null) this.#socket.resume();
    return element;
  }

  /** Why the stream ended, or `null` while it stands. Elements may still be in the inbox. */
  get end(): ConnectFault | null {
    return this.#end;
  }

  /** `wake` is called whenever something may have changed. */
  listen(wake: () => void): void {
    this.#wake = wake;
  }

  /** Writes an element. What cannot be written is lost with the stream, whose end is told as any other. */
  send(element: Element): void {
    if (this.#end !== null) return;
    this.#wire.write(xmlText(element)).catch((error: unknown) => {
      this.#ended(new ConnectFault('connection-lost', { cause: error }));
    });
  }

  /** Closes the stream and the socket as the protocol asks; resolves when the socket is gone. */
  async close(): Promise<void> {
    const { clock, timings } = this.#ports;
    const gone = new Promise<void>((resolve) => {
      if (this.#socket.closed) resolve();
      else this.#socket.once('close', () => resolve());
    });
    if (this.#end === null) {
      const cancel = clock.after(timings.closeMs, () => this.#socket.destroy());
      await Promise.race([this.#wire.disconnect(), gone]);
      cancel();
    }
    this.destroy();
    await gone;
  }

  /** Lets go of the socket at once. */
  destroy(): void {
    this.#ended(new ConnectFault('connection-lost'));
    this.#socket.destroy();
  }

  /** Stops reading from the socket without closing it, so that TLS can take it over. */
  release(): void {
    this.#end = new ConnectFault('connection-lost');
    this.#wire._detachParser();
    this.#wire._detachSocket();
    this.#socket.pause();
    this.#wire.removeAllListeners();
    this.#wire.on('error', () => {});
  }

  #received(element: Element): void {
    if (this.#end !== null) return;
    this.#inbox.push(element);
    if (this.#inbox.length >= fullInbox) this.#socket.pause();
    this.#wake();
  }

  #ended(why: ConnectFault): void {
    if (this.#end !== null) return;
    this.#end = why;
    this.#wake();
  }
}

/** xmpp.js' stream with our parser, and without its leap to whatever host a stream error names. */
class Wire extends ConnectionTCP {
  override NS = ns.client;
  override Parser = BoundedParser;
  from: string | null = null;

  allowLongElements(): void {
    if (this.parser instanceof BoundedParser) this.parser.limit = elementLimits.afterSignIn;
  }

  override header(element: Element): string {
    if (this.from !== null) element.attrs['from'] = this.from;
    return super.header(element);
  }

  override _onData(data: Buffer | string): void {
    if (this.parser === null) return;
    try {
      super._onData(data);
    } catch (error) {
      this._detachParser();
      this.emit('malformed', error);
    }
  }

  /** The element itself is read in its turn; xmpp.js would connect to the host in `see-other-host`, in clear. */
  override _onStreamError(): void {}
}

/** The element as XML. Characters that XML cannot carry, which would end the stream, become U+FFFD. */
function xmlText(element: Element): string {
  return element.toString().replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}');
}
