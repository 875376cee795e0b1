import { Fault } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/ports.ts';
import type { OtrEnv } from '../otr/index.ts';
import { bareAddress } from '../protocols/address.ts';
import type { SessionEvent } from '../protocols/protocol.ts';
import type { AccountId, ConversationId, Fingerprint, TimelineItemId } from '../../shared/ids.ts';
import type { ConnectionView, ConversationView, FingerprintName, PrivacyLevel, SharingView, TimelineItem } from '../../shared/views.ts';
import type { BlockingService } from './blocking-service.ts';
import { AuthenticationService } from './authentication-service.ts';
import { ConversationBook } from './conversation-book.ts';
import type { BookDeps } from './conversation-book.ts';
import { ConversationEngine } from './conversation-engine.ts';
import { ConversationInbox } from './conversation-inbox.ts';
import { ConversationKeys } from './conversation-keys.ts';
import { conversationIdOf } from './conversation-id.ts';
import { ConversationOutbox, levelOfMark } from './conversation-outbox.ts';
import { SendGate } from './send-gate.ts';
import { ConversationTalk } from './conversation-talk.ts';
import { ConversationPrivacy } from './conversation-privacy.ts';
import type { DeviceRule } from './conversation-privacy.ts';
import { otrStatus } from './conversation.ts';
import type { PutBack } from './timeline.ts';
import { isIn } from './history/scope.ts';
import type { HistoryScope } from '../store/records.ts';

/** How often the engines are told the time. */
const tickMs = 5_000;

type Deps = BookDeps & { readonly blocking: BlockingService; readonly clock: Clock; readonly log: Log; readonly env: OtrEnv; readonly sharing: () => SharingView };

/**
 * What a person can do in a conversation, and what can happen to it.
 *
 * `ConversationInbox` is the way in, `ConversationOutbox` the way out, `ConversationEngine` runs OTR between
 * them, `ConversationPrivacy` says when, `ConversationKeys` under which keys, `AuthenticationService` its SMP,
 * `ConversationBook` knows what there is.
 */
export class ConversationService {
  readonly #deps: Deps;
  readonly #book: ConversationBook;
  readonly #outbox: ConversationOutbox;
  readonly #engine: ConversationEngine;
  readonly #inbox: ConversationInbox;
  readonly authentication: AuthenticationService;
  readonly #privacy: ConversationPrivacy;
  readonly #keys: ConversationKeys;
  readonly #talk: ConversationTalk;
  readonly #gate: SendGate;
  #stopTicking: () => void;

  constructor(deps: Deps) {
    this.#deps = deps;
    const { clock, accounts, buddies, tabs } = deps;
    const book = new ConversationBook(deps);
    const gate = new SendGate({ ...deps, book });
    const talk = new ConversationTalk({ ...deps, book });
    const outbox = new ConversationOutbox({
      talk,
      clock,
      accounts,
      buddies,
      book,
      step: (conversation, input) => engine.step(conversation, input),
      lab: deps.lab,
      gate,
      onExchangeFailed: (conversation) => engine.giveUp(conversation),
    });
    const engine = new ConversationEngine({
      ...deps,
      book,
      outbox,
      talk,
      onSmp: (conversation, event) => this.authentication.told(conversation, event),
    });
    this.authentication = new AuthenticationService({
      ...deps,
      book,
      outbox,
      step: (conversation, input) => engine.step(conversation, input),
    });
    this.#book = book;
    this.#talk = talk;
    this.#gate = gate;
    this.#outbox = outbox;
    this.#engine = engine;
    this.#inbox = new ConversationInbox({ clock, accounts, buddies, tabs, book, engine, talk });
    this.#privacy = new ConversationPrivacy({ ...deps, book, engine, outbox, gate });
    this.#keys = new ConversationKeys({ ...deps, book, engine, outbox, inbox: this.#inbox });
    this.#restoreTabs();
    this.#stopTicking = clock.after(tickMs, () => this.#tick());
  }

  stop(): void {
    this.#stopTicking();
  }

  views(): readonly ConversationView[] {
    return this.#book.all().map((conversation) => this.#book.view(conversation));
  }

