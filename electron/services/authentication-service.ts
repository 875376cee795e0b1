import { Fault } from '../base/fault.ts';
import type { Clock } from '../base/ports.ts';
import type { OtrEvent, OtrInput } from '../otr/index.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ConversationId, Fingerprint } from '../../shared/ids.ts';
import type { AuthenticationOutcome } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import { awaitProof, beginRun, endRun, isLive } from './authentication-run.ts';
import type { AuthenticationRun } from './authentication-run.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { ConversationOutbox } from './conversation-outbox.ts';
import { otrStatus } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { TabsService } from './tabs-service.ts';
import type { TrustService } from './trust-service.ts';

type SmpEvent = Extract<OtrEvent, { kind: 'smp' }>;
type Refusal = Extract<OtrEvent, { kind: 'smp-refused' }>;
/** How a run ends; what the person does themselves is no outcome that they would have to read. */
type Ending = AuthenticationOutcome | 'cancelled-by-us';

const faultOf: Record<Refusal['why'], FaultCode> = {
  'not-private': 'conversation-not-private',
  'under-way': 'authentication-under-way',
  'not-asked': 'authentication-over',
  wait: 'authentication-rests',
  empty: 'authentication-empty',
  'too-long': 'message-too-long',
};

export type AuthenticationDeps = {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly trust: TrustService;
  readonly tabs: TabsService;
  readonly book: ConversationBook;
  readonly outbox: ConversationOutbox;
  readonly step: (conversation: Conversation, input: OtrInput) => void;
};

/**
 * Runs of SMP: at most one a conversation, from the first message until the person has read the outcome.
 *
 * Secrets pass through to the engine and are kept nowhere. Only a run that shows something about the other
 * person raises trust: our own question, or a secret that both are to know; theirs shows them who we are.
 * No outcome takes trust away. A run that the person ends themselves leaves a notice and nothing to read.
 */
export class AuthenticationService {
  readonly #deps: AuthenticationDeps;
  /** Why the run that is being cancelled ends. */
  #reason: Ending | null = null;
  /** What the engine had against the input that it is taking. */
  #refusal: Refusal | null = null;

  constructor(deps: AuthenticationDeps) {
    this.#deps = deps;
  }

  // ------------------------------------------------------------ what the person does

  /** Asks `question`, or compares a secret where it is `null`; `fingerprint` is the key that they mean to check. */
  ask(id: ConversationId, fingerprint: Fingerprint, question: string | null, secret: string): void {
    const { accounts, book, clock } = this.#deps;
    const conversation = book.get(id);
    accounts.online(conversation.accountId);
    if (otrStatus(conversation).at !== 'encrypted') throw new Fault('conversation-not-private');
    book.exactSessionKey(conversation, fingerprint);
    if (book.isAway(conversation)) throw new Fault('recipient-unavailable');
    if (isLive(conversation.authentication)) throw new Fault('authentication-under-way');
    this.#step(conversation, { kind: 'smp-start', question, secret, atMs: clock.nowMs() });
    if (!isLive(conversation.authentication)) throw new Fault('random-failed');
  }

  /** Answers what they asked. */
  answer(id: ConversationId, number: number, secret: string): void {
    const { accounts, book, clock } = this.#deps;
    const conversation = book.get(id);
    const { session, state } = this.#exact(conversation, number);
    if (state.at !== 'asked') throw new Fault('authentication-over');
    accounts.online(conversation.accountId);
    this.#step(conversation, { kind: 'smp-answer', secret, instance: session.theirInstance, atMs: clock.nowMs() });
    if (conversation.authentication?.state.at === 'asked') throw new Fault('random-failed');
  }

  /** Declines to answer, or gives a run up; nothing happens where it is over already. */
  cancel(id: ConversationId, number: number): void {
    const conversation = this.#deps.book.get(id);
    this.#exact(conversation, number);
    this.#abort(conversation, 'cancelled-by-us');
  }

  /** The person has read what came of it. */
  dismiss(id: ConversationId, number: number): void {
    const conversation = this.#deps.book.get(id);
    if (isLive(this.#exact(conversation, number))) throw new Fault('authentication-under-way');
    this.#forget(conversation);
  }

  /** The person closes the tab: whatever runs ends on both sides. */
  leave(conversation: Conversation): void {
    this.#abort(conversation, 'cancelled-by-us');
    this.#forget(conversation);
  }

  // ------------------------------------------------------------ what happens

  /** Takes what the engine tells about SMP. What another device does meanwhile moves nothing in the run that goes on. */
  told(conversation: Conversation, event: SmpEvent | Refusal): void {
    if (event.kind === 'smp-refused') this.#refusal = event;
    else if (isElsewhere(conversation.authentication, event)) this.#turnDown(conversation, event);
    else if (event.state === 'asked') this.#asked(conversation, event);
    else if (event.state === 'progress') this.#goesOn(conversation, event);
    else this.#ended(conversation, event, this.#outcomeOf(conversation, event));
    this.#deps.book.changed(conversation);
  }

  /** Gives up what nobody goes on with. */
  tick(conversation: Conversation): void {
    const { authentication } = conversation;
    if (isLive(authentication) && this.#deps.clock.nowMs() >= authentication.endsAtMs) {
      this.#abort(conversation, 'timed-out');
    }
  }

  /** A second run beside the one that goes on: they hear that it is over. */
  #turnDown(conversation: Conversation, { state, session }: SmpEvent): void {
    if (state !== 'asked') return;
    this.#deps.step(conversation, { kind: 'smp-abort', instance: session.theirInstance, atMs: this.#deps.clock.nowMs() });
  }

  #asked(conversation: Conversation, event: SmpEvent): void {
    const { tabs } = this.#deps;
    const { question } = this.#begin(conversation, event);
    tabs.open(conversation.id, false);
    this.#notice(conversation, question === null ? 'secret-came' : 'question-came', question);
  }

