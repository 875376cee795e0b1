import { faultCodeOf } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/ports.ts';
import type { ChatState, OutgoingMessage, PeerFeature, SessionEvent } from '../protocols/protocol.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { SharingView } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { BuddyService } from './buddy-service.ts';
import type { ConversationBook } from './conversation-book.ts';
import { conversationIdOf } from './conversation-id.ts';
import { deviceOf } from './conversation.ts';
import type { Arriving, Conversation } from './conversation.ts';

/** After so long without a key press the person has paused. */
const pausesAfterMs = 30_000;
/** So long they are shown to type without another word of it: some programs say it once. */
const shownForMs = 60_000;
/** More devices of one buddy are not remembered. */
const mostDevices = 50;

export type TalkDeps = {
  readonly clock: Clock;
  readonly log: Log;
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly book: ConversationBook;
  /** What the person lets others know. */
  readonly sharing: () => SharingView;
};

/**
 * What goes beside the words: that somebody types, that a line arrived.
 *
 * Nothing of it goes to anybody who does not see our presence, since it tells that we are there; none of what comes is
 * authenticated, so it is shown and does nothing else.
 */
export class ConversationTalk {
  readonly #deps: TalkDeps;
  readonly #features = new Map<string, Map<string, readonly PeerFeature[]>>();

  constructor(deps: TalkDeps) {
    this.#deps = deps;
  }

