import { randomUUID } from 'node:crypto';
import { Fault, faultCodeOf } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/ports.ts';
import type { OtrEffect, OtrEnv, OtrEvent, OtrInput } from '../otr/index.ts';
import { bareAddress } from '../protocols/address.ts';
import type { IncomingMessage, SessionEvent } from '../protocols/protocol.ts';
import type { FingerprintRecord, Store } from '../store/records.ts';
import type { AccountId, ConversationId, Fingerprint, TimelineItemId } from '../../shared/ids.ts';
import type { ConversationView, NoticeCode, PrivacyLevel, TimelineItem } from '../../shared/views.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountService } from './account-service.ts';
import type { BuddyService } from './buddy-service.ts';
import { conversationIdOf } from './conversation-id.ts';
import { isStarting, newLive, otrStatus, runEngine } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { OutboundLines } from './outbound-lines.ts';
import type { Publish } from './publisher.ts';
import type { TabsService } from './tabs-service.ts';
import { Timeline } from './timeline.ts';
import { viewOf as fingerprintViewOf } from './trust-service.ts';
import type { TrustService } from './trust-service.ts';

/** An offer that nobody answers is given up after this time. */
const answerTimeoutMs = 60_000;
/** How often the engines are told the time. */
const tickMs = 5_000;
/** Conversations that strangers can make us keep. */
const maxConversations = 5_000;

/** Notices for what the engine tells; events that are missing here have their own handling or no words. */
const noticeOf: Partial<Record<OtrEvent['kind'], NoticeCode>> = {
  'not-private': 'not-private-here',
  unreadable: 'unreadable',
  malformed: 'malformed',
  unrecognised: 'unrecognised',
  reflected: 'reflected',
  'other-instance': 'other-instance',
  'version-refused': 'version-refused',
};

type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly publish: Publish;
  readonly env: OtrEnv;
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly trust: TrustService;
  readonly tabs: TabsService;
};

/**
 * Owns the conversations: feeds the engine, runs its effects, and keeps what is typed out of the clear.
 *
 * Only direct messages of accepted people reach the engine. What was typed for a private conversation
 * is refused, and stays with the person, when the conversation is not private any more.
 */
export class ConversationService {
  readonly #deps: Deps;
  readonly #conversations = new Map<ConversationId, Conversation>();
  readonly #lines = new OutboundLines();
  #stopTicking: () => void;

