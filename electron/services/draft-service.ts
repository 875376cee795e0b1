import type { Clock } from '../base/ports.ts';
import type { AccountId, ConversationId } from '../../shared/ids.ts';
import type { DraftView, MessageMark, PrivacyLevel } from '../../shared/views.ts';
import type { DraftRecord, Store } from '../store/records.ts';
import { conversationIdOf, partsOf } from './conversation-id.ts';

type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  /** Whether a line with this mark would be kept in the history. */
  readonly keeps: (accountId: AccountId, address: string, mark: MessageMark) => boolean;
};

/** The longest that what was typed waits to be written. */
const restMs = 500;

const markOf: Record<PrivacyLevel, MessageMark> = {
  'not-private': 'clear',
  // What was left of a private conversation is as private as it was; the lower mark asks for no less.
  finished: 'encrypted',
  unverified: 'encrypted',
  private: 'verified',
};

/**
 * Texts that were typed and not sent, one a conversation. They outlive the window; a restart only where the
 * conversation, at the level that the text was typed for, keeps history. The store gets them a moment late, and on
 * `stop`; what is not to be kept leaves it at once.
 */
export class DraftService {
  readonly #deps: Deps;
  readonly #drafts = new Map<ConversationId, DraftRecord>();
  readonly #unwritten = new Set<ConversationId>();
  #stopWaiting: (() => void) | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    for (const draft of deps.store.drafts.list()) this.#drafts.set(conversationIdOf(draft.accountId, draft.address), draft);
    this.recheck();
  }

  views(): readonly DraftView[] {
    return [...this.#drafts].map(([conversationId, { text, typedFor }]) => ({ conversationId, text, typedFor }));
  }

  /** What stands in the composer of a conversation now; an empty text is none. */
  save({ conversationId, text, typedFor }: DraftView): void {
    const draft = { ...partsOf(conversationId), text, typedFor };
    if (text === '') this.#drafts.delete(conversationId);
    else this.#drafts.set(conversationId, draft);
    this.#write(draft);
  }

  /** What is kept of conversations may have changed. */
  recheck(): void {
    for (const draft of this.#drafts.values()) this.#write(draft);
  }

  /** The account is gone; the store has nothing of it any more. */
  drop(accountId: AccountId): void {
    for (const [id, draft] of this.#drafts) if (draft.accountId === accountId) this.#drafts.delete(id);
  }

  /** Writes what waits. */
  stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    for (const id of this.#unwritten) {
      const draft = this.#drafts.get(id);
      if (draft) this.#deps.store.drafts.put(draft);
    }
    this.#unwritten.clear();
  }

  #write(draft: DraftRecord): void {
    const { store, keeps, clock } = this.#deps;
    const { accountId, address, text, typedFor } = draft;
    const id = conversationIdOf(accountId, address);
    if (text !== '' && keeps(accountId, address, markOf[typedFor])) {
      this.#unwritten.add(id);
      this.#stopWaiting ??= clock.after(restMs, () => this.stop());
    } else {
      this.#unwritten.delete(id);
      store.drafts.remove(accountId, address);
    }
  }
}