  #goesOn(conversation: Conversation, event: SmpEvent): void {
    const { authentication } = conversation;
    if (isLive(authentication)) {
      conversation.authentication = awaitProof(authentication, this.#deps.clock.nowMs());
      return;
    }
    const { question } = this.#begin(conversation, event);
    this.#notice(conversation, question === null ? 'secret-sent' : 'question-sent', question);
  }

  #begin(conversation: Conversation, event: SmpEvent): AuthenticationRun {
    const number = (conversation.authentications += 1);
    const run = beginRun(number, event, this.#deps.clock.nowMs());
    conversation.authentication = run;
    conversation.authenticationRestsUntilMs = null;
    return run;
  }

  #outcomeOf(conversation: Conversation, { state, startedBy, question, session }: SmpEvent): Ending {
    if (state === 'succeeded') return startedBy === 'us' || question === null ? 'verified' : 'proved';
    if (state === 'failed' || state === 'cheated') return state;
    if (this.#reason !== null) return this.#reason;
    const now = otrStatus(conversation);
    const stands = now.at === 'encrypted' && now.session?.sessionId.hex === session.sessionId.hex;
    return stands ? 'cancelled-by-them' : 'session-over';
  }

  #ended(conversation: Conversation, event: SmpEvent, outcome: Ending): void {
    const { authentication } = conversation;
    const run = isLive(authentication) ? authentication : this.#begin(conversation, event);
    this.#conclude(conversation, run, outcome);
    if (outcome === 'verified') this.#trust(conversation, event);
  }

  #conclude(conversation: Conversation, run: AuthenticationRun, ending: Ending): void {
    // Where they end the conversation it is finished; it is in clear only where we did.
    const endedIt = ending === 'session-over' && otrStatus(conversation).at === 'plaintext';
    conversation.authentication = ending === 'cancelled-by-us' || endedIt ? null : endRun(run, ending);
    this.#notice(conversation, ending);
  }

  /** Trust goes to the key of the session that it was shown in, which need not be the one that we write to. */
  #trust(conversation: Conversation, { session, question }: SmpEvent): void {
    const { trust, outbox } = this.#deps;
    const record = trust.find(conversation.accountId, conversation.address, session.theirFingerprint);
    if (record) trust.verify(record, question === null ? 'secret' : 'question');
    outbox.release(conversation);
  }

  // ------------------------------------------------------------ the engine

  /** Throws the `Fault` of what the engine refuses. */
  #step(conversation: Conversation, input: OtrInput): void {
    this.#refusal = null;
    this.#deps.step(conversation, input);
    const refusal = this.#refusal as Refusal | null;
    if (refusal === null) return;
    if (refusal.waitMs > 0) {
      conversation.authenticationRestsUntilMs = this.#deps.clock.nowMs() + refusal.waitMs;
      this.#deps.book.changed(conversation);
    }
    throw new Fault(faultOf[refusal.why]);
  }

  #abort(conversation: Conversation, reason: Ending): void {
    const run = conversation.authentication;
    if (!isLive(run)) return;
    this.#reason = reason;
    try {
      this.#deps.step(conversation, { kind: 'smp-abort', instance: run.session.theirInstance, atMs: this.#deps.clock.nowMs() });
    } finally {
      this.#reason = null;
    }
    // Where the engine knew of no such run any more, it told nothing.
    if (!isLive(conversation.authentication)) return;
    this.#conclude(conversation, run, reason);
    this.#deps.book.changed(conversation);
  }

  #forget(conversation: Conversation): void {
    if (conversation.authentication === null) return;
    conversation.authentication = null;
    this.#deps.book.changed(conversation);
  }

  /** The run that the person saw. Throws `Fault` (`authentication-over`) where it is not there any more. */
  #exact(conversation: Conversation, number: number): AuthenticationRun {
    const run = conversation.authentication;
    if (run?.number !== number) throw new Fault('authentication-over');
    return run;
  }

  #notice(
    { timeline }: Conversation,
    what: Ending | 'question-sent' | 'secret-sent' | 'question-came' | 'secret-came',
    question: string | null = null,
  ): void {
    timeline.notice(`authentication-${what}`, this.#deps.clock.nowMs(), question);
  }
}

/** Whether this is about another session than the one whose run goes on: each device of a buddy has its own. */
function isElsewhere(run: AuthenticationRun | null, { session }: SmpEvent): boolean {
  return isLive(run) && run.session.sessionId.hex !== session.sessionId.hex;
}
