import type { Element } from '@xmpp/xml';
import { ConnectFault } from './connect-fault.ts';
import type { Deliveries } from './deliveries.ts';
import { ping } from './requests.ts';
import { StreamManagement } from './stream-management.ts';

type Link = {
  /** Puts an element on the stream, uncounted. */
  readonly write: (element: Element) => void;
  /** Asks the server; resolves with any answer. */
  readonly ask: (type: 'get', child: Element) => Promise<Element>;
  /** The server has something more than before. */
  readonly onProgress: () => void;
};

/**
 * Finds out which of our messages the server has.
 *
 * With stream management by its counts. Without, by a ping sent after the messages: stanzas are handled in
 * order, so whatever the server answers, it has had what came before.
 */
export class Acknowledgements {
  readonly #management: StreamManagement | null;
  readonly #deliveries: Deliveries;
  readonly #link: Link;
  /** Without stream management: messages that no answered ping has followed yet. */
  readonly #unproved = new Set<string>();
  #isAsking = false;

  constructor(management: StreamManagement | null, deliveries: Deliveries, link: Link) {
    this.#management = management;
    this.#deliveries = deliveries;
    this.#link = link;
  }

  /** Counts a stanza that is about to be written. */
  sending(stanza: Element, messageId: string | null): void {
    if (this.#management !== null) this.#management.sent(stanza, messageId);
    else if (messageId !== null) this.#unproved.add(messageId);
    if (messageId !== null) this.#askSoon();
  }

  /** Asks now; also a sign of life that the server must answer. */
  ask(): void {
    if (this.#management !== null) this.#link.write(StreamManagement.request());
    else this.#askByPing();
  }

  /** Takes a server's count. Throws a `ConnectFault` where it cannot be. */
  counted(h: string | undefined): void {
    const done = this.#management?.acknowledge(h) ?? null;
    if (done === null) throw new ConnectFault('stream-error');
    for (const { messageId } of done) if (messageId !== null) this.#deliveries.acknowledged(messageId);
    this.#link.onProgress();
  }

  get pending(): number {
    return this.#unproved.size + (this.#management?.pending ?? 0);
  }

  /** The session is over; what was not acknowledged cannot be known to have arrived. */
  giveUp(): void {
    const managed = this.#management?.unacknowledged().map(({ messageId }) => messageId) ?? [];
    const lost = [...managed, ...this.#unproved];
    this.#unproved.clear();
    for (const id of lost) if (id !== null) this.#deliveries.lost(id, 'connection-lost');
  }

  /** One question for all messages of this turn. */
  #askSoon(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    setImmediate(() => {
      this.#isAsking = false;
      this.ask();
    });
  }

  #askByPing(): void {
    const asked = [...this.#unproved];
    this.#link.ask('get', ping()).then(
      () => {
        for (const id of asked) if (this.#unproved.delete(id)) this.#deliveries.acknowledged(id);
        this.#link.onProgress();
      },
      // Nobody answered in time, or the session is gone: the next ping or `giveUp` decides.
      () => {},
    );
  }
}
