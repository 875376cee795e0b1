import { Fault } from '../../base/fault.ts';
import type { OwnStatus } from '../../../shared/views.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { bareAddress } from '../address.ts';
import type { ChatState, Offers, OutgoingMessage, Profiles, ProtocolSession, Recipient, RosterItem, SessionConfig, SessionEvent } from '../protocol.ts';
import { domainOf, readAddress } from './addresses.ts';
import { blockingChange } from './blocking.ts';
import { passwordChange, passwordFault } from './change-password.ts';
import { connectFaultOf } from './connect-fault.ts';
import { move, viewOf, type ConnectionEffect, type ConnectionInput, type ConnectionState } from './connection-states.ts';
import { Deliveries } from './deliveries.ts';
import { establish, type Established } from './establish.ts';
import { LiveSession } from './live-session.ts';
import { offersNothing } from './offered.ts';
import { profilesOver } from './profiles.ts';
import { subscriptionStanza } from './presence.ts';
import { rosterRemoval, rosterSet } from './roster.ts';
import type { MechanismName } from './sasl.ts';
import { blockingFault, rosterFault, stanzaErrorCondition } from './stanza-error.ts';
import type { XmppPorts } from './ports.ts';

/** One account on its XMPP server: runs the effects of the connection's table and owns what they make. */
export class XmppSession implements ProtocolSession {
  readonly profiles: Profiles;
  readonly #config: SessionConfig;
  readonly #listener: (event: SessionEvent) => void;
  readonly #ports: XmppPorts;
  #password: string;
  #state: ConnectionState = { at: 'offline' };
  #status: OwnStatus = { show: 'available', text: '' };
  #offers: Offers = offersNothing;
  readonly #deliveries = new Deliveries((event) => this.#emit(event));
  #attempt: AbortController | null = null;
  #live: LiveSession | null = null;
  #mechanism: MechanismName | null = null;
  #stopWaiting: () => void = () => {};
  #stopKeeping: () => void = () => {};
  /** Resolves when every attempt so far has ended. */
  #attempted: Promise<unknown> = Promise.resolve();
  /** Resolves when every session that was signed off has closed its socket. */
  #signedOff: Promise<unknown> = Promise.resolve();

