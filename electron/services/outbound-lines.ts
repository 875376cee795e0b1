import type { ConversationId, TimelineItemId } from '../../shared/ids.ts';

export type OutboundLine = {
  readonly conversationId: ConversationId;
  /** `null` for the protocol's own messages. */
  readonly itemId: TimelineItemId | null;
};

const maxLines = 10_000;

/** Remembers which line each stanza on the network carries, for the answers that may come; the oldest are forgotten. */
export class OutboundLines {
  readonly #lines = new Map<string, OutboundLine>();
  /** The stanza that carried a line last. */
  readonly #stanzas = new Map<string, string>();

  add(stanzaId: string, line: OutboundLine): void {
    this.#lines.delete(stanzaId);
    this.#lines.set(stanzaId, line);
    const [oldest] = this.#lines.keys();
    if (this.#lines.size > maxLines && oldest !== undefined) this.#lines.delete(oldest);
    if (line.itemId === null) return;
    this.#stanzas.set(keyOf(line), stanzaId);
    const [first] = this.#stanzas.keys();
    if (this.#stanzas.size > maxLines && first !== undefined) this.#stanzas.delete(first);
  }

  /** The line of a stanza, where no other has carried it since. */
  current(stanzaId: string): OutboundLine | null {
    const line = this.find(stanzaId);
    return line !== null && line.itemId !== null && this.#stanzas.get(keyOf(line)) === stanzaId ? line : null;
  }

  find(stanzaId: string): OutboundLine | null {
    return this.#lines.get(stanzaId) ?? null;
  }

  take(stanzaId: string): OutboundLine | null {
    const line = this.find(stanzaId);
    this.#lines.delete(stanzaId);
    return line;
  }
}

const keyOf = ({ conversationId, itemId }: OutboundLine): string => `${conversationId} ${itemId ?? ''}`;
