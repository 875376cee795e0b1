import { toHex } from '../../base/bytes.ts';
import { Fault } from '../../base/fault.ts';
import xml, { type Element } from '@xmpp/xml';
import type { OwnStatus } from '../../../shared/views.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { ChatState, Offers, OutgoingMessage, Recipient, SessionEvent } from '../protocol.ts';
import { Acknowledgements } from './acknowledgements.ts';
import type { Address } from './addresses.ts';
import { Audience } from './audience.ts';
import { blocklistRequest, readBlocklist } from './blocking.ts';
import { connectFaultOf } from './connect-fault.ts';
import type { Deliveries } from './deliveries.ts';
import type { Established } from './establish.ts';
import { dispatch } from './dispatch.ts';
import { ns } from './namespaces.ts';
import { offersNothing, ownCapabilities } from './offered.ts';
import { chatStateStanza, messageStanza, receiptStanza } from './outgoing-message.ts';
import { PeerFeatures } from './peer-features.ts';
import { ownPresence } from './presence.ts';
import { Pump } from './pump.ts';
import { Requests } from './requests.ts';
import { readRoster, rosterRequest } from './roster.ts';
import type { StreamManagement } from './stream-management.ts';
import type { XmppStream } from './stream.ts';
import type { XmppPorts } from './ports.ts';

type Listener = {
  readonly emit: (event: SessionEvent) => void;
  /** Our messages, of this session and those before. */
  readonly deliveries: Deliveries;
  /** The stream is gone; the session may be resumed on another one. */
  readonly onDown: (fault: FaultCode) => void;
};

/** How long a sign-off waits for the server to have our last messages. */
const lastWordsMs = 1_000;

/**
 * One signed-in session: everything from the bound resource on. It outlives its stream where the server lets
 * it be resumed, with its queue of unacknowledged stanzas and its questions.
 */
export class LiveSession {
  readonly own: Address;
  readonly management: StreamManagement | null;
  readonly #ports: XmppPorts;
  readonly #listener: Listener;
  readonly #requests: Requests;
  readonly #deliveries: Deliveries;
  readonly #acknowledgements: Acknowledgements;
  #stream: XmppStream | null = null;
  #pump: Pump | null = null;
  readonly #audience: Audience;
  readonly #features: PeerFeatures;
  #sentStatus: OwnStatus | null = null;
  #offers: Offers = offersNothing;
  #heardMs: number;
  /** While what the server kept through an outage comes in: when the outage began. Else `null`. */
  #outageSinceMs: number | null = null;
  readonly #began: { readonly clockMs: number; readonly elapsedMs: number };
  /** Called when the server has more of what we sent, or the stream is gone. */
  #onProgress: () => void = () => {};

