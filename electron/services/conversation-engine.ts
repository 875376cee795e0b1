import { wipe } from '../base/bytes.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/ports.ts';
import { configure } from '../otr/index.ts';
import type { OtrConfig, OtrEffect, OtrEnv, OtrEvent, OtrInput, OtrStatus } from '../otr/index.ts';
import type { Store } from '../store/records.ts';
import type { NoticeCode } from '../../shared/views.ts';
import type { Identity } from './account-keys.ts';
import type { AccountService } from './account-service.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { ConversationOutbox } from './conversation-outbox.ts';
import type { ConversationTalk } from './conversation-talk.ts';
import { deviceOf, learnDevice, otrStatus, runEngine } from './conversation.ts';
import type { Conversation, Withheld } from './conversation.ts';
import { correct, noteLast } from './corrections.ts';
import { isDuplicate } from './duplicates.ts';
import type { LabService } from './lab-service.ts';
import { plainTextOf } from './markup.ts';
import type { TabsService } from './tabs-service.ts';
import type { TrustService } from './trust-service.ts';

/** An offer that nobody answers is given up after this time. */
const answerTimeoutMs = 60_000;

/** Notices for what the engine tells; events that are missing here have their own handling or no words. */
const noticeOf: Partial<Record<OtrEvent['kind'], NoticeCode>> = {
  'not-private': 'not-private-here',
  unreadable: 'unreadable',
  malformed: 'malformed',
  unrecognised: 'unrecognised',
  reflected: 'reflected',
  'other-instance': 'other-instance',
  'version-refused': 'version-refused',
  'device-dropped': 'device-dropped',
};

const notSentFaults = {
  finished: 'conversation-finished',
  'too-long': 'message-too-long',
  'random-failed': 'random-failed',
  'no-version': 'private-messaging-off',
} as const;

export type EngineDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly env: OtrEnv;
  readonly accounts: AccountService;
  readonly trust: TrustService;
  readonly tabs: TabsService;
  readonly book: ConversationBook;
  readonly outbox: ConversationOutbox;
  readonly lab: LabService;
  readonly talk: ConversationTalk;
  readonly onSmp: (conversation: Conversation, event: Extract<OtrEvent, { kind: 'smp' | 'smp-refused' }>) => void;
};

