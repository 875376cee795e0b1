import type { FaultCode } from '../../../shared/faults.ts';
import type { OutgoingMessage, SessionEvent } from '../protocol.ts';
import type { Address } from './addresses.ts';

type Sent = {
  readonly address: string;
  readonly resource: string | null;
  /** It asked for a receipt, and none has come. */
  readonly awaitsReceipt: boolean;
};

/** Messages that something may still come back on; older ones are forgotten. */
const mostKept = 2_000;

/**
 * What became of our messages: which the server has, which arrived, which came back.
 *
 * On the wire a message has a random id of its own, which only its recipient and the servers on the way can
 * know. An error counts only with that id and from the one whom the message went to; so does a receipt, and where the
 * message went to one device, only from that one, and once.
 * Spec: XEP-0184 section 5.
 */
export class Deliveries {
  readonly #sent = new Map<string, Sent>();
  readonly #emit: (event: SessionEvent) => void;

  constructor(emit: (event: SessionEvent) => void) {
    this.#emit = emit;
  }

  sent({ id, address, resource, beside }: OutgoingMessage): void {
    this.#sent.delete(id);
    this.#sent.set(id, { address, resource: resource === '' ? null : resource, awaitsReceipt: beside?.wantsReceipt === true });
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > mostKept && oldest !== undefined) this.#sent.delete(oldest);
  }

  /** The server has it. */
  acknowledged(id: string): void {
    if (this.#sent.has(id)) this.#emit({ kind: 'delivered-to-server', id });
  }

  /** Somebody says that it arrived. What is not known here can be of an earlier run of the app. */
  received(id: string, from: Address): void {
    const sent = this.#sent.get(id);
    if (sent === undefined) this.#emit({ kind: 'received-earlier', id, address: from.bare });
    if (sent?.awaitsReceipt !== true || sent.address !== from.bare) return;
    if (sent.resource !== null && sent.resource !== from.resource) return;
    this.#sent.set(id, { ...sent, awaitsReceipt: false });
    this.#emit({ kind: 'received-by-buddy', id, address: sent.address });
  }

  /** An error came back on a message. */
  refused(id: string, from: Address, fault: FaultCode): void {
    if (this.#sent.get(id)?.address === from.bare) this.lost(id, fault);
  }

  /** It cannot be known to have arrived. */
  lost(id: string, fault: FaultCode): void {
    const sent = this.#sent.get(id);
    if (sent === undefined) return;
    this.#sent.delete(id);
    this.#emit({ kind: 'delivery-failed', id, address: sent.address, fault });
  }
}