  constructor(established: Established, ports: XmppPorts, listener: Listener) {
    this.own = established.own;
    this.management = established.management;
    this.#ports = ports;
    this.#listener = listener;
    this.#heardMs = ports.clock.nowMs();
    this.#began = { clockMs: this.#heardMs, elapsedMs: ports.elapsedMs() };
    this.#requests = new Requests(ports);
    this.#deliveries = listener.deliveries;
    this.#audience = new Audience(this.own);
    this.#features = new PeerFeatures(listener.emit);
    this.#acknowledgements = new Acknowledgements(this.management, this.#deliveries, {
      write: (element) => this.#stream?.send(element),
      ask: (type, child) => this.ask(type, child),
      onProgress: () => this.#onProgress(),
    });
    this.#attach(established.stream);
    for (const stanza of established.early) this.#handle(stanza);
  }

  get isAttached(): boolean {
    return this.#stream !== null;
  }

  /**
   * Fetches the roster, then shows ourselves; resolves when the server has done both, so that from then on
   * messages reach us. Throws a `Fault` when the stream is lost meanwhile.
   */
  async load(shown: () => { readonly status: OwnStatus; readonly offers: Offers }): Promise<void> {
    const answer = await this.#askOrNothing('get', rosterRequest());
    const roster = answer?.attrs['type'] === 'result' ? readRoster(answer) : null;
    if (roster?.ok) this.#audience.listed(roster.value.items);
    if (roster?.ok) this.#listener.emit({ kind: 'roster', items: roster.value.items });
    if (!roster?.ok || !roster.value.isWhole) this.#listener.emit({ kind: 'trouble', fault: 'roster-malformed' });
    const { status, offers } = shown();
    this.show(status, offers);
    void this.#loadBlocklist();
    // Without carbons all that is missing are copies; a server may not know them.
    await this.#askOrNothing('set', xml('enable', { xmlns: ns.carbons }));
  }

  /**
   * Goes on over another stream, from the count that the server had. Throws a `ConnectFault` where it cannot be.
   *
   * The server first sends what it kept meanwhile, then answers us: its next count ends what was kept.
   */
  resume({ stream, resumedAt }: Established): void {
    this.#acknowledgements.counted(resumedAt ?? undefined);
    this.#outageSinceMs = Math.min(this.#heardMs, this.#heardMs - this.#clockMovedMs());
    for (const { stanza } of this.management?.unacknowledged() ?? []) stream.send(stanza);
    this.#attach(stream);
    this.#acknowledgements.ask();
  }

  /** Sends our presence, where it or what it says that we can do differs from what was sent last. */
  show(status: OwnStatus, offers: Offers): void {
    const before = this.#sentStatus;
    const capabilities = ownCapabilities(offers);
    const isSame = ownCapabilities(this.#offers).attrs['ver'] === capabilities.attrs['ver'];
    this.#offers = offers;
    if (isSame && before?.show === status.show && before.text === status.text) return;
    const isSeen = before !== null && isVisible(before);
    const stanza = ownPresence(status, isSeen, capabilities);
    this.#sentStatus = status;
    this.#audience.isVisible = isVisible(status);
    if (stanza !== null) this.transmit(stanza);
  }

  sendMessage(message: OutgoingMessage): void {
    this.#deliveries.sent(message);
    this.transmit(messageStanza(message), message.id);
    this.#pump?.expectAnswer();
  }

  sendChatState(to: Recipient, state: ChatState): void {
    this.transmit(chatStateStanza(to, state));
  }

  sendReceipt(to: Recipient, stanzaId: string): void {
    this.transmit(receiptStanza(to, toHex(this.#ports.random(12)), stanzaId));
  }

  /** Asks our account, or with `to` the server; resolves with the answer, result or error. Throws a `Fault` when none comes. */
  async ask(type: 'get' | 'set', child: Element, to?: string): Promise<Element> {
    return this.#requests.ask(type, child, (stanza) => this.transmit(stanza), to);
  }

  /** How far our clock was set forward since the session began: the server's, which dates what it keeps, was not. */
  #clockMovedMs(): number {
    const { clock, elapsedMs } = this.#ports;
    return clock.nowMs() - this.#began.clockMs - (elapsedMs() - this.#began.elapsedMs);
  }

  /** Puts a stanza on the stream, counted. Throws a `Fault` (`not-connected`) where there is none. */
  transmit(stanza: Element, messageId: string | null = null): void {
    if (this.#stream === null) throw new Fault('not-connected');
    this.#acknowledgements.sending(stanza, messageId);
    this.#stream.send(stanza);
  }

  /** Signs off and closes; resolves when the socket is closed. The session is over then. */
  async signOff(): Promise<void> {
    const stream = this.#stream;
    if (stream !== null && this.#acknowledgements.pending > 0) await this.#lastWords();
    // Else the server takes what it sent last for lost, and delivers it once more.
    if (this.management !== null) stream?.send(this.management.acknowledgement());
    this.#detach();
    await stream?.close();
    this.giveUp(null);
  }

  /** The session is over: what was not acknowledged failed. `lostAt`: how far the server says that it had got. */
  giveUp(lostAt: string | null): void {
    this.#detach();
    try {
      if (lostAt !== null) this.#acknowledgements.counted(lostAt);
    } catch {
      // A count that cannot be tells nothing.
    }
    this.#acknowledgements.giveUp();
    this.#requests.giveUp('connection-lost');
    this.#features.reset();
  }

  /** Nobody waits for it: until it is there nothing is known to be blocked here, and the server blocks all the same. */
  async #loadBlocklist(): Promise<void> {
    try {
      this.#listener.emit(readBlocklist(await this.ask('get', blocklistRequest())));
    } catch {
      // The stream is lost, or the server never answers: nothing is known.
    }
  }

  /** As `ask`, but `null` for an answer that does not come while the stream stands. */
  async #askOrNothing(type: 'get' | 'set', child: Element): Promise<Element | null> {
    try {
      return await this.ask(type, child);
    } catch (thrown) {
      if (!this.isAttached) throw thrown;
      return null;
    }
  }

  /** The server is asked how far it is, and given a moment to say so. */
  async #lastWords(): Promise<void> {
    const { clock } = this.#ports;
    this.#acknowledgements.ask();
    await new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        this.#onProgress = () => {};
        resolve();
      };
      const cancel = clock.after(lastWordsMs, end);
      this.#onProgress = () => {
        if (this.#acknowledgements.pending === 0) end();
      };
    });
  }

  #attach(stream: XmppStream): void {
    this.#stream = stream;
    this.#pump = new Pump(stream, this.#ports, {
      handle: (element) => this.#received(element),
      probe: () => this.#acknowledgements.ask(),
      onTrouble: (fault) => this.#listener.emit({ kind: 'trouble', fault }),
      onDown: (fault) => this.#down(fault),
    });
  }

  #detach(): void {
    this.#pump?.stop();
    this.#pump = null;
    this.#stream = null;
    this.#onProgress();
  }

  #down(fault: FaultCode): void {
    this.#stream?.destroy();
    this.#detach();
    this.#listener.onDown(fault);
  }

  #received(element: Element): void {
    if (this.#outageSinceMs === null) this.#heardMs = this.#ports.clock.nowMs();
    try {
      if (element.getNS() === ns.management) this.#managed(element);
      else this.#counted(element);
    } catch (error) {
      this.#down(connectFaultOf(error, 'internal').fault);
    }
  }

  #managed(element: Element): void {
    if (this.management === null) return;
    if (element.is('r')) this.#stream?.send(this.management.acknowledgement());
    if (!element.is('a')) return;
    this.#outageSinceMs = null;
    this.#acknowledgements.counted(element.attrs['h']);
  }

  #counted(element: Element): void {
    if (!['iq', 'message', 'presence'].includes(element.name)) return;
    this.management?.received();
    this.#handle(element);
  }

  #handle(stanza: Element): void {
    dispatch(stanza, {
      own: this.own,
      nowMs: this.#ports.clock.nowMs(),
      outageSinceMs: this.#outageSinceMs,
      emit: this.#listener.emit,
      requests: this.#requests,
      deliveries: this.#deliveries,
      audience: this.#audience,
      features: this.#features,
      offers: this.#offers,
      ask: (child, to) => this.ask('get', child, to),
      reply: (answer) => this.transmit(answer),
    });
  }
}

function isVisible({ show }: OwnStatus): boolean {
  return show !== 'invisible' && show !== 'offline';
}
