import xml, { type Element } from '@xmpp/xml';
import { ns } from './namespaces.ts';

/** A stanza that the server has not acknowledged; `messageId` where it is a message of ours. */
export type Unacknowledged = { readonly stanza: Element; readonly messageId: string | null };

const modulus = 2 ** 32;
/** How long a server is taken to keep a session that says nothing of it, in seconds. */
const keptUnlessTold = 300;
const keptAtMost = 3_600;

/**
 * The counters and the queue of one managed stream: what we handled, what the server acknowledged.
 *
 * It only counts; sending and timers are the session's. A count that the server cannot have is a fault of
 * the stream, told by `null`, and changes nothing.
 * Spec: XEP-0198 sections 4 and 5.
 */
export class StreamManagement {
  readonly #queue: Unacknowledged[] = [];
  #handled = 0;
  #acknowledged = 0;
  #resumption: { readonly id: string; readonly seconds: number } | null = null;

  /** How long the server keeps the session after the connection is lost, in seconds; `null`: it does not. */
  get keptSeconds(): number | null {
    return this.#resumption?.seconds ?? null;
  }

  get pending(): number {
    return this.#queue.length;
  }

  static enable(): Element {
    return xml('enable', { xmlns: ns.management, resume: 'true' });
  }

  /** Reads the server's `enabled`. */
  enabled(element: Element): void {
    const { id, resume, max } = element.attrs;
    if (id === undefined || id === '' || (resume !== 'true' && resume !== '1')) return;
    const told = /^\d{1,9}$/.test(max ?? '') ? Number(max) : keptUnlessTold;
    this.#resumption = { id, seconds: Math.min(told, keptAtMost) };
  }

  /** The request for the session that was; only where `keptSeconds` is set. */
  resume(): Element {
    return xml('resume', { xmlns: ns.management, previd: this.#resumption?.id ?? '', h: String(this.#handled) });
  }

  /** Counts a stanza that we sent, and keeps it until it is acknowledged. */
  sent(stanza: Element, messageId: string | null): void {
    this.#queue.push({ stanza, messageId });
  }

  /** Counts a stanza that came in. */
  received(): void {
    this.#handled = (this.#handled + 1) % modulus;
  }

  acknowledgement(): Element {
    return xml('a', { xmlns: ns.management, h: String(this.#handled) });
  }

  static request(): Element {
    return xml('r', { xmlns: ns.management });
  }

  /** Takes what the server acknowledged off the queue; `null` where its count cannot be. */
  acknowledge(h: string | undefined): readonly Unacknowledged[] | null {
    if (h === undefined || !/^\d{1,10}$/.test(h) || Number(h) >= modulus) return null;
    const count = (Number(h) - this.#acknowledged + modulus) % modulus;
    if (count > this.#queue.length) return null;
    this.#acknowledged = Number(h);
    return this.#queue.splice(0, count);
  }

  /** What is still unacknowledged, oldest first. After a resumption all of it is sent once more, as it was. */
  unacknowledged(): readonly Unacknowledged[] {
    return [...this.#queue];
  }
}
