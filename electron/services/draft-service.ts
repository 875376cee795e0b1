import { faultCodeOf } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/ports.ts';
import type { AccountId, ConversationId } from '../../shared/ids.ts';
import type { DraftView, MessageMark, PrivacyLevel } from '../../shared/views.ts';
import type { DraftRecord, Store } from '../store/records.ts';
import { conversationIdOf, partsOf } from './conversation-id.ts';

type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
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
    // What the last run could not take out goes now.
    for (const [id, draft] of this.#drafts) if (!this.#isKept(draft)) this.save({ conversationId: id, text: '', typedFor: draft.typedFor });
  }

  views(): readonly DraftView[] {
    return [...this.#drafts].map(([conversationId, { text, typedFor }]) => ({ conversationId, text, typedFor }));
  }

  /** What stands in the composer of a conversation now; an empty text is none. */
  save({ conversationId, text, typedFor }: DraftView): void {
    if (text === '') this.#drafts.delete(conversationId);
    else this.#drafts.set(conversationId, { ...partsOf(conversationId), text, typedFor });
    this.#changed(conversationId);
  }

  /** What is kept of conversations may have changed. */
  recheck(): void {
    for (const id of this.#drafts.keys()) this.#changed(id);
  }

  /** The account is gone; the store has nothing of it any more. */
  drop(accountId: AccountId): void {
    for (const [id, draft] of this.#drafts) if (draft.accountId === accountId) this.#drafts.delete(id);
    for (const id of this.#unwritten) if (partsOf(id).accountId === accountId) this.#unwritten.delete(id);
  }

  /** Writes what waits. */
  stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    for (const id of this.#unwritten) this.#write(id);
  }

  #isKept({ accountId, address, typedFor }: DraftRecord): boolean {
    return this.#deps.keeps(accountId, address, markOf[typedFor]);
  }

  #changed(id: ConversationId): void {
    this.#unwritten.add(id);
    const draft = this.#drafts.get(id);
    if (draft && this.#isKept(draft)) this.#stopWaiting ??= this.#deps.clock.after(restMs, () => this.stop());
    else this.#write(id);
  }

  /** Makes the store as it is to be. What it cannot take waits for the next change: a draft is no reason to stop what goes on. */
  #write(id: ConversationId): void {
    const { store, log } = this.#deps;
    const draft = this.#drafts.get(id);
    const { accountId, address } = partsOf(id);
    try {
      if (draft && this.#isKept(draft)) store.drafts.put(draft);
      else store.drafts.remove(accountId, address);
      this.#unwritten.delete(id);
    } catch (thrown) {
      log.error('draft-not-written', { fault: faultCodeOf(thrown) });
    }
  }
}
