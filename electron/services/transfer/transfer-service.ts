import { randomUUID } from 'node:crypto';
import { Fault, faultCodeOf } from '../../base/fault.ts';
import type { Log } from '../../base/log.ts';
import type { Clock } from '../../base/ports.ts';
import { newInstanceTag, type OtrEnv } from '../../otr/index.ts';
import type { IncomingMessage, SessionEvent } from '../../protocols/protocol.ts';
import type { Store } from '../../store/records.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { TransferEnd, TransferStateView, TransferView } from '../../../shared/views.ts';
import type { AccountService } from '../account-service.ts';
import type { Publish } from '../publisher.ts';
import { Channel, type ChannelEvent } from './channel.ts';
import { newCode, readCode } from './code.ts';
import { look, merge, type Merged, type Place, type TransferChoice } from './merge.ts';
import { OwnDevices } from './own-devices.ts';
import { wipeKeys, type Came } from './payload.ts';
import { Receiving } from './receiving.ts';
import { Sending, type Port } from './sending.ts';

/** How long a code is good. */
const codeLifeMs = 300_000;
/** How long the new device waits for the other to answer. */
const answerMs = 30_000;
/** How long a run stands still, a connection that is resumed included, before it is given up. */
const stallMs = 90_000;
const tickMs = 1_000;

export type TransferDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly env: OtrEnv;
  readonly log: Log;
  readonly publish: Publish;
  readonly accounts: AccountService;
  /** Everything that goes to the other device. */
  readonly gather: (passwords: boolean) => Uint8Array;
  /** The store has what was brought in: whoever holds some of it reads it again. */
  readonly onMerged: (merged: Merged) => void;
};

type Run = {
  readonly role: 'send' | 'receive';
  readonly accountId: AccountId;
  readonly channel: Channel;
  readonly machine: Sending | Receiving;
  /** The other device; for the sender only once a session stands. */
  device: string | null;
  /** The device whose text the channel is reading: what is said at once goes back there. */
  answering: string | null;
  state: TransferStateView;
  /** When it is given up, and with which word. */
  endsAtMs: number;
  endsWith: TransferEnd;
  readonly stanzas: Set<string>;
  came: Came | null;
};

/**
 * Moving from one device of a person to another: at most one run, begun by the person on both of them.
 *
 * It owns all OTR texts that come from our own address. They reach its channel while a run is on and they come directly
 * from the device that it is with, and nothing else of the program ever.
 */
export class TransferService {
  readonly #deps: TransferDeps;
  readonly #devices = new OwnDevices();
  #run: Run | null = null;
  #stopTicking: () => void = () => undefined;

  constructor(deps: TransferDeps) {
    this.#deps = deps;
  }