  constructor(deps: Deps) {
    this.#deps = deps;
    for (const id of deps.tabs.restored()) {
      const [accountId = '', ...rest] = id.split('/');
      const address = bareAddress(rest.join('/'));
      if (address !== null && deps.accounts.ids().includes(accountId)) this.#make(accountId, address);
    }
    deps.tabs.keepOnly((id) => this.#conversations.has(id));
    this.#stopTicking = deps.clock.after(tickMs, () => this.#tick());
  }

  stop(): void {
    this.#stopTicking();
  }

  views(): readonly ConversationView[] {
    return [...this.#conversations.values()].map((conversation) => this.#view(conversation));
  }

  timelines(): Readonly<Record<ConversationId, readonly TimelineItem[]>> {
    return Object.fromEntries([...this.#conversations].map(([id, { timeline }]) => [id, timeline.items()]));
  }

  // ------------------------------------------------------------ what the person does

  open(accountId: AccountId, typedAddress: string): ConversationId {
    const address = bareAddress(typedAddress);
    if (address === null) throw new Fault('address-invalid');
    if (!this.#deps.accounts.ids().includes(accountId)) throw new Fault('not-found');
    const conversation = this.#make(accountId, address);
    this.#deps.tabs.open(conversation.id, true);
    return conversation.id;
  }

  close(id: ConversationId): void {
    const conversation = this.#get(id);
    this.#deps.tabs.close(id);
    this.#read(conversation);
  }

  read(id: ConversationId): void {
    this.#read(this.#get(id));
  }

  /** Lets somebody who is not in the buddy list get answers; what they asked for last is answered now. */
  accept(id: ConversationId): void {
    const conversation = this.#get(id);
    this.#deps.store.accepted.add(conversation.accountId, conversation.address);
    this.#changed(conversation);
    this.#feedWithheld(conversation);
  }

  send(id: ConversationId, text: string, seen: PrivacyLevel): void {
    const conversation = this.#get(id);
    if (text.trim() === '') throw new Fault('message-empty');
    this.#checkSendable(conversation, seen);
    const itemId = conversation.timeline.message({
      atMs: this.#deps.clock.nowMs(),
      from: 'me',
      text,
      mark: this.#markNow(conversation),
      arrivedUnencrypted: false,
      delivery: { at: 'sending' },
    });
    this.#sendLine(conversation, itemId, text);
  }

  /** Sends a failed line once more; one that was meant to be private never goes out in clear. */
  retry(id: ConversationId, itemId: TimelineItemId): void {
    const conversation = this.#get(id);
    const item = conversation.timeline.find(itemId);
    if (item?.delivery?.at !== 'failed') throw new Fault('not-found');
    this.#checkSendable(conversation, item.mark === 'clear' ? 'not-private' : 'unverified');
    const mark = this.#markNow(conversation);
    conversation.timeline.update(itemId, { delivery: { at: 'sending' }, mark, atMs: this.#deps.clock.nowMs() });
    this.#sendLine(conversation, itemId, item.text);
  }

  startPrivate(id: ConversationId): void {
    const conversation = this.#get(id);
    const { accountId, address } = conversation;
    this.#deps.accounts.online(accountId);
    if (!this.#accepted(conversation)) this.#deps.store.accepted.add(accountId, address);
    conversation.timeline.notice('private-starting', this.#deps.clock.nowMs());
    conversation.withheld = null;
    if (this.#deps.accounts.identity(accountId) === null) {
      conversation.startWithKey = true;
      this.#deps.accounts.makeKey(accountId);
    } else {
      conversation.awaitingSinceMs = this.#deps.clock.nowMs();
      this.#step(conversation, { kind: 'start', atMs: this.#deps.clock.nowMs() });
    }
    this.#changed(conversation);
  }

  endPrivate(id: ConversationId): void {
    const conversation = this.#get(id);
    this.#failHeld(conversation, 'conversation-not-private');
    conversation.awaitingSinceMs = null;
    conversation.startWithKey = false;
    this.#step(conversation, { kind: 'end', atMs: this.#deps.clock.nowMs() });
    this.#changed(conversation);
  }

  verify(id: ConversationId, fingerprint: Fingerprint, verified: boolean): void {
    const conversation = this.#get(id);
    this.#deps.trust.verify(this.#sessionKey(conversation, fingerprint), verified);
    conversation.timeline.notice(verified ? 'verified' : 'unverified', this.#deps.clock.nowMs());
    this.#releaseHeld(conversation);
    this.#changed(conversation);
  }

  acceptKey(id: ConversationId, fingerprint: Fingerprint): void {
    const conversation = this.#get(id);
    this.#deps.trust.accept(this.#sessionKey(conversation, fingerprint));
    conversation.timeline.notice('key-change-accepted', this.#deps.clock.nowMs());
    this.#releaseHeld(conversation);
    this.#changed(conversation);
  }

  // ------------------------------------------------------------ what happens

  /** Takes what an account's session says about messages and presence. */
  onEvent(accountId: AccountId, event: SessionEvent): void {
    if (event.kind === 'message') this.#receive(accountId, event.message);
    else if (event.kind === 'delivered-to-server') this.#delivered(event.id);
    else if (event.kind === 'delivery-failed') this.#failed(event.id, event.fault);
    else if (event.kind === 'presence') this.#presence(accountId, event.address);
    else if (event.kind === 'roster' || event.kind === 'roster-changed' || event.kind === 'roster-removed') {
      for (const conversation of this.#conversations.values()) {
        if (conversation.accountId === accountId) this.#changed(conversation);
      }
    }
  }

  /** The account's key is there: goes on with what waited for it. */
  onKey(accountId: AccountId): void {
    for (const conversation of this.#conversations.values()) {
      if (conversation.accountId !== accountId) continue;
      if (conversation.startWithKey) {
        conversation.startWithKey = false;
        if (this.#deps.accounts.isOnline(accountId)) this.startPrivate(conversation.id);
        else this.#failHeld(conversation, 'not-connected');
      }
      this.#feedWithheld(conversation);
      this.#changed(conversation);
    }
  }

  /** Ends all private conversations of an account that signs off on purpose. */
  endAll(accountId: AccountId): void {
    for (const conversation of this.#conversations.values()) {
      if (conversation.accountId !== accountId || otrStatus(conversation).at !== 'encrypted') continue;
      this.endPrivate(conversation.id);
    }
  }

  /** The account was removed. */
  drop(accountId: AccountId): void {
    for (const [id, conversation] of this.#conversations) {
      if (conversation.accountId !== accountId) continue;
      this.#conversations.delete(id);
      this.#deps.tabs.close(id);
      this.#deps.publish('conversation.removed', { conversationId: id });
    }
  }

  #receive(accountId: AccountId, message: IncomingMessage): void {
    const isOtr = message.text.startsWith('?OTR');
    // Copies from other devices, the archive and the offline store are of other sessions than ours.
    if (message.route !== 'direct' && isOtr) return;
    const conversation = this.#find(accountId, message.address);
    if (!conversation) return;
    if (message.route !== 'direct') {
      this.#show(conversation, message, { encrypted: false, from: message.route === 'carbon-sent' ? 'me' : 'them' });
      return;
    }
    if (isOtr && message.resource !== null) conversation.resource = this.#accepted(conversation) ? message.resource : null;
    if (!this.#accepted(conversation)) this.#receiveFromStranger(conversation, message, isOtr);
    else if (this.#deps.accounts.identity(accountId) === null) {
      if (isOtr) conversation.withheld = message.text;
      else this.#show(conversation, message, { encrypted: false, from: 'them' });
    } else this.#step(conversation, { kind: 'receive', text: message.text, atMs: this.#deps.clock.nowMs() }, message);
  }

  /** Somebody who was not accepted can be read, but gets no answer from the engine, and cannot see that we have one. */
  #receiveFromStranger(conversation: Conversation, message: IncomingMessage, isOtr: boolean): void {
    if (!isOtr) {
      this.#show(conversation, message, { encrypted: false, from: 'them' });
      return;
    }
    conversation.withheld = message.text;
    this.#deps.tabs.open(conversation.id, false);
    conversation.timeline.notice('stranger-waiting', this.#deps.clock.nowMs());
    this.#changed(conversation);
  }

  #feedWithheld(conversation: Conversation): void {
    const text = conversation.withheld;
    if (text === null || this.#deps.accounts.identity(conversation.accountId) === null) return;
    if (!this.#accepted(conversation) || !this.#deps.accounts.isOnline(conversation.accountId)) return;
    conversation.withheld = null;
    this.#step(conversation, { kind: 'receive', text, atMs: this.#deps.clock.nowMs() });
  }

  #show(
    conversation: Conversation,
    message: Pick<IncomingMessage, 'text' | 'atMs'>,
    how: { readonly encrypted: boolean; readonly from: 'me' | 'them' },
  ): void {
    const privacy = this.#privacy(conversation);
    const fromThem = how.from === 'them';
    this.#deps.tabs.open(conversation.id, false);
    conversation.timeline.message({
      atMs: message.atMs,
      from: how.from,
      text: message.text,
      mark: how.encrypted ? this.#markNow(conversation) : 'clear',
      arrivedUnencrypted: fromThem && !how.encrypted && privacy !== 'not-private',
      delivery: fromThem ? null : { at: 'sent' },
    });
    if (fromThem) conversation.unread += 1;
    this.#changed(conversation);
  }

  #delivered(stanzaId: string): void {
    const line = this.#lines.find(stanzaId);
    if (!line || line.itemId === null) return;
    const conversation = this.#conversations.get(line.conversationId);
    if (conversation?.timeline.find(line.itemId)?.delivery?.at !== 'sending') return;
    conversation.timeline.update(line.itemId, { delivery: { at: 'sent' } });
  }

  #failed(stanzaId: string, fault: FaultCode): void {
    const line = this.#lines.take(stanzaId);
    const conversation = line && this.#conversations.get(line.conversationId);
    if (!conversation) return;
    if (line.itemId !== null) conversation.timeline.update(line.itemId, { delivery: { at: 'failed', fault } });
    else if (isStarting(conversation)) this.#giveUpStarting(conversation);
  }

  #presence(accountId: AccountId, address: string): void {
    const conversation = this.#conversations.get(conversationIdOf(accountId, address));
    if (!conversation || otrStatus(conversation).at !== 'encrypted') return;
    const isOffline = this.#deps.buddies.presenceOf(accountId, address, null) === 'offline';
    if (isOffline && !conversation.toldOffline) {
      conversation.timeline.notice('peer-offline-still-private', this.#deps.clock.nowMs());
    }
    conversation.toldOffline = isOffline;
  }

  #tick(): void {
    const atMs = this.#deps.clock.nowMs();
    for (const conversation of this.#conversations.values()) {
      if (conversation.engine) this.#step(conversation, { kind: 'tick', atMs });
      const { awaitingSinceMs } = conversation;
      if (awaitingSinceMs !== null && atMs - awaitingSinceMs >= answerTimeoutMs) this.#giveUpStarting(conversation);
    }
    this.#stopTicking = this.#deps.clock.after(tickMs, () => this.#tick());
  }

  #giveUpStarting(conversation: Conversation): void {
    conversation.awaitingSinceMs = null;
    conversation.timeline.notice('key-exchange-timeout', this.#deps.clock.nowMs());
    this.#failHeld(conversation, 'conversation-not-private');
    this.#changed(conversation);
  }

  // ------------------------------------------------------------ the engine

  #step(conversation: Conversation, input: OtrInput, message?: IncomingMessage): void {
    const identity = this.#deps.accounts.identity(conversation.accountId);
    if (identity === null) return;
    const before = otrStatus(conversation);
    runEngine(conversation, identity, input, this.#deps.env, (effect) => this.#run(conversation, effect, message));
    const after = otrStatus(conversation);
    if (after.at === 'encrypted') this.#releaseHeld(conversation);
    if (before.at !== after.at || before.starting !== after.starting || before.session !== after.session) {
      this.#changed(conversation);
    }
  }

  #run(conversation: Conversation, effect: Exclude<OtrEffect, { do: 'wipe' }>, message: IncomingMessage | undefined): void {
    if (effect.do === 'send') {
      this.#transmit(conversation, effect.text, effect.id, effect.encrypted);
    } else if (effect.do === 'deliver') {
      const atMs = message?.atMs ?? this.#deps.clock.nowMs();
      this.#show(conversation, { text: effect.text, atMs }, { encrypted: effect.encrypted, from: 'them' });
    } else {
      this.#told(conversation, effect.event);
    }
  }

  #told(conversation: Conversation, event: OtrEvent): void {
    const atMs = this.#deps.clock.nowMs();
    const { timeline } = conversation;
    const code = noticeOf[event.kind];
    if (code) timeline.notice(code, atMs);
    else if (event.kind === 'session-started') this.#sessionStarted(conversation, event);
    else if (event.kind === 'session-ended') {
      timeline.notice(event.by === 'them' ? 'private-ended-by-them' : 'private-ended-by-us', atMs);
      this.#failHeld(conversation, 'conversation-finished');
    } else if (event.kind === 'key-exchange-expired') this.#giveUpStarting(conversation);
    else if (event.kind === 'peer-error') timeline.notice('peer-error', atMs, event.text);
    else if (event.kind === 'not-sent') {
      const faults = { finished: 'conversation-finished', 'too-long': 'message-too-long', 'random-failed': 'internal' } as const;
      timeline.update(event.id, { delivery: { at: 'failed', fault: faults[event.why] } });
    } else if (event.kind === 'random-failed') this.#deps.log.error('random-failed');
  }

  #sessionStarted(conversation: Conversation, event: Extract<OtrEvent, { kind: 'session-started' }>): void {
    const { accountId, address, timeline } = conversation;
    const atMs = this.#deps.clock.nowMs();
    conversation.awaitingSinceMs = null;
    conversation.toldOffline = false;
    const { record, changed } = this.#deps.trust.see(accountId, address, event.session.theirFingerprint);
    this.#deps.tabs.open(conversation.id, false);
    if (changed) timeline.notice('key-changed', atMs);
    if (event.refreshed) timeline.notice('private-refreshed', atMs);
    else timeline.notice(record.verified ? 'private-started' : 'private-started-unverified', atMs);
    this.#changed(conversation);
  }

  // ------------------------------------------------------------ sending

  /** Throws the `Fault` that keeps the line in the composer. */
  #checkSendable(conversation: Conversation, seen: PrivacyLevel): void {
    const { accountId, address } = conversation;
    this.#deps.accounts.online(accountId);
    const actual = this.#privacy(conversation);
    if (actual === 'finished') throw new Fault('conversation-finished');
    if (actual === 'not-private') {
      if (seen !== 'not-private') throw new Fault('conversation-not-private');
      return;
    }
    if (this.#record(conversation)?.undecided) throw new Fault('key-changed-undecided');
    if (seen === 'private' && actual !== 'private') throw new Fault('conversation-not-private');
    if (this.#deps.buddies.presenceOf(accountId, address, null) === 'offline') throw new Fault('recipient-unavailable');
  }

  #sendLine(conversation: Conversation, itemId: TimelineItemId, text: string): void {
    if (this.#privacy(conversation) === 'not-private' && isStarting(conversation)) {
      conversation.held = [...conversation.held, itemId];
      conversation.timeline.update(itemId, { mark: 'encrypted' });
      return;
    }
    const atMs = this.#deps.clock.nowMs();
    if (this.#deps.accounts.identity(conversation.accountId) === null) this.#transmit(conversation, text, itemId, false);
    else this.#step(conversation, { kind: 'send', id: itemId, text, atMs });
  }

  #transmit(conversation: Conversation, text: string, itemId: TimelineItemId | null, encrypted: boolean): void {
    const otr = encrypted || text.startsWith('?OTR');
    const id = randomUUID();
    const resource = otr ? this.#device(conversation) : null;
    this.#lines.add(id, { conversationId: conversation.id, itemId });
    try {
      this.#deps.accounts.online(conversation.accountId).send({ id, address: conversation.address, resource, text, otr });
    } catch (thrown) {
      this.#failed(id, faultCodeOf(thrown));
    }
  }

  /** The device to write to: the one that answered last, unless it is known to be gone. */
  #device({ accountId, address, resource }: Conversation): string | null {
    if (resource === null) return null;
    return this.#deps.buddies.presenceOf(accountId, address, resource) === 'offline' ? null : resource;
  }

  /** Lines that were held go out once the conversation is private and the key is decided on. */
  #releaseHeld(conversation: Conversation): void {
    if (conversation.held.length === 0 || otrStatus(conversation).at !== 'encrypted') return;
    if (this.#record(conversation)?.undecided !== false) return;
    const held = conversation.held;
    conversation.held = [];
    for (const itemId of held) {
      const item = conversation.timeline.find(itemId);
      if (!item) continue;
      conversation.timeline.update(itemId, { mark: this.#markNow(conversation) });
      this.#sendLine(conversation, itemId, item.text);
    }
  }

  #failHeld(conversation: Conversation, fault: FaultCode): void {
    for (const itemId of conversation.held) {
      conversation.timeline.update(itemId, { delivery: { at: 'failed', fault } });
    }
    conversation.held = [];
  }

  // ------------------------------------------------------------ views

  #privacy(conversation: Conversation): PrivacyLevel {
    const { at } = otrStatus(conversation);
    if (at === 'plaintext') return 'not-private';
    if (at === 'finished') return 'finished';
    const record = this.#record(conversation);
    return record?.verified && !record.undecided ? 'private' : 'unverified';
  }

  #markNow(conversation: Conversation): 'clear' | 'encrypted' | 'verified' {
    const privacy = this.#privacy(conversation);
    return privacy === 'private' ? 'verified' : privacy === 'unverified' ? 'encrypted' : 'clear';
  }

  /** The record of the session's key. */
  #record(conversation: Conversation): FingerprintRecord | null {
    const { session } = otrStatus(conversation);
    if (!session) return null;
    return this.#deps.trust.find(conversation.accountId, conversation.address, session.theirFingerprint);
  }

  #sessionKey(conversation: Conversation, fingerprint: Fingerprint): FingerprintRecord {
    const record = this.#record(conversation);
    if (record?.fingerprint !== fingerprint) throw new Fault('not-found');
    return record;
  }

  #accepted({ accountId, address }: Conversation): boolean {
    return this.#deps.buddies.has(accountId, address) || this.#deps.store.accepted.has(accountId, address);
  }

  #view(conversation: Conversation): ConversationView {
    const { id, accountId, address, unread } = conversation;
    const status = otrStatus(conversation);
    const record = this.#record(conversation);
    const key = this.#deps.accounts.views().find((account) => account.id === accountId)?.key;
    return {
      id,
      accountId,
      address,
      name: this.#deps.buddies.nameOf(accountId, address),
      accepted: this.#accepted(conversation),
      privacy: this.#privacy(conversation),
      starting: isStarting(conversation),
      version: status.session?.version ?? null,
      sessionId: status.session?.sessionId ?? null,
      theirs: record ? fingerprintViewOf(record) : null,
      ours: key?.at === 'ready' ? key.fingerprint : null,
      changedKey: record && status.at === 'encrypted' ? this.#deps.trust.changedKey(record) : null,
      resource: status.at === 'plaintext' ? null : conversation.resource,
      unread,
    };
  }

  #changed(conversation: Conversation): void {
    if (this.#conversations.get(conversation.id) !== conversation) return;
    this.#deps.publish('conversation.changed', { conversation: this.#view(conversation) });
  }

  #read(conversation: Conversation): void {
    if (conversation.unread === 0) return;
    conversation.unread = 0;
    this.#changed(conversation);
  }

  #get(id: ConversationId): Conversation {
    const conversation = this.#conversations.get(id);
    if (!conversation) throw new Fault('not-found');
    return conversation;
  }

  /** The conversation that a message belongs to, or `null` when strangers have filled the place. */
  #find(accountId: AccountId, address: string): Conversation | null {
    const known = this.#conversations.get(conversationIdOf(accountId, address));
    if (known) return known;
    if (this.#conversations.size >= maxConversations && !this.#deps.buddies.has(accountId, address)) return null;
    return this.#make(accountId, address);
  }

  #make(accountId: AccountId, address: string): Conversation {
    const id = conversationIdOf(accountId, address);
    const known = this.#conversations.get(id);
    if (known) return known;
    const conversation = newLive(id, accountId, address, new Timeline(id, this.#deps.publish));
    this.#conversations.set(id, conversation);
    this.#changed(conversation);
    return conversation;
  }
}
