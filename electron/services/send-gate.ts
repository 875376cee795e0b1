import { Fault } from '../base/fault.ts';
import type { PrivacyLevel } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { BlockingService } from './blocking-service.ts';
import type { ConversationBook } from './conversation-book.ts';
import { otrStatus } from './conversation.ts';
import type { Conversation } from './conversation.ts';

type Deps = { readonly accounts: AccountService; readonly book: ConversationBook; readonly blocking: BlockingService };

/** Whether something may go out in a conversation now. */
export class SendGate {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws the `Fault` that keeps a line in the composer. `seen` is the level that the person saw while typing. */
  checkSendable(conversation: Conversation, seen: PrivacyLevel): void {
    const { accounts, book } = this.#deps;
    accounts.online(conversation.accountId);
    this.checkUnblocked(conversation);
    const actual = book.privacy(conversation);
    if (actual === 'finished') throw new Fault('conversation-finished');
    if (actual === 'not-private') {
      if (seen !== 'not-private' && !book.flags(conversation).requireEncryption) throw new Fault('conversation-not-private');
      return;
    }
    if (book.sessionKey(conversation)?.undecided !== false) throw new Fault('key-changed-undecided');
    if (seen === 'private' && actual !== 'private') throw new Fault('conversation-not-private');
    if (book.isAway(conversation)) throw new Fault('recipient-unavailable');
  }

  /** Throws `Fault` (`address-blocked`). */
  checkUnblocked({ accountId, address }: Conversation): void {
    if (this.#deps.blocking.isBlocked(accountId, address)) throw new Fault('address-blocked');
  }

  /** Whether a message would reach the buddy now. */
  canReach(conversation: Conversation): boolean {
    return this.#deps.accounts.isOnline(conversation.accountId) && !this.#deps.book.isAway(conversation);
  }

  /** A server keeps nothing private for who is away; so right after signing in it waits until they come, or are known to be away. */
  isTooEarly(conversation: Conversation): boolean {
    return otrStatus(conversation).at === 'encrypted' && this.#deps.book.isUnsettled(conversation);
  }
}
