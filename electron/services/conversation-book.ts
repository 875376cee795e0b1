import { Fault } from '../base/fault.ts';
import type { OtrPolicy, OtrStatus, SessionInfo } from '../otr/index.ts';
import type { FingerprintRecord, Store } from '../store/records.ts';
import type { AccountId, ConversationId, Fingerprint, TimelineItemId } from '../../shared/ids.ts';
import type { ConversationView, DeviceView, MessageMark, PrivacyLevel } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import { viewOfRun } from './authentication-run.ts';
import type { BuddyService } from './buddy-service.ts';
import { conversationIdOf } from './conversation-id.ts';
import { deviceOf, isStarting, newLive, otrStatus } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { HistoryService } from './history/history-service.ts';
import type { LabService } from './lab-service.ts';
import type { PolicyService } from './policy-service.ts';
import type { Publish } from './publisher.ts';
import type { TabsService } from './tabs-service.ts';
import { Timeline } from './timeline.ts';
import { viewOf as fingerprintViewOf } from './trust-service.ts';
import type { TrustService } from './trust-service.ts';

/** Conversations that strangers can make us keep, and characters that all of them together can say in a run of the app. */
const maxConversations = 3_000;
const longestOfStrangers = 20_000_000;

export type BookDeps = {
  readonly store: Store;
  readonly publish: Publish;
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly trust: TrustService;
  readonly policies: PolicyService;
  readonly tabs: TabsService;
  readonly lab: LabService;
  readonly history: HistoryService;
};

/** All conversations, what the window shows of each, and how private each is. */
export class ConversationBook {
  readonly #deps: BookDeps;
  readonly #conversations = new Map<ConversationId, Conversation>();
  #lengthOfStrangers = 0;

  constructor(deps: BookDeps) {
    this.#deps = deps;
  }

