import type { Clock } from '../base/ports.ts';
import type { AccountId, ConversationId, Fingerprint } from '../../shared/ids.ts';
import type { FingerprintName } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { ConversationEngine } from './conversation-engine.ts';
import { conversationIdOf } from './conversation-id.ts';
import type { ConversationInbox } from './conversation-inbox.ts';
import type { ConversationOutbox } from './conversation-outbox.ts';
import type { TrustService } from './trust-service.ts';

export type KeysDeps = {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly trust: TrustService;
  readonly book: ConversationBook;
  readonly engine: ConversationEngine;
  readonly inbox: ConversationInbox;
  readonly outbox: ConversationOutbox;
};

/** What keys do to a conversation: what the person decides about the buddy's, and that the account's own is there. */
export class ConversationKeys {
  readonly #deps: KeysDeps;

  constructor(deps: KeysDeps) {
    this.#deps = deps;
  }

  /** Records that the person compared the session's key, or takes that back. Throws `Fault` (`not-found`) for another key. */
  verify(id: ConversationId, fingerprint: Fingerprint, verified: boolean): void {
    const { book, trust } = this.#deps;
    const record = book.exactSessionKey(book.get(id), fingerprint);
    trust.verify(record, verified ? 'by-hand' : null);
    this.trustChanged(record);
  }

  /** A key became verified or no longer is: the conversation whose lines go to it says so, and what waited for that goes out. */
  trustChanged({ accountId, address, fingerprint }: FingerprintName): void {
    const { book, clock, outbox } = this.#deps;
    const conversation = book.find(conversationIdOf(accountId, address));
    const key = conversation && book.sessionKey(conversation);
    if (!conversation || key?.fingerprint !== fingerprint) return;
    conversation.timeline.notice(key.verified ? 'verified' : 'unverified', clock.nowMs());
    outbox.release(conversation);
    book.changed(conversation);
  }

  /** Goes on with a changed key, unverified. Throws `Fault` (`not-found`) for another key. */
  accept(id: ConversationId, fingerprint: Fingerprint): void {
    const { book, clock, outbox, trust } = this.#deps;
    const conversation = book.get(id);
    trust.accept(book.exactSessionKey(conversation, fingerprint));
    conversation.timeline.notice('key-change-accepted', clock.nowMs());
    outbox.release(conversation);
    book.changed(conversation);
  }

  /** The account's key is there: goes on with what waited for it. */
  onOwnKey(accountId: AccountId): void {
    const { accounts, book, engine, inbox } = this.#deps;
    for (const conversation of book.ofAccount(accountId)) {
      // An engine that was made under another key goes on with this one.
      engine.configure(conversation);
      if (conversation.startWithKey) {
        conversation.startWithKey = false;
        if (accounts.isOnline(accountId)) engine.start(conversation);
        else engine.giveUp(conversation);
      }
      inbox.feedWithheld(conversation);
      book.changed(conversation);
    }
  }
}