  view(): TransferView {
    const run = this.#run;
    return { devices: this.#devices.views(), run: run && { role: run.role, accountId: run.accountId, state: run.state } };
  }

  // ------------------------------------------------------------ what the person does

  /** Shows a new code and waits for the other device. Throws `Fault`. */
  offer(accountId: AccountId, passwords: boolean): void {
    const code = newCode(this.#deps.env.random);
    const expiresAtMs = this.#deps.clock.nowMs() + codeLifeMs;
    const run = this.#begin('send', accountId, code, (port) => new Sending(port, () => this.#deps.gather(passwords)));
    run.state = { at: 'code', code, expiresAtMs };
    [run.endsAtMs, run.endsWith] = [expiresAtMs, 'expired'];
    this.#changed();
  }

  /** Asks the device that shows the code. Throws `Fault`: `transfer-code-invalid` for one that cannot have been shown. */
  receive(accountId: AccountId, resource: string, typed: string): void {
    const code = readCode(typed);
    if (code === null) throw new Fault('transfer-code-invalid');
    if (!this.#devices.has(accountId, resource)) throw new Fault('recipient-unavailable');
    const run = this.#begin('receive', accountId, code, (port) => new Receiving(port, (came) => this.#arrived(came)));
    run.device = resource;
    [run.endsAtMs, run.endsWith] = [this.#deps.clock.nowMs() + answerMs, 'unreachable'];
    this.#changed();
    run.channel.start();
  }

  /** Brings in what came. Nothing is changed where it throws a `Fault`. */
  bringIn(choice: TransferChoice): void {
    const run = this.#run;
    if (run?.state.at !== 'choosing' || run.came === null) throw new Fault('transfer-over');
    const merged = merge(run.came, choice, this.#place());
    wipeKeys(run.came.accounts);
    run.came = null;
    run.state = { at: 'brought', report: merged.report };
    this.#deps.onMerged(merged);
    this.#changed();
  }

  /** Breaks off, at whatever moment; nothing happens where it is over already. */
  cancel(): void {
    this.#end('cancelled-by-us');
  }

  /** The person has read what came of it. Throws `Fault` (`transfer-under-way`) while it goes on. */
  dismiss(): void {
    if (this.#run !== null && !isOver(this.#run)) throw new Fault('transfer-under-way');
    this.#run = null;
    this.#changed();
  }

  // ------------------------------------------------------------ what happens

  /** Takes what an account's session says; whether it was for a transfer, and for nothing else. */
  take(accountId: AccountId, event: SessionEvent): boolean {
    const own = this.#deps.accounts.address(accountId);
    const changed = this.#devices.take(accountId, own, event);
    if (event.kind === 'message') return this.#heard(accountId, own, event.message);
    const run = this.#run;
    if (run !== null && isLive(run) && run.accountId === accountId) this.#lost(run, event, own);
    if (changed) this.#changed();
    return event.kind === 'delivery-failed' && (run?.stanzas.has(event.id) ?? false);
  }

  /** The account signs off, or gets another key: a run that goes on ends. What has come stays for the person to decide on. */
  leave(accountId: AccountId): void {
    if (this.#run?.accountId === accountId && isLive(this.#run)) this.#end('lost');
  }

  /** The account is removed. */
  drop(accountId: AccountId): void {
    if (this.#run?.accountId === accountId) this.#end('lost');
    if (this.#devices.drop(accountId)) this.#changed();
  }

  /** The app ends: the other device hears it, and what waits here is forgotten. */
  stop(): void {
    this.#end('cancelled-by-us');
    this.#stopTicking();
  }

  #heard(accountId: AccountId, own: string, { address, resource, route, text }: IncomingMessage): boolean {
    if (address !== own || !text.startsWith('?OTR')) return false;
    const run = this.#run;
    if (run === null || !isLive(run) || run.accountId !== accountId || route !== 'direct' || resource === null) return true;
    if (run.device !== null && run.device !== resource) return true;
    run.answering = resource;
    this.#guard(() => run.channel.receive(text));
    run.answering = null;
    return true;
  }

  #lost(run: Run, event: SessionEvent, own: string): void {
    const isOpen = run.channel.isOpen;
    if (event.kind === 'delivery-failed' && run.stanzas.has(event.id)) {
      if (isOpen) this.#end('lost');
      else if (run.role === 'receive') this.#end('unreachable');
    } else if (event.kind === 'presence' && event.address === own && event.resource === run.device && event.show === 'offline') {
      this.#end(isOpen ? 'lost' : 'unreachable');
    } else if (event.kind === 'roster') this.#end('lost');
    else if (event.kind === 'connection' && (event.connection.at === 'offline' || event.connection.at === 'failed')) this.#end('lost');
  }

  #told(event: ChannelEvent): void {
    const run = this.#run;
    if (run === null || !isLive(run)) return;
    if (event.kind === 'open') run.device = run.answering;
    [run.endsAtMs, run.endsWith] = [this.#deps.clock.nowMs() + stallMs, 'timed-out'];
    run.machine.take(event);
  }

  #arrived(came: Came): void {
    const run = this.#run;
    if (run === null) return;
    run.came = came;
    run.state = { at: 'choosing', found: look(came, this.#place()) };
    this.#close(run);
  }

  #tick(): void {
    const run = this.#run;
    if (run === null || !isLive(run)) return;
    if (this.#deps.clock.nowMs() >= run.endsAtMs) this.#end(run.endsWith);
    else this.#guard(() => run.channel.tick());
    if (isLive(run)) this.#stopTicking = this.#deps.clock.after(tickMs, () => this.#tick());
  }

  // ------------------------------------------------------------ the run

  #begin(role: Run['role'], accountId: AccountId, code: string, build: (port: Port) => Run['machine']): Run {
    const { accounts, env, clock } = this.#deps;
    if (this.#run !== null && !isOver(this.#run)) throw new Fault('transfer-under-way');
    accounts.online(accountId);
    const identity = accounts.identity(accountId);
    if (identity === null) throw new Fault('transfer-no-key');
    const channel: Channel = new Channel({
      // A profile that was copied has the same tag on both devices; a transfer has its own.
      config: { key: identity.key, instanceTag: newInstanceTag(env.random) },
      env,
      nowMs: () => clock.nowMs(),
      send: (text) => this.#send(run, text),
      onEvent: (event) => this.#told(event),
    });
    const port: Port = {
      channel,
      code,
      show: (state) => this.#show(run, state),
      end: (why) => (why === 'sent' ? this.#sent(run) : this.#end(why)),
    };
    const run: Run = {
      role,
      accountId,
      channel,
      machine: build(port),
      device: null,
      answering: null,
      state: { at: 'connecting' },
      endsAtMs: 0,
      endsWith: 'timed-out',
      stanzas: new Set(),
      came: null,
    };
    this.#run = run;
    this.#stopTicking();
    this.#stopTicking = clock.after(tickMs, () => this.#tick());
    return run;
  }

  #send(run: Run, text: string): void {
    const resource = run.device ?? run.answering;
    if (resource === null) return;
    const { accounts } = this.#deps;
    const id = randomUUID();
    run.stanzas.add(id);
    try {
      accounts.online(run.accountId).send({ id, address: accounts.address(run.accountId), resource, text, otr: true });
    } catch (thrown) {
      this.#deps.log.warn('transfer-not-sent', { fault: faultCodeOf(thrown) });
      if (this.#run === run) this.#end('lost');
    }
  }

  /** Whatever goes wrong on our side ends the run, on both devices. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#deps.log.error('transfer-failed', { fault: faultCodeOf(thrown) });
      this.#end('broken');
    }
  }

  #show(run: Run, state: TransferStateView): void {
    run.state = state;
    this.#changed();
  }

  #sent(run: Run): void {
    run.state = { at: 'sent' };
    this.#close(run);
  }

  #end(why: TransferEnd): void {
    const run = this.#run;
    if (run === null || isOver(run)) return;
    run.state = { at: 'ended', why };
    if (run.came !== null) wipeKeys(run.came.accounts);
    run.came = null;
    this.#close(run);
  }

  /** Nothing more comes or goes; the other device hears it, and the keys of the session are forgotten. */
  #close(run: Run): void {
    this.#stopTicking();
    run.machine.forget();
    run.channel.end();
    this.#changed();
  }

  #place(): Place {
    const { store, accounts, clock } = this.#deps;
    return {
      store,
      nowMs: clock.nowMs(),
      newId: randomUUID,
      ownKey: (accountId) => accounts.ownKey(accountId),
      putKey: (accountId, { key }) => {
        if (key !== null) accounts.storeKey(accountId, key);
      },
    };
  }

  #changed(): void {
    this.#deps.publish('transfer.changed', { transfer: this.view() });
  }
}

/** Texts still come and go. */
function isLive({ state }: Run): boolean {
  return state.at === 'code' || state.at === 'connecting' || state.at === 'comparing' || state.at === 'moving';
}

function isOver({ state }: Run): boolean {
  return state.at === 'ended' || state.at === 'sent' || state.at === 'brought';
}