/** Steps a conversation's engine and runs its effects: the network, the timeline, the trust. */
export class ConversationEngine {
  readonly #deps: EngineDeps;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Takes a text from the network; what the engine answers goes to the device that wrote it. */
  receive(conversation: Conversation, message: Withheld, writtenAtMs: number): void {
    const { text, resource } = message;
    conversation.answering = resource;
    conversation.arriving = message;
    this.#deps.lab.heard(conversation.id, 'them', text, this.#deps.clock.nowMs());
    try {
      this.step(conversation, { kind: 'receive', text, atMs: this.#deps.clock.nowMs() }, writtenAtMs);
    } finally {
      conversation.answering = null;
      conversation.arriving = null;
    }
  }

  /** `atMs`: when what arrives was written. Does nothing while the account has no key. */
  step(conversation: Conversation, input: OtrInput, atMs = this.#deps.clock.nowMs()): void {
    const { accounts, book, env, outbox } = this.#deps;
    const { accountId } = conversation;
    const identity = accounts.identity(accountId);
    if (identity === null) return;
    const before = otrStatus(conversation);
    const config = () => this.#config(conversation, identity);
    runEngine(conversation, config, input, env, (effect) => this.#run(conversation, effect, atMs));
    const after = otrStatus(conversation);
    if (after.at === 'encrypted') outbox.release(conversation);
    if (shownOf(before) !== shownOf(after)) book.changed(conversation);
  }

  /** Takes over what is allowed, wanted and trusted now. */
  configure(conversation: Conversation): void {
    const identity = this.#deps.accounts.identity(conversation.accountId);
    if (identity === null || conversation.engine === null) return;
    conversation.engine = configure(conversation.engine, this.#config(conversation, identity));
  }

  #config(conversation: Conversation, identity: Identity): OtrConfig {
    const { book, trust } = this.#deps;
    const { accountId, address } = conversation;
    return {
      ...identity,
      policy: book.flags(conversation),
      maxMessageSize: null,
      knownVersions: trust.versions(accountId, address),
      smpGuesses: this.#deps.store.guesses.get(accountId, address),
      trustedFingerprints: trust.trusted(accountId, address),
    };
  }

  /** Offers a private conversation, or refreshes the one that is there. */
  start(conversation: Conversation): void {
    const atMs = this.#deps.clock.nowMs();
    conversation.awaitingSinceMs = atMs;
    this.step(conversation, { kind: 'start', atMs });
  }

  /** Lets what is old expire: in the engine, and our own unanswered offer. */
  tick(conversation: Conversation): void {
    const atMs = this.#deps.clock.nowMs();
    if (conversation.engine) this.step(conversation, { kind: 'tick', atMs });
    const { awaitingSinceMs } = conversation;
    if (awaitingSinceMs !== null && atMs - awaitingSinceMs >= answerTimeoutMs) this.giveUp(conversation);
  }

  /** The key exchange came to nothing. */
  giveUp(conversation: Conversation): void {
    conversation.awaitingSinceMs = null;
    const stands = otrStatus(conversation).at === 'encrypted';
    conversation.timeline.notice(stands ? 'refresh-timeout' : 'key-exchange-timeout', this.#deps.clock.nowMs());
    if (!this.#deps.book.mustWait(conversation)) this.#deps.outbox.failHeld(conversation, 'conversation-not-private');
    else conversation.startWhenThere = !this.#deps.book.isThere(conversation);
    this.#deps.book.changed(conversation);
  }

  #run(conversation: Conversation, effect: Exclude<OtrEffect, { do: 'wipe' }>, atMs: number): void {
    const { book, outbox } = this.#deps;
    if (effect.do === 'send') outbox.transmit(conversation, effect);
    else if (effect.do === 'deliver') {
      if (effect.session) {
        learnDevice(conversation, effect.session.theirInstance);
        this.#deps.trust.heard(conversation.accountId, conversation.address, effect.session.theirFingerprint);
      }
      if (effect.encrypted) this.#deps.lab.understood(conversation.id, effect.text);
      const text = effect.encrypted ? plainTextOf(effect.text) : effect.text;
      const { arriving } = conversation;
      if (!this.#takesPlace(conversation, effect)) {
        const itemId = book.show(conversation, { text, atMs }, { session: effect.session, from: 'them' });
        noteLast(conversation, 'them', itemId, { resource: arriving?.resource ?? null, stanzaId: arriving?.stanzaId ?? null, isClear: !effect.encrypted });
      }
      if (arriving) this.#deps.talk.shown(conversation, arriving);
    } else this.#told(conversation, effect.event);
  }

  /** Whether it was shown before, or corrects what was; neither makes another line. */
  #takesPlace(conversation: Conversation, { encrypted, text }: Extract<OtrEffect, { do: 'deliver' }>): boolean {
    const { arriving } = conversation;
    if (arriving === null) return false;
    if (encrypted) return isDuplicate(conversation, 'encrypted', arriving.stanzaId, text);
    return this.#deps.book.expectsClear(conversation) && correct(conversation, 'them', arriving, text);
  }

  #told(conversation: Conversation, event: OtrEvent): void {
    const atMs = this.#deps.clock.nowMs();
    const { timeline } = conversation;
    const code = noticeOf[event.kind];
    if (code) timeline.notice(code, atMs);
    else if (event.kind === 'session-started') this.#started(conversation, event);
    else if (event.kind === 'device-chosen') timeline.notice('device-chosen', atMs, deviceOf(conversation));
    else if (event.kind === 'session-ended') {
      timeline.notice(event.by === 'them' ? 'private-ended-by-them' : 'private-ended-by-us', atMs);
      this.#deps.outbox.failHeld(conversation, 'conversation-finished');
    } else if (event.kind === 'downgraded') {
      timeline.notice(event.refused ? 'downgrade-refused' : 'downgraded', atMs);
      if (event.refused) conversation.awaitingSinceMs = null;
    } else if (event.kind === 'key-exchange-expired') this.giveUp(conversation);
    else if (event.kind === 'peer-error') timeline.notice('peer-error', atMs, event.text);
    else if (event.kind === 'not-sent') {
      timeline.update(event.id, { delivery: { at: 'failed', fault: notSentFaults[event.why] } });
    } else if (event.kind === 'not-resent') {
      // They may not have read it, and the key or the version is another one now: to send it is the person's decision.
      timeline.update(event.id, { delivery: { at: 'doubtful', why: event.why } });
    } else if (event.kind === 'resent') {
      // What was said to have arrived was not read.
      const wasThere = timeline.find(event.id)?.delivery?.at === 'delivered';
      timeline.update(event.id, { resent: true, ...(wasThere && { delivery: { at: 'sending' } }) });
    } else if (event.kind === 'smp' || event.kind === 'smp-refused') {
      this.#deps.onSmp(conversation, event);
    } else if (event.kind === 'smp-guesses') {
      this.#deps.store.guesses.put(conversation.accountId, conversation.address, event);
    } else if (event.kind === 'extra-key') {
      // Nothing here has a use for such a key yet.
      wipe(event.key);
    } else if (event.kind === 'random-failed') {
      this.#deps.log.error('random-failed');
      timeline.notice('random-failed', atMs);
    }
  }

  #started(conversation: Conversation, event: Extract<OtrEvent, { kind: 'session-started' }>): void {
    const { accountId, address, timeline } = conversation;
    const { trust, tabs, book, clock } = this.#deps;
    const atMs = clock.nowMs();
    learnDevice(conversation, event.session.theirInstance);
    conversation.awaitingSinceMs = null;
    conversation.toldOffline = false;
    const inUse = new Set(otrStatus(conversation).devices.map(({ session }) => session.theirFingerprint));
    const record = trust.see(accountId, address, event.session.theirFingerprint, event.session.version, inUse);
    tabs.open(conversation.id, false);
    if (record.undecided) timeline.notice('key-changed', atMs);
    if (event.refreshed) timeline.notice('private-refreshed', atMs);
    else timeline.notice(record.verified ? 'private-started' : 'private-started-unverified', atMs);
    book.changed(conversation);
  }
}

/** What the window sees of a status; when a device was heard is no news. */
function shownOf({ at, starting, choice, devices }: OtrStatus): string {
  const known = devices.map((device) => [device.session.theirInstance, device.session.sessionId.hex, device.at, device.isChosen]);
  return JSON.stringify([at, starting, choice, known]);
}
