import { randomUUID } from 'node:crypto';
import { Fault, faultCodeOf } from '../base/fault.ts';
import type { Clock } from '../base/ports.ts';
import type { OtrEffect, OtrInput } from '../otr/index.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { TimelineItemId } from '../../shared/ids.ts';
import type { DeliveryState, MessageItem, PrivacyLevel } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { BuddyService } from './buddy-service.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { ConversationTalk } from './conversation-talk.ts';
import { noteLast } from './corrections.ts';
import { deviceOf, isStarting, otrStatus } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { LabService } from './lab-service.ts';
import type { SendGate } from './send-gate.ts';
import { htmlOf } from './markup.ts';
import { OutboundLines } from './outbound-lines.ts';

export type OutboxDeps = {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly book: ConversationBook;
  readonly lab: LabService;
  readonly talk: ConversationTalk;
  readonly gate: SendGate;
  readonly step: (conversation: Conversation, input: OtrInput) => void;
  /** A message of the key exchange came back. */
  readonly onExchangeFailed: (conversation: Conversation) => void;
};

/** The level that a line with this mark was meant for. */
export const levelOfMark = { clear: 'not-private', encrypted: 'unverified', verified: 'private' } as const;

/** A text for the network. `id`: the line that it carries, `null` for the protocol's own; `instance`: whom it is for. */
export type Transmission = Omit<Extract<OtrEffect, { do: 'send' }>, 'do'>;

/**
 * The way out: decides whether a line may go, holds what was typed during a key exchange, and follows each
 * line until the server has it.
 */
export class ConversationOutbox {
  readonly #deps: OutboxDeps;
  readonly #lines = new OutboundLines();
  /** The id that the line has which goes out anew now. */
  #again: string | null = null;
  /** The id of the line that the one corrects which goes out now. */
  #replaces: string | null = null;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** How a line that is typed now stands in the timeline from the first: one that waits is for an encrypted conversation. */
  begins(conversation: Conversation, seen: PrivacyLevel): Pick<MessageItem, 'mark' | 'delivery'> {
    const { book } = this.#deps;
    if (!book.mustWait(conversation)) return { mark: book.mark(conversation), delivery: { at: 'sending' } };
    return { mark: seen === 'private' ? 'verified' : 'encrypted', delivery: { at: 'waiting' } };
  }