  constructor(config: SessionConfig, listener: (event: SessionEvent) => void, ports: XmppPorts) {
    this.#config = config;
    this.#password = config.password;
    this.#listener = listener;
    this.#ports = ports;
    this.profiles = profilesOver(async (type, child, to) => this.#online().ask(type, child, to), config.settings.address);
  }

  connect(): void {
    this.#input({ kind: 'connect' });
  }

  async disconnect(): Promise<void> {
    this.#input({ kind: 'disconnect' });
    if (this.#state.at === 'offline') this.#endLive();
    await Promise.all([this.#attempted, this.#signedOff]);
  }

  setStatus(status: OwnStatus): void {
    this.#status = status;
    if (this.#state.at === 'online') this.#online().show(status, this.#offers);
  }

  send(message: OutgoingMessage): void {
    checkAddress(message.address);
    this.#online().sendMessage(message);
  }

  sendChatState(to: Recipient, state: ChatState): void {
    checkAddress(to.address);
    this.#online().sendChatState(to, state);
  }

  sendReceipt(to: Recipient, stanzaId: string): void {
    checkAddress(to.address);
    this.#online().sendReceipt(to, stanzaId);
  }

  offer(offers: Offers): void {
    this.#offers = offers;
    if (this.#state.at === 'online') this.#online().show(this.#status, offers);
  }

  async setRosterItem(item: Pick<RosterItem, 'address' | 'name' | 'groups'>): Promise<void> {
    checkAddress(item.address);
    checkAnswer(await this.#online().ask('set', rosterSet(item)));
  }

  async removeRosterItem(address: string): Promise<void> {
    checkAddress(address);
    checkAnswer(await this.#online().ask('set', rosterRemoval(address)));
  }

  requestSubscription(address: string, message: string): void {
    checkAddress(address);
    this.#online().transmit(subscriptionStanza('subscribe', address, message));
  }

  approveSubscription(address: string): void {
    checkAddress(address);
    this.#online().transmit(subscriptionStanza('subscribed', address));
  }

  denySubscription(address: string): void {
    checkAddress(address);
    this.#online().transmit(subscriptionStanza('unsubscribed', address));
  }

  cancelSubscription(address: string): void {
    checkAddress(address);
    this.#online().transmit(subscriptionStanza('unsubscribe', address));
  }

  async setBlocked(address: string, isBlocked: boolean): Promise<void> {
    if (readAddress(address) === null) throw new Fault('address-invalid');
    const answer = await this.#online().ask('set', blockingChange(address, isBlocked));
    if (answer.attrs['type'] !== 'result') throw new Fault(blockingFault(stanzaErrorCondition(answer)));
  }

  async changePassword(password: string): Promise<void> {
    const { address } = this.#config.settings;
    const answer = await this.#online().ask('set', passwordChange(address, password), domainOf(address));
    if (answer.attrs['type'] !== 'result') throw new Fault(passwordFault(stanzaErrorCondition(answer)));
    this.#password = password;
  }

  // ------------------------------------------------------------ the connection

  #input(input: ConnectionInput): void {
    const { clock, timings, random } = this.#ports;
    const chance = (random(1)[0] ?? 0) / 256;
    const { state, effects } = move(this.#state, input, { nowMs: clock.nowMs(), chance, ...timings });
    const isChanged = state !== this.#state;
    this.#state = state;
    // The listener hears of the state before anything that the effects bring.
    if (isChanged) this.#emit({ kind: 'connection', connection: viewOf(state) });
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: ConnectionEffect): void {
    switch (effect.do) {
      case 'attempt':
        this.#startAttempt();
        break;
      case 'abandon':
        this.#attempt?.abort();
        this.#attempt = null;
        this.#endLive();
        break;
      case 'close':
        this.#endLive();
        break;
      case 'wait':
        if (this.#state.at === 'waiting') {
          const delayMs = Math.max(0, this.#state.retryAtMs - this.#ports.clock.nowMs());
          this.#stopWaiting = this.#ports.clock.after(delayMs, () => this.#input({ kind: 'retry' }));
        }
        break;
      case 'stop-waiting':
        this.#stopWaiting();
        break;
    }
  }

  #startAttempt(): void {
    const attempt = new AbortController();
    this.#attempt = attempt;
    const isCurrent = () => this.#attempt === attempt;
    const work = this.#connectOnce(attempt, isCurrent).catch((thrown: unknown) => {
      if (!isCurrent()) return;
      this.#attempt = null;
      const { fault, certificate } = connectFaultOf(thrown, thrown instanceof Fault ? thrown.code : 'internal');
      if (certificate !== null) this.#emit(certificate);
      this.#down(fault);
    });
    this.#attempted = Promise.all([this.#attempted, work]);
  }

  async #connectOnce(attempt: AbortController, isCurrent: () => boolean): Promise<void> {
    const { address } = this.#config.settings;
    if (bareAddress(address) !== address) throw new Fault('address-invalid');
    if (this.#password === '') throw new Fault('password-needed');
    await this.#signedOff;
    if (!isCurrent()) return;
    const before = this.#live;
    const resumable =
      before !== null && before.management !== null && before.management.keptSeconds !== null
        ? { management: before.management, own: before.own }
        : null;
    const past = { mechanism: this.#mechanism, resumable };
    const established = await establish({ ...this.#config, password: this.#password }, past, this.#ports, (step) => {
      if (isCurrent()) this.#input({ kind: 'step', step });
    }, attempt.signal);
    if (!isCurrent()) {
      established.stream.destroy();
      return;
    }
    this.#mechanism = established.mechanism;
    this.#stopKeeping();
    if (established.resumedAt !== null && before !== null && this.#live === before) this.#resume(before, established);
    else await this.#begin(established, isCurrent);
    if (!isCurrent()) return;
    this.#attempt = null;
    this.#input({ kind: 'up', secured: established.secured });
    this.#live?.show(this.#status, this.#offers);
  }

  #resume(live: LiveSession, established: Established): void {
    try {
      live.resume(established);
    } catch (error) {
      established.stream.destroy();
      this.#giveUpLive(null);
      throw error;
    }
  }

  async #begin(established: Established, isCurrent: () => boolean): Promise<void> {
    this.#giveUpLive(established.lostAt);
    const live = new LiveSession(established, this.#ports, {
      emit: (event) => this.#emit(event),
      deliveries: this.#deliveries,
      onDown: (fault) => {
        if (this.#live === live) this.#lost(live, fault);
      },
    });
    this.#live = live;
    if (isCurrent()) this.#input({ kind: 'step', step: 'loading' });
    await live.load(() => ({ status: this.#status, offers: this.#offers }));
  }

  /** The stream of the session is gone. */
  #lost(live: LiveSession, fault: FaultCode): void {
    this.#attempt?.abort();
    this.#attempt = null;
    const { management } = live;
    this.#down(fault);
    const isKept = this.#state.at === 'waiting' && management !== null && management.keptSeconds !== null;
    if (!isKept) {
      this.#giveUpLive(null);
      return;
    }
    const keptMs = (management.keptSeconds ?? 0) * 1_000;
    this.#stopKeeping = this.#ports.clock.after(keptMs, () => {
      if (!live.isAttached) this.#giveUpLive(null);
    });
  }

  #down(fault: FaultCode): void {
    this.#input({ kind: 'down', fault });
    if (this.#state.at === 'failed') this.#giveUpLive(null);
  }

  /** Forgets the session that was; its unacknowledged messages come back as failed. */
  #giveUpLive(lostAt: string | null): void {
    const live = this.#live;
    this.#live = null;
    this.#stopKeeping();
    live?.giveUp(lostAt);
  }

  /** Signs off, where there is a session. */
  #endLive(): void {
    const live = this.#live;
    this.#live = null;
    this.#stopKeeping();
    if (live !== null) this.#signedOff = Promise.all([this.#signedOff, live.signOff()]);
  }

  #online(): LiveSession {
    if (this.#state.at !== 'online' || this.#live === null || !this.#live.isAttached) throw new Fault('not-connected');
    return this.#live;
  }

  /** A listener that throws must not take the stream with it. */
  #emit(event: SessionEvent): void {
    try {
      this.#listener(event);
    } catch {
      process.emitWarning('a listener of the XMPP session failed');
    }
  }
}

function checkAddress(address: string): void {
  if (readAddress(address)?.bare !== address) throw new Fault('address-invalid');
}

/** Throws what the server did not like. */
function checkAnswer(answer: Parameters<typeof stanzaErrorCondition>[0]): void {
  if (answer.attrs['type'] !== 'result') throw new Fault(rosterFault(stanzaErrorCondition(answer)));
}