  all(): readonly Conversation[] {
    return [...this.#conversations.values()];
  }

  ofAccount(accountId: AccountId): readonly Conversation[] {
    return this.all().filter((conversation) => conversation.accountId === accountId);
  }

  has(id: ConversationId): boolean {
    return this.#conversations.has(id);
  }

  /** Throws `Fault` (`not-found`). */
  get(id: ConversationId): Conversation {
    const conversation = this.#conversations.get(id);
    if (!conversation) throw new Fault('not-found');
    return conversation;
  }

  find(id: ConversationId): Conversation | null {
    return this.#conversations.get(id) ?? null;
  }

  /** The conversation that a message belongs to, or `null` when strangers have filled the place. */
  forMessage(accountId: AccountId, address: string): Conversation | null {
    const known = this.find(conversationIdOf(accountId, address));
    const isFull = this.#lengthOfStrangers > longestOfStrangers;
    if (known) return isFull && !this.accepted(known) ? null : known;
    if ((isFull || this.#conversations.size >= maxConversations) && !this.#deps.buddies.has(accountId, address)) return null;
    return this.make(accountId, address);
  }

  make(accountId: AccountId, address: string): Conversation {
    const id = conversationIdOf(accountId, address);
    const known = this.#conversations.get(id);
    if (known) return known;
    const conversation = newLive(id, accountId, address, new Timeline(id, this.#deps.publish, this.#deps.history.keeperOf(accountId, address)));
    this.#conversations.set(id, conversation);
    this.changed(conversation);
    return conversation;
  }

  remove(id: ConversationId): void {
    this.#deps.lab.record(id, false);
    this.#conversations.delete(id);
    this.#deps.tabs.close(id);
    this.#deps.publish('conversation.removed', { conversationId: id });
  }

  // ------------------------------------------------------------ what it is

  /** Whether this person may get answers from the engine: a buddy, or accepted by a click. */
  accepted({ accountId, address }: Conversation): boolean {
    return this.#deps.buddies.has(accountId, address) || this.#deps.store.accepted.has(accountId, address);
  }

  /** Whether nothing can reach them now: not shown as online, and not heard of since. */
  isAway({ accountId, address, heardUnseen }: Conversation): boolean {
    return !heardUnseen && this.#deps.buddies.presenceOf(accountId, address, null) === 'offline';
  }

  /** Whether it is too early to know that a buddy who shows us their presence is away. */
  isUnsettled({ accountId, address, heardUnseen }: Conversation): boolean {
    const { buddies } = this.#deps;
    return !heardUnseen && buddies.sees(accountId, address) && buddies.presenceOf(accountId, address, null) === 'unknown';
  }

  /** Whether they are known to be there. */
  isThere({ accountId, address, heardUnseen }: Conversation): boolean {
    return heardUnseen || this.#deps.buddies.presenceOf(accountId, address, null) === 'online';
  }

  privacy(conversation: Conversation): PrivacyLevel {
    const { at } = otrStatus(conversation);
    if (at === 'plaintext') return 'not-private';
    return at === 'finished' ? 'finished' : levelOf(this.sessionKey(conversation));
  }

  /** What is allowed and wanted here. A stranger is not told that there is an engine. */
  flags(conversation: Conversation): OtrPolicy {
    const flags = this.#deps.policies.flags(conversation.accountId, conversation.address);
    return this.accepted(conversation) ? flags : { ...flags, sendWhitespaceTag: false };
  }

  /** Whether a line that is typed now must wait until the conversation is private. */
  mustWait(conversation: Conversation): boolean {
    if (otrStatus(conversation).at !== 'plaintext') return false;
    return isStarting(conversation) || this.flags(conversation).requireEncryption;
  }

  /** The mark of a message that goes or comes encrypted now. */
  mark(conversation: Conversation): MessageMark {
    const privacy = this.privacy(conversation);
    return privacy === 'private' ? 'verified' : privacy === 'unverified' ? 'encrypted' : 'clear';
  }

  /** The mark of a message that came in a session: another device of the buddy has another key than the one that we write to. */
  #markIn({ accountId, address }: Conversation, session: SessionInfo): MessageMark {
    const record = this.#deps.trust.find(accountId, address, session.theirFingerprint);
    return levelOf(record) === 'private' ? 'verified' : 'encrypted';
  }

  /** What is known of the session's key; `null` without a session. */
  sessionKey(conversation: Conversation): FingerprintRecord | null {
    const { session } = otrStatus(conversation);
    if (!session) return null;
    return this.#deps.trust.find(conversation.accountId, conversation.address, session.theirFingerprint);
  }

  /** How private it is with the device that uses this key, whether lines go there or not; `null` where none does. */
  useOf(conversation: Conversation, fingerprint: Fingerprint): PrivacyLevel | null {
    const uses = otrStatus(conversation).devices.filter(({ session }) => session.theirFingerprint === fingerprint);
    if (uses.length === 0) return null;
    if (uses.every(({ at }) => at === 'finished')) return 'finished';
    return levelOf(this.#deps.trust.find(conversation.accountId, conversation.address, fingerprint));
  }

  /** The same, where it must be this very key. Throws `Fault` (`not-found`). */
  exactSessionKey(conversation: Conversation, fingerprint: Fingerprint): FingerprintRecord {
    const record = this.sessionKey(conversation);
    if (record?.fingerprint !== fingerprint) throw new Fault('not-found');
    return record;
  }

  // ------------------------------------------------------------ what the window sees

  view(conversation: Conversation): ConversationView {
    const { id, accountId, address, unread } = conversation;
    const status = otrStatus(conversation);
    const record = this.sessionKey(conversation);
    return {
      id,
      accountId,
      address,
      name: this.#deps.buddies.nameOf(accountId, address),
      accepted: this.accepted(conversation),
      privacy: this.privacy(conversation),
      policy: this.#deps.policies.name(accountId, address),
      starting: isStarting(conversation),
      version: status.session?.version ?? null,
      sessionId: status.session?.sessionId ?? null,
      theirs: record ? fingerprintViewOf(record) : null,
      ours: this.#deps.accounts.fingerprint(accountId),
      recording: this.#deps.lab.isRecording(id),
      changedKey: record && status.at === 'encrypted' ? this.#deps.trust.changedKey(record) : null,
      authentication: conversation.authentication ? viewOfRun(conversation.authentication) : null,
      authenticationRestsUntilMs: conversation.authenticationRestsUntilMs,
      resource: deviceOf(conversation),
      devices: status.devices.map((device) => this.#deviceView(conversation, device)),
      deviceChoice: typeof status.choice === 'number' ? 'one' : status.choice,
      unread,
      typing: conversation.theyTypeUntilMs !== null,
      correctable: this.#correctable(conversation),
    };
  }

  #correctable(conversation: Conversation): TimelineItemId | null {
    const { last, timeline } = conversation;
    if (last.me === null || last.me.resource !== null || !this.expectsClear(conversation)) return null;
    const item = timeline.find(last.me.itemId);
    const at = item?.delivery?.at;
    return item?.mark === 'clear' && (at === 'sending' || at === 'sent' || at === 'delivered') ? item.id : null;
  }

  #deviceView(conversation: Conversation, { at, session, isChosen }: OtrStatus['devices'][number]): DeviceView {
    const record = this.#deps.trust.find(conversation.accountId, conversation.address, session.theirFingerprint);
    return {
      instance: session.theirInstance,
      resource: conversation.devices.get(session.theirInstance) ?? null,
      privacy: at === 'finished' ? 'finished' : levelOf(record),
      fingerprint: session.theirFingerprint,
      isChosen,
    };
  }

  /** Tells the window. */
  changed(conversation: Conversation): void {
    if (this.#conversations.get(conversation.id) !== conversation) return;
    this.#deps.publish('conversation.changed', { conversation: this.view(conversation) });
  }

  /** Whether what is said here is said in clear, and nothing else is wanted or under way. */
  expectsClear(conversation: Conversation): boolean {
    return this.privacy(conversation) === 'not-private' && !this.flags(conversation).requireEncryption && !isStarting(conversation);
  }

  /** Shows a text in its timeline and opens its tab. `session` is the one that it came encrypted in, if it did. */
  show(
    conversation: Conversation,
    message: { readonly text: string; readonly atMs: number },
    how: { readonly session: SessionInfo | null; readonly from: 'me' | 'them'; readonly elsewhere?: boolean },
  ): TimelineItemId {
    const fromThem = how.from === 'them';
    const expectsClear = this.privacy(conversation) === 'not-private' && !this.flags(conversation).requireEncryption;
    if (fromThem && !this.accepted(conversation)) this.#lengthOfStrangers += message.text.length;
    this.#deps.tabs.open(conversation.id, false);
    const itemId = conversation.timeline.message({
      atMs: message.atMs,
      from: how.from,
      text: message.text,
      mark: how.session ? this.#markIn(conversation, how.session) : 'clear',
      arrivedUnencrypted: fromThem && how.session === null && !expectsClear,
      delivery: fromThem ? null : { at: 'sent' },
      ...(how.elsewhere && { elsewhere: true }),
    });
    // Who answers on another device has read it there.
    if (fromThem) conversation.unread += 1;
    else conversation.unread = 0;
    this.changed(conversation);
    return itemId;
  }
}

/** How private a running session is under a key. */
function levelOf(key: FingerprintRecord | null): 'private' | 'unverified' {
  return key?.verified && !key.undecided ? 'private' : 'unverified';
}
