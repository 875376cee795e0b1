import { Fault } from '../base/fault.ts';
import type { Clock } from '../base/ports.ts';
import type { Store } from '../store/records.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { DeviceChoice } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { ConversationEngine } from './conversation-engine.ts';
import type { ConversationOutbox } from './conversation-outbox.ts';
import { isStarting, otrStatus } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { PolicyService } from './policy-service.ts';
import type { SendGate } from './send-gate.ts';

export type PrivacyDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly policies: PolicyService;
  readonly book: ConversationBook;
  readonly engine: ConversationEngine;
  readonly outbox: ConversationOutbox;
  readonly gate: SendGate;
};

/** A rule by which a device is chosen. */
export type DeviceRule = Exclude<DeviceChoice, 'one'>;

/** Starts and ends private conversations: because the person says so, because lines wait for it, or by a changed policy. */
export class ConversationPrivacy {
  readonly #deps: PrivacyDeps;

  constructor(deps: PrivacyDeps) {
    this.#deps = deps;
  }

  /** Starts a private conversation, or refreshes it; it waits where the account's key is still being made. Throws `Fault`. */
  start(conversation: Conversation): void {
    const { accounts, book } = this.#deps;
    accounts.online(conversation.accountId);
    this.#deps.gate.checkUnblocked(conversation);
    if (this.#isOff(conversation)) throw new Fault('private-messaging-off');
    if (book.isAway(conversation)) throw new Fault('start-unavailable');
    this.#begin(conversation);
  }

  /** Where lines wait because encryption is required, and nobody has asked for it, we do. */
  startForHeld(conversation: Conversation): void {
    if (!isStarting(conversation)) this.#askForHeld(conversation);
  }

  /** The buddy came or went. When they come, lines that wait ask for them, once more if they may have missed it. */
  presence(conversation: Conversation): void {
    if (!this.#deps.book.isThere(conversation)) conversation.startWhenThere = true;
    else if (conversation.startWhenThere) this.#askForHeld(conversation);
  }

  #askForHeld(conversation: Conversation): void {
    const { book, gate } = this.#deps;
    if (conversation.held.length === 0 || !book.mustWait(conversation)) return;
    if (gate.canReach(conversation)) this.#begin(conversation);
    conversation.startWhenThere = !book.isThere(conversation);
  }

  end(conversation: Conversation): void {
    const { book, engine, outbox, clock } = this.#deps;
    outbox.failHeld(conversation, 'conversation-not-private');
    conversation.awaitingSinceMs = null;
    conversation.startWithKey = false;
    conversation.startWhenThere = false;
    engine.step(conversation, { kind: 'end', atMs: clock.nowMs() });
    book.changed(conversation);
  }

  /** Says which device typed lines go to. Throws `Fault` (`not-found`) for one without a session. */
  chooseDevice(conversation: Conversation, device: DeviceRule | number): void {
    const { engine, clock } = this.#deps;
    const { devices } = otrStatus(conversation);
    if (!devices.some(({ session }) => typeof device !== 'number' || session.theirInstance === device)) throw new Fault('not-found');
    engine.step(conversation, { kind: 'choose-device', device, atMs: clock.nowMs() });
  }

  /** What is trusted of a buddy's keys changed: it counts where the most secure device is chosen, for what may go out again, and in what the window shows. */
  onTrust(conversation: Conversation): void {
    const { book, engine } = this.#deps;
    const { devices } = otrStatus(conversation);
    if (devices.length === 0) return;
    engine.configure(conversation);
    book.changed(conversation);
  }

  /** What is allowed and wanted changed, for one buddy or with `null` for all of an account. */
  onPolicy(accountId: AccountId, address: string | null): void {
    const { book, engine, outbox } = this.#deps;
    for (const conversation of book.ofAccount(accountId)) {
      if (address !== null && conversation.address !== address) continue;
      // An engine that may not speak passes everything untouched, so nothing may be private under it.
      const runs = otrStatus(conversation).at !== 'plaintext' || isStarting(conversation);
      if (this.#isOff(conversation) && runs) this.end(conversation);
      engine.configure(conversation);
      if (otrStatus(conversation).at === 'plaintext' && !book.mustWait(conversation)) {
        outbox.failHeld(conversation, 'conversation-not-private');
      }
      book.changed(conversation);
    }
  }

  #begin(conversation: Conversation): void {
    const { accounts, book, clock, engine, store } = this.#deps;
    const { accountId, address } = conversation;
    conversation.startWhenThere = false;
    if (!book.accepted(conversation)) store.accepted.add(accountId, address);
    const stands = otrStatus(conversation).at === 'encrypted';
    if (conversation.held.length === 0 || !isStarting(conversation)) {
      conversation.timeline.notice(stands ? 'private-refreshing' : 'private-starting', clock.nowMs());
    }
    conversation.withheld = [];
    if (accounts.identity(accountId) === null) {
      conversation.startWithKey = true;
      accounts.makeKey(accountId);
    } else engine.start(conversation);
    book.changed(conversation);
  }

  #isOff({ accountId, address }: Conversation): boolean {
    return this.#deps.policies.name(accountId, address) === 'never';
  }
}
