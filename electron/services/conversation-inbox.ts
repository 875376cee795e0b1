import type { Clock } from '../base/ports.ts';
import type { IncomingMessage, Route } from '../protocols/protocol.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { NoticeCode } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { BuddyService } from './buddy-service.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { ConversationEngine } from './conversation-engine.ts';
import type { ConversationTalk } from './conversation-talk.ts';
import { conversationIdOf } from './conversation-id.ts';
import { otrStatus, withhold } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { correct, noteLast } from './corrections.ts';
import { isDuplicate } from './duplicates.ts';
import type { TabsService } from './tabs-service.ts';

/** What a stranger's program says before we answer is short: an offer, or the beginning of a key exchange. In UTF-16 code units. */
const longestOpening = 10_000;

export type InboxDeps = {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly tabs: TabsService;
  readonly book: ConversationBook;
  readonly engine: ConversationEngine;
  readonly talk: ConversationTalk;
};

/**
 * The way in: only direct messages of accepted people reach the engine.
 *
 * Copies from other devices, the archive and the offline store are of other sessions than ours; strangers
 * can be read, but get no answer, and cannot see that there is an engine.
 */
export class ConversationInbox {
  readonly #deps: InboxDeps;

  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  receive(accountId: AccountId, message: IncomingMessage): void {
    const { accounts, book, engine } = this.#deps;
    const isOtr = message.text.startsWith('?OTR');
    if (message.route !== 'direct' && isOtr) {
      this.#noteElsewhere(accountId, message);
      return;
    }
    const conversation = book.forMessage(accountId, message.address);
    if (!conversation) return;
    if (message.route === 'direct' && book.isAway(conversation)) conversation.heardUnseen = true;
    if (isHere(message) && isDuplicate(conversation, 'wire', message.stanzaId, message.text)) {
      // They do not know that it arrived; what is encrypted was told when it was read, or could not be.
      if (!isOtr) this.#deps.talk.shown(conversation, message);
      return;
    }
    // What another device of ours says can be read, and reaches no engine: `TransferService` has its OTR.
    if (message.route !== 'direct' || message.address === accounts.address(accountId)) {
      this.#show(conversation, message);
    } else if (!book.accepted(conversation)) {
      this.#receiveFromStranger(conversation, message, isOtr);
    } else if (accounts.identity(accountId) === null) {
      if (isOtr) withhold(conversation, message);
      else this.#show(conversation, message);
    } else {
      engine.receive(conversation, message, message.atMs);
    }
  }

  #show(conversation: Conversation, message: IncomingMessage): void {
    const { book, talk } = this.#deps;
    const elsewhere = message.route === 'carbon-sent';
    const from = elsewhere ? 'me' : 'them';
    // Which device of ours it was is not told to anybody; that it was another one is what counts.
    const said = elsewhere ? { ...message, resource: '' } : message;
    const mayCorrect = message.route !== 'archived' && book.accepted(conversation) && book.expectsClear(conversation);
    if (!mayCorrect || !correct(conversation, from, said, message.text)) {
      const itemId = book.show(conversation, message, { session: null, from, elsewhere });
      noteLast(conversation, from, itemId, { ...said, isClear: true });
    }
    if (isHere(message)) talk.shown(conversation, message);
  }

  /** Feeds what was withheld, once the person was accepted and our key is there. */
  feedWithheld(conversation: Conversation): void {
    const { accounts, book, engine, clock } = this.#deps;
    const { withheld } = conversation;
    if (withheld.length === 0 || accounts.identity(conversation.accountId) === null) return;
    if (!book.accepted(conversation) || !accounts.isOnline(conversation.accountId)) return;
    conversation.withheld = [];
    for (const message of withheld) engine.receive(conversation, message, clock.nowMs());
  }

  /** Says once that a buddy went away, and that the private conversation waits. */
  presence(accountId: AccountId, address: string): void {
    const conversation = this.#deps.book.find(conversationIdOf(accountId, address));
    if (!conversation) return;
    conversation.heardUnseen = false;
    if (otrStatus(conversation).at !== 'encrypted') return;
    const isOffline = this.#deps.book.isAway(conversation);
    if (isOffline && !conversation.toldOffline) {
      conversation.timeline.notice('peer-offline-still-private', this.#deps.clock.nowMs());
    }
    conversation.toldOffline = isOffline;
  }

  /** Says with one quiet line that something encrypted passed which no session of ours can read. */
  #noteElsewhere(accountId: AccountId, { address, route, text, atMs }: IncomingMessage): void {
    const { book, buddies, tabs } = this.#deps;
    const id = conversationIdOf(accountId, address);
    const code = noticeOfElsewhere(route, text);
    if (code === null || (book.find(id) === null && !buddies.has(accountId, address))) return;
    book.make(accountId, address).timeline.quietNotice(code, atMs);
    // What another device of ours said or heard asks for nothing here.
    if (code !== 'encrypted-elsewhere') tabs.open(id, false);
  }

  #receiveFromStranger(conversation: Conversation, message: IncomingMessage, isOtr: boolean): void {
    const { book, clock, tabs } = this.#deps;
    if (!isOtr) {
      book.show(conversation, message, { session: null, from: 'them' });
      return;
    }
    if (message.text.length <= longestOpening) withhold(conversation, message);
    tabs.open(conversation.id, false);
    conversation.timeline.notice('stranger-waiting', clock.nowMs());
    book.changed(conversation);
  }
}

/** Whether it was sent to this device, now or while it was away. */
function isHere({ route }: IncomingMessage): boolean {
  return route === 'direct' || route === 'delayed';
}

/** The data messages of both versions, and fragments. */
const encrypted = /^\?OTR(?::AA[IM]D|[|,])/;
const query = /^\?OTR[?v]/;

/** What to say of an OTR text that did not come directly; `null` where it carried nothing that anybody wrote. */
function noticeOfElsewhere(route: Route, text: string): NoticeCode | null {
  if (route === 'delayed' && query.test(text)) return 'offer-missed';
  if (!encrypted.test(text)) return null;
  return route === 'delayed' ? 'encrypted-missed' : 'encrypted-elsewhere';
}
