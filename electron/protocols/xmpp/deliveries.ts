import type { FaultCode } from '../../../shared/faults.ts';
import type { SessionEvent } from '../protocol.ts';
import type { Address } from './addresses.ts';

type Sent = { readonly id: string; readonly address: string };

/** Messages that an error may still come back on; older ones are forgotten. */
const mostKept = 2_000;

/**
 * What became of our messages: which the server has, which came back.
 *
 * On the wire a message has a random id of its own, which only its recipient and the servers on the way can
 * know; an error counts only with that id and from the one whom the message went to.
 */
export class Deliveries {
  readonly #sent = new Map<string, Sent>();
  readonly #emit: (event: SessionEvent) => void;

  constructor(emit: (event: SessionEvent) => void) {
    this.#emit = emit;
  }

  sent(stanzaId: string, id: string, address: string): void {
    this.#sent.set(stanzaId, { id, address });
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > mostKept && oldest !== undefined) this.#sent.delete(oldest);
  }

  /** The server has it. */
  acknowledged(stanzaId: string): void {
    const sent = this.#sent.get(stanzaId);
    if (sent !== undefined) this.#emit({ kind: 'delivered-to-server', id: sent.id });
  }

  /** An error came back on a message. */
  refused(stanzaId: string, from: Address, fault: FaultCode): void {
    if (this.#sent.get(stanzaId)?.address === from.bare) this.lost(stanzaId, fault);
  }

  /** It cannot be known to have arrived. */
  lost(stanzaId: string, fault: FaultCode): void {
    const sent = this.#sent.get(stanzaId);
    if (sent === undefined) return;
    this.#sent.delete(stanzaId);
    this.#emit({ kind: 'delivery-failed', ...sent, fault });
  }
}