  timelines(): Readonly<Record<ConversationId, readonly TimelineItem[]>> {
    return Object.fromEntries(this.#book.all().map(({ id, timeline }) => [id, timeline.items()]));
  }

  // ------------------------------------------------------------ what the person does

  open(accountId: AccountId, typedAddress: string): ConversationId {
    const address = bareAddress(typedAddress);
    if (address === null) throw new Fault('address-invalid');
    if (!this.#deps.accounts.ids().includes(accountId)) throw new Fault('not-found');
    const conversation = this.#book.make(accountId, address);
    this.#deps.tabs.open(conversation.id, true);
    return conversation.id;
  }

  /** Closes the tab. A private conversation goes on, and its tab opens again when something is said; SMP ends. */
  close(id: ConversationId): void {
    this.read(id);
    this.authentication.leave(this.#book.get(id));
    this.#deps.tabs.close(id);
  }

  read(id: ConversationId): void {
    const conversation = this.#book.get(id);
    if (conversation.unread === 0) return;
    conversation.unread = 0;
    this.#book.changed(conversation);
  }

  /** Lets somebody who is not in the buddy list get answers; what they asked for last is answered now. */
  accept(id: ConversationId): void {
    const conversation = this.#book.get(id);
    this.#deps.store.accepted.add(conversation.accountId, conversation.address);
    this.#book.changed(conversation);
    this.#inbox.feedWithheld(conversation);
  }

  send(id: ConversationId, text: string, seen: PrivacyLevel): void {
    const conversation = this.#book.get(id);
    if (text.trim() === '') throw new Fault('message-empty');
    this.#gate.checkSendable(conversation, seen);
    const itemId = conversation.timeline.message({
      atMs: this.#deps.clock.nowMs(),
      from: 'me',
      text,
      ...this.#outbox.begins(conversation, seen),
      arrivedUnencrypted: false,
    });
    this.#outbox.send(conversation, itemId, text, seen);
    this.#privacy.startForHeld(conversation);
  }

  /** Puts another text in the place of the last line, which went in clear; nowhere else. Throws `Fault` (`correction-over`). */
  correct(id: ConversationId, itemId: TimelineItemId, text: string): void {
    const conversation = this.#book.get(id);
    if (text.trim() === '') throw new Fault('message-empty');
    if (this.#book.view(conversation).correctable !== itemId) throw new Fault('correction-over');
    this.#gate.checkSendable(conversation, 'not-private');
    conversation.timeline.correct(itemId, text, { delivery: { at: 'sending' } });
    this.#outbox.sendCorrection(conversation, itemId, text);
  }

  /** The person types, or took back all that stood in the composer. */
  typing(id: ConversationId, isTyping: boolean): void {
    const conversation = this.#book.find(id);
    if (conversation) this.#talk.typing(conversation, isTyping);
  }

  /** Sends a line that failed, or that may not have been read, once more, but never less private than it was meant to be. */
  retry(id: ConversationId, itemId: TimelineItemId): void {
    const conversation = this.#book.get(id);
    const item = conversation.timeline.find(itemId);
    if (item?.delivery?.at !== 'failed' && item?.delivery?.at !== 'doubtful') throw new Fault('not-found');
    this.#gate.checkSendable(conversation, levelOfMark[item.mark]);
    const mark = this.#book.mark(conversation);
    conversation.timeline.update(itemId, { delivery: { at: 'sending' }, mark, atMs: this.#deps.clock.nowMs() });
    if (item.former && mark === 'clear') this.#outbox.sendCorrection(conversation, itemId, item.text);
    else this.#outbox.send(conversation, itemId, item.text, levelOfMark[item.mark]);
    this.#privacy.startForHeld(conversation);
  }

  /** Takes a line back that waits or failed; answers its text. */
  takeBack(id: ConversationId, itemId: TimelineItemId): string {
    return this.#outbox.takeBack(this.#book.get(id), itemId);
  }

  /** Starts a private conversation, or refreshes it; it waits where the account's key is still being made. */
  startPrivate(id: ConversationId): void {
    this.#privacy.start(this.#book.get(id));
  }

  endPrivate(id: ConversationId): void {
    this.#privacy.end(this.#book.get(id));
  }

  /** Switches the lab's recording of a conversation on or off; the conversation says so. */
  record(id: ConversationId, on: boolean): void {
    const conversation = this.#book.get(id);
    const { lab, clock } = this.#deps;
    if (lab.isRecording(id) === on) return;
    lab.record(id, on);
    conversation.timeline.notice(on ? 'lab-recording' : 'lab-stopped', clock.nowMs());
    this.#book.changed(conversation);
  }

  /** How private the conversation is in which a device uses this key now; `null` where none does. */
  useOf(accountId: AccountId, address: string, fingerprint: Fingerprint): PrivacyLevel | null {
    const conversation = this.#book.find(conversationIdOf(accountId, address));
    return conversation && this.#book.useOf(conversation, fingerprint);
  }

  chooseDevice(id: ConversationId, device: DeviceRule | number): void {
    this.#privacy.chooseDevice(this.#book.get(id), device);
  }

  /** Records that the person compared the session's key, or takes that back. */
  verify(id: ConversationId, fingerprint: Fingerprint, verified: boolean): void {
    this.#keys.verify(id, fingerprint, verified);
  }

  /** A key became verified, or no longer is. */
  trustChanged(key: FingerprintName): void {
    this.#keys.trustChanged(key);
  }

  /** Goes on with a changed key, unverified. */
  acceptKey(id: ConversationId, fingerprint: Fingerprint): void {
    this.#keys.accept(id, fingerprint);
  }

  // ------------------------------------------------------------ what happens

  /** Takes what an account's session says about messages and presence. */
  onEvent(accountId: AccountId, event: SessionEvent): void {
    if (event.kind === 'message') this.#inbox.receive(accountId, event.message);
    else if (event.kind === 'delivered-to-server') this.#outbox.delivered(event.id);
    else if (event.kind === 'received-by-buddy') this.#outbox.arrived(event.id);
    else if (event.kind === 'received-earlier') this.#deps.history.arrived(accountId, event.address, event.id);
    else if (event.kind === 'chat-state') this.#talk.state(accountId, event);
    else if (event.kind === 'features') this.#talk.features(accountId, event);
    else if (event.kind === 'connection') this.#onConnection(accountId, event.connection);
    else if (event.kind === 'delivery-failed') this.#outbox.failed(event.id, event.fault);
    else if (event.kind === 'presence') this.#onPresence(accountId, event);
    else if (event.kind === 'roster' || event.kind === 'roster-changed' || event.kind === 'roster-removed') {
      for (const conversation of this.#book.ofAccount(accountId)) this.#book.changed(conversation);
    }
  }

  /** What is trusted of a buddy's keys changed. */
  onTrust(accountId: AccountId, address: string): void {
    const conversation = this.#book.find(conversationIdOf(accountId, address));
    if (conversation) this.#privacy.onTrust(conversation);
  }

  /** What is allowed and wanted changed, for one buddy or with `null` for all of an account. */
  onPolicy(accountId: AccountId, address: string | null): void {
    this.#privacy.onPolicy(accountId, address);
  }

  /** The account's key is there: goes on with what waited for it. */
  onKey(accountId: AccountId): void {
    this.#keys.onOwnKey(accountId);
  }

  /** Ends all private conversations of an account that signs off on purpose. */
  endAll(accountId: AccountId): void {
    for (const conversation of this.#book.ofAccount(accountId)) {
      if (otrStatus(conversation).at === 'encrypted') this.#privacy.end(conversation);
    }
  }

  /** Ends what is private with an address, or with everybody of a server, that is about to be blocked, and gives up what waits for it. */
  endWith(accountId: AccountId, address: string): void {
    this.#endWhere(accountId, (other) => other === address || other.endsWith(`@${address}`));
  }

  /** The same for whoever is blocked already, as from another device of ours. Nothing goes out to them, and so they are not told. */
  endBlocked(accountId: AccountId): void {
    this.#endWhere(accountId, (address) => this.#deps.blocking.isBlocked(accountId, address));
  }

  #endWhere(accountId: AccountId, fits: (address: string) => boolean): void {
    for (const conversation of this.#book.ofAccount(accountId)) {
      if (!fits(conversation.address)) continue;
      this.authentication.leave(conversation);
      if (otrStatus(conversation).at !== 'plaintext' || conversation.held.length > 0) this.#privacy.end(conversation);
    }
  }

  /** A buddy is called otherwise now. */
  renamed(accountId: AccountId, address: string): void {
    const conversation = this.#book.find(conversationIdOf(accountId, address));
    if (conversation) this.#book.changed(conversation);
  }

  /**
   * Takes a line out of sight that is removed from the history; one that is under way stays, and is `not-found`. Gives the
   * way back, `null` where it was not in sight.
   */
  forgetLine(id: ConversationId, itemId: TimelineItemId): PutBack | null {
    const { timeline } = this.#book.find(id) ?? {};
    const putBack = timeline?.takeOut(itemId) ?? null;
    if (timeline?.find(itemId)) throw new Fault('not-found');
    return putBack;
  }

  /** Takes what is of a part of the history out of sight. */
  forget(scope: HistoryScope): void {
    for (const { accountId, address, timeline } of this.#book.all()) {
      if (scope.accountId !== null && scope.accountId !== accountId) continue;
      if (scope.address === null || scope.address === address) timeline.forget((item) => isIn(scope, item));
    }
  }

  /** The account was removed. */
  drop(accountId: AccountId): void {
    for (const { id } of this.#book.ofAccount(accountId)) this.#book.remove(id);
  }

  #onConnection(accountId: AccountId, { at }: ConnectionView): void {
    for (const conversation of this.#book.ofAccount(accountId)) {
      if (at === 'online') this.#outbox.sendUnsure(conversation);
      else conversation.typingUntilMs = null;
      if (at === 'offline' || at === 'failed') this.#outbox.failUnsure(conversation);
    }
  }

  #onPresence(accountId: AccountId, event: Extract<SessionEvent, { kind: 'presence' }>): void {
    const { address } = event;
    this.#talk.presence(accountId, event);
    this.#inbox.presence(accountId, address);
    const conversation = this.#book.find(conversationIdOf(accountId, address));
    if (!conversation) return;
    this.#outbox.sendUnsure(conversation);
    this.#privacy.presence(conversation);
  }

  #restoreTabs(): void {
    const { accounts, tabs } = this.#deps;
    for (const id of tabs.restored()) {
      const [accountId = '', ...rest] = id.split('/');
      const address = bareAddress(rest.join('/'));
      if (address !== null && accounts.ids().includes(accountId)) this.#book.make(accountId, address);
    }
    tabs.keepOnly((id) => this.#book.has(id));
  }

  #tick(): void {
    for (const conversation of this.#book.all()) {
      this.authentication.tick(conversation);
      this.#engine.tick(conversation);
      this.#talk.tick(conversation);
      this.#outbox.sendUnsure(conversation);
    }
    this.#stopTicking = this.#deps.clock.after(tickMs, () => this.#tick());
  }
}