  /** What goes along with a line of the person's. */
  beside(conversation: Conversation): NonNullable<OutgoingMessage['beside']> {
    const wantsReceipt = this.#deps.buddies.has(conversation.accountId, conversation.address);
    return { wantsReceipt, isActive: wantsReceipt && this.#showsTyping(conversation) && this.#seesUs(conversation), replaces: null };
  }

  // ------------------------------------------------------------ what we do

  /** The person types, or took back all that stood there. */
  typing(conversation: Conversation, isTyping: boolean): void {
    const nowMs = this.#deps.clock.nowMs();
    if (!isTyping) {
      if (conversation.typingUntilMs !== null) this.#stop(conversation, 'active');
      return;
    }
    if (!this.#mayTellTyping(conversation)) return;
    if (conversation.typingUntilMs === null) this.#tell(conversation, 'composing');
    conversation.typingUntilMs = nowMs + pausesAfterMs;
  }

  /** A line went out, which ends what was typed. */
  said(conversation: Conversation): void {
    conversation.typingUntilMs = null;
  }

  /** Lets what is old expire. */
  tick(conversation: Conversation): void {
    const nowMs = this.#deps.clock.nowMs();
    if (conversation.typingUntilMs !== null && nowMs >= conversation.typingUntilMs) this.#stop(conversation, 'paused');
    if (conversation.theyTypeUntilMs !== null && nowMs >= conversation.theyTypeUntilMs) this.#theyStopped(conversation);
  }

  /** A text of theirs stands in the timeline: tells the device that sent it, where it asks for that. */
  shown(conversation: Conversation, { stanzaId, resource, wantsReceipt, text }: Arriving): void {
    this.#theyStopped(conversation);
    if (!wantsReceipt || stanzaId === null || resource === null) return;
    if (!this.#deps.sharing().receipts || !this.#seesUs(conversation)) return;
    const { accountId, address } = conversation;
    this.#send(() => this.#deps.accounts.online(accountId).sendReceipt({ address, resource, otr: text.startsWith('?OTR') }, stanzaId));
  }

  // ------------------------------------------------------------ what they do

  /** Shows what they do; a conversation that is not there yet is not made for it. */
  state(accountId: AccountId, { address, resource, state }: Extract<SessionEvent, { kind: 'chat-state' }>): void {
    const { book, buddies, clock } = this.#deps;
    const conversation = book.find(conversationIdOf(accountId, address));
    if (!conversation || !buddies.has(accountId, address)) return;
    this.#learn(accountId, address, resource, [...this.#of(accountId, address, resource), 'chat-states']);
    if (state !== 'composing' || !this.#showsTyping(conversation)) {
      this.#theyStopped(conversation);
      return;
    }
    const wasTyping = conversation.theyTypeUntilMs !== null;
    conversation.theyTypeUntilMs = clock.nowMs() + shownForMs;
    if (!wasTyping) book.changed(conversation);
  }

  /** What a buddy's device can do. */
  features(accountId: AccountId, { address, resource, features }: Extract<SessionEvent, { kind: 'features' }>): void {
    if (this.#deps.buddies.has(accountId, address)) this.#learn(accountId, address, resource, features);
  }

  presence(accountId: AccountId, { address, resource, show }: Extract<SessionEvent, { kind: 'presence' }>): void {
    if (show !== 'offline') return;
    const key = conversationIdOf(accountId, address);
    if (resource === '') this.#features.delete(key);
    else this.#features.get(key)?.delete(resource);
    const conversation = this.#deps.book.find(key);
    if (conversation && this.#deps.book.isAway(conversation)) {
      conversation.typingUntilMs = null;
      this.#theyStopped(conversation);
    }
  }

  // ------------------------------------------------------------ rules

  /** Whether typing is shown here, in both directions: in private only where the person wants that. */
  #showsTyping(conversation: Conversation): boolean {
    const { sharing, book } = this.#deps;
    const { typing, typingInPrivate } = sharing();
    const isPrivate = book.privacy(conversation) !== 'not-private' || book.mustWait(conversation);
    return typing && (!isPrivate || typingInPrivate);
  }

  #mayTellTyping(conversation: Conversation): boolean {
    const { accounts, book } = this.#deps;
    if (!this.#showsTyping(conversation) || !this.#seesUs(conversation)) return false;
    if (!accounts.isOnline(conversation.accountId) || book.isAway(conversation)) return false;
    if (book.privacy(conversation) !== 'not-private' && deviceOf(conversation) === null) return false;
    const devices = this.#features.get(conversation.id);
    return devices !== undefined && [...devices.values()].some((features) => features.includes('chat-states'));
  }

  /** Whether they are shown our presence anyway. */
  #seesUs({ accountId, address }: Conversation): boolean {
    const { accounts, buddies } = this.#deps;
    return accounts.isVisible(accountId) && buddies.seesUs(accountId, address);
  }

  #stop(conversation: Conversation, state: ChatState): void {
    conversation.typingUntilMs = null;
    if (this.#mayTellTyping(conversation)) this.#tell(conversation, state);
  }

  #tell(conversation: Conversation, state: ChatState): void {
    const { accounts, book } = this.#deps;
    const { accountId, address } = conversation;
    const otr = book.privacy(conversation) !== 'not-private';
    this.#send(() => accounts.online(accountId).sendChatState({ address, resource: otr ? deviceOf(conversation) : null, otr }, state));
  }

  #theyStopped(conversation: Conversation): void {
    if (conversation.theyTypeUntilMs === null) return;
    conversation.theyTypeUntilMs = null;
    this.#deps.book.changed(conversation);
  }

  #of(accountId: AccountId, address: string, resource: string): readonly PeerFeature[] {
    return this.#features.get(conversationIdOf(accountId, address))?.get(resource) ?? [];
  }

  #learn(accountId: AccountId, address: string, resource: string, features: readonly PeerFeature[]): void {
    const key = conversationIdOf(accountId, address);
    const devices = this.#features.get(key) ?? new Map<string, readonly PeerFeature[]>();
    this.#features.set(key, devices);
    if (devices.size < mostDevices || devices.has(resource)) devices.set(resource, [...new Set(features)]);
  }

  /** Nothing hangs on it, so what fails is not told. */
  #send(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#deps.log.warn('beside-not-sent', { fault: faultCodeOf(thrown) });
    }
  }
}