  /** Sends a line that stands in the timeline, or holds it until the conversation is private. */
  send(conversation: Conversation, itemId: TimelineItemId, text: string, seen: PrivacyLevel): void {
    const { accounts, book, clock, step } = this.#deps;
    if (book.mustWait(conversation)) {
      conversation.held = [...conversation.held, { itemId, text, seen }];
      conversation.timeline.update(itemId, this.begins(conversation, seen));
      return;
    }
    if (this.#again === null && this.#deps.gate.isTooEarly(conversation)) {
      conversation.unsure = [...conversation.unsure, { itemId, stanzaId: randomUUID() }];
      conversation.timeline.update(itemId, { delivery: { at: 'waiting', why: 'connection' } });
      return;
    }
    if (accounts.identity(conversation.accountId) === null) this.transmit(conversation, { text, id: itemId, encrypted: false, instance: null });
    else step(conversation, { kind: 'send', id: itemId, text: this.#asShown(conversation, text), atMs: clock.nowMs() });
  }

  /** Puts a text on the network: an answer goes to the device that wrote, all else to the one that it is for. */
  transmit(conversation: Conversation, { text, id: itemId, encrypted, instance }: Transmission): void {
    const { accountId, address } = conversation;
    const otr = encrypted || text.startsWith('?OTR');
    if (otr) this.#deps.lab.heard(conversation.id, 'me', text, this.#deps.clock.nowMs());
    const id = (itemId === null ? null : this.#again) ?? randomUUID();
    this.#lines.add(id, { conversationId: conversation.id, itemId });
    try {
      this.#deps.gate.checkUnblocked(conversation);
      const answering = itemId === null && !isForAnother(conversation, instance) ? conversation.answering : null;
      const resource = otr ? (answering ?? this.#device(conversation, instance)) : null;
      this.#deps.accounts.online(accountId).send({ id, address, resource, text, otr, ...(itemId !== null && { beside: { ...this.#deps.talk.beside(conversation), replaces: otr ? null : this.#replaces } }) });
      if (itemId !== null) this.#said(conversation, itemId, id, otr);
    } catch (thrown) {
      this.failed(id, faultCodeOf(thrown));
    }
  }

  /** A line went out: it is the last one, whether or not it corrects what was the last before. */
  #said(conversation: Conversation, itemId: TimelineItemId, id: string, otr: boolean): void {
    const { last } = conversation;
    this.#deps.talk.said(conversation);
    if (this.#replaces !== null && last.me?.itemId === itemId) last.me = { ...last.me, ids: [last.me.ids[0], id] };
    else noteLast(conversation, 'me', itemId, { resource: null, stanzaId: id, isClear: !otr });
    this.#deps.book.changed(conversation);
  }

  /** Sends a line whose text was corrected. */
  sendCorrection(conversation: Conversation, itemId: TimelineItemId, text: string): void {
    this.#replaces = replacedBy(conversation, itemId);
    try {
      this.send(conversation, itemId, text, 'not-private');
    } finally {
      this.#replaces = null;
    }
  }

  /**
   * Held lines go out once the conversation is private and its key is decided on; one that was typed for a
   * verified key goes to no other.
   */
  release(conversation: Conversation): void {
    const { book } = this.#deps;
    if (conversation.held.length === 0 || otrStatus(conversation).at !== 'encrypted') return;
    if (book.sessionKey(conversation)?.undecided !== false) return;
    const { held } = conversation;
    conversation.held = [];
    const privacy = book.privacy(conversation);
    for (const { itemId, text, seen } of held) {
      if (seen === 'private' && privacy !== 'private') {
        conversation.timeline.update(itemId, { delivery: { at: 'failed', fault: 'conversation-not-private' } });
        continue;
      }
      conversation.timeline.update(itemId, { mark: book.mark(conversation), delivery: { at: 'sending' } });
      this.send(conversation, itemId, text, seen);
    }
  }

  /**
   * The account is connected again, in a session of its own: what the server was not known to have goes out anew, under the
   * id that it had, in a private conversation encrypted afresh once they are there, and nowhere less private than it was meant
   * to be.
   */
  sendUnsure(conversation: Conversation): void {
    const { unsure, timeline } = conversation;
    if (unsure.length === 0 || !this.#deps.accounts.isOnline(conversation.accountId) || this.#deps.gate.isTooEarly(conversation)) return;
    conversation.unsure = [];
    for (const { itemId, stanzaId } of unsure) {
      const item = timeline.find(itemId);
      if (item?.delivery?.at !== 'waiting') continue;
      const seen = levelOfMark[item.mark];
      this.#again = stanzaId;
      this.#replaces = item.former ? replacedBy(conversation, itemId) : null;
      try {
        this.#deps.gate.checkSendable(conversation, seen);
        timeline.update(itemId, { delivery: { at: 'sending' }, mark: this.#deps.book.mark(conversation) });
        this.send(conversation, itemId, item.text, seen);
      } catch (thrown) {
        timeline.update(itemId, { delivery: { at: 'failed', fault: faultCodeOf(thrown) } });
      } finally {
        this.#again = null;
        this.#replaces = null;
      }
    }
  }

  /** The account does not come back by itself: whether it goes out once more is the person's decision. */
  failUnsure(conversation: Conversation): void {
    for (const { itemId } of conversation.unsure) conversation.timeline.update(itemId, { delivery: { at: 'failed', fault: 'connection-lost' } });
    conversation.unsure = [];
  }

  /** Takes a line back that waits or failed, out of the timeline too, and answers its text. Throws `Fault` (`not-found`). */
  takeBack(conversation: Conversation, itemId: TimelineItemId): string {
    const item = conversation.timeline.find(itemId);
    const at = item?.delivery?.at;
    if (!item || (at !== 'waiting' && at !== 'failed')) throw new Fault('not-found');
    conversation.held = conversation.held.filter((line) => line.itemId !== itemId);
    conversation.unsure = conversation.unsure.filter((line) => line.itemId !== itemId);
    conversation.timeline.remove(itemId);
    return item.text;
  }

  /** Held lines will not go out; each says why and can be tried again. */
  failHeld(conversation: Conversation, fault: FaultCode): void {
    for (const { itemId } of conversation.held) {
      conversation.timeline.update(itemId, { delivery: { at: 'failed', fault } });
    }
    conversation.held = [];
  }

  /** The server has a stanza. */
  delivered(stanzaId: string): void {
    this.#moveOn(stanzaId, ['sending'], 'sent');
  }

  /** The buddy's program says that it arrived. Nobody vouches for that, so it does nothing else. */
  arrived(stanzaId: string): void {
    this.#moveOn(stanzaId, ['sending', 'sent'], 'delivered');
  }

  #moveOn(stanzaId: string, from: readonly DeliveryState['at'][], to: 'sent' | 'delivered'): void {
    const line = this.#lines.current(stanzaId);
    if (line === null || line.itemId === null) return;
    const conversation = this.#deps.book.find(line.conversationId);
    const at = conversation?.timeline.find(line.itemId)?.delivery?.at;
    if (at !== undefined && from.includes(at)) conversation?.timeline.update(line.itemId, { delivery: { at: to } }, stanzaId);
  }

  /** A stanza was lost or came back. */
  failed(stanzaId: string, fault: FaultCode): void {
    const line = this.#lines.take(stanzaId);
    const conversation = line && this.#deps.book.find(line.conversationId);
    if (!conversation) return;
    if (line.itemId !== null) {
      const isUnsure = fault === 'connection-lost' && this.#deps.accounts.isReturning(conversation.accountId);
      if (isUnsure) conversation.unsure = [...conversation.unsure, { itemId: line.itemId, stanzaId }];
      conversation.timeline.update(line.itemId, { delivery: isUnsure ? { at: 'waiting', why: 'connection' } : { at: 'failed', fault } });
      // Whether it goes out once more, or is taken back, is the person's decision now, and not the engine's.
      if (conversation.engine) this.#deps.step(conversation, { kind: 'withdraw', id: line.itemId, atMs: this.#deps.clock.nowMs() });
    } else if (isStarting(conversation)) this.#deps.onExchangeFailed(conversation);
  }

  /** The text that looks there as it was typed: HTML, where the device with the session shows that. */
  #asShown(conversation: Conversation, text: string): string {
    const { accountId, address } = conversation;
    const device = otrStatus(conversation).at === 'encrypted' ? deviceOf(conversation) : null;
    return device !== null && this.#deps.buddies.showsHtml(accountId, address, device) ? htmlOf(text) : text;
  }

  /** The device of an instance, or without one that of the session, unless it is known to be gone. */
  #device(conversation: Conversation, instance: number | null): string | null {
    const { accountId, address } = conversation;
    const resource = instance === null ? deviceOf(conversation) : (conversation.devices.get(instance) ?? null);
    if (resource === null || conversation.heardUnseen) return resource;
    return this.#deps.buddies.presenceOf(accountId, address, resource) === 'offline' ? null : resource;
  }
}

/** What a corrected line takes the place of, on the wire. */
function replacedBy({ last }: Conversation, itemId: TimelineItemId): string | null {
  return last.me?.itemId === itemId ? last.me.ids[0] : null;
}

/** Whether a text is for another device than the one that is answered: so is the good-bye to one that makes room. */
function isForAnother({ answering, devices }: Conversation, instance: number | null): boolean {
  const own = instance === null ? undefined : devices.get(instance);
  if (own === undefined || own === answering) return false;
  return [...devices].some(([known, resource]) => known !== instance && resource === answering);
}
