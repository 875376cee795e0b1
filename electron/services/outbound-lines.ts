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

  add(stanzaId: string, line: OutboundLine): void {
    this.#lines.set(stanzaId, line);
    if (this.#lines.size <= maxLines) return;
    const [oldest] = this.#lines.keys();
    if (oldest !== undefined) this.#lines.delete(oldest);
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
