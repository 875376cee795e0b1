/** Two whole Sottos of one person, with everything real but the network between them. Only tests import this. */
import { choosePrimitives, generateDsaKey } from '../../../otr/index.ts';
import type { IncomingMessage } from '../../../protocols/protocol.ts';
import type { TransferRunView, TransferStateView } from '../../../../shared/views.ts';
import { Scripted } from '../../testing/scripted.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
export const env = { random, primitives: choosePrimitives() };
const keys = { old: generateDsaKey(env, () => undefined), fresh: generateDsaKey(env, () => undefined) };

export const own = 'juniper@sotto.test';
export type Name = 'old' | 'fresh';
/** What passes from one device to the other; a test can change it, `null` loses it. */
export type OnTheWay = (text: string, from: Name, count: number) => string | readonly string[] | null;

/** The device that has everything, and the new one, each online and each seeing the other. */
export class TwoDevices {
  readonly old: Scripted;
  readonly fresh: Scripted;
  /** Everything that passed, as it was sent. */
  readonly passed: { readonly from: Name; readonly text: string }[] = [];
  readonly #read = { old: 0, fresh: 0 };

  private constructor(old: Scripted, fresh: Scripted) {
    [this.old, this.fresh] = [old, fresh];
  }

  static async open(): Promise<TwoDevices> {
    const devices = new TwoDevices(await Scripted.open(), await Scripted.open());
    await devices.old.keyReady(keys.old);
    await devices.fresh.keyReady(keys.fresh);
    devices.show('old', 'available');
    devices.show('fresh', 'available');
    return devices;
  }

  async close(): Promise<void> {
    await Promise.all([this.old.close(), this.fresh.close()]);
  }

  /** The other device sees this one come or go. */
  show(name: Name, show: 'available' | 'offline'): void {
    this.#other(name).say({ kind: 'presence', address: own, resource: name, show, text: '', priority: 0, showsHtml: false });
  }

  /** The code on the old device's screen. */
  get code(): string {
    const state = this.at('old');
    if (state?.at !== 'code') throw new Error(`no code is shown, but ${state?.at ?? 'nothing'}`);
    return state.code;
  }

  run(name: Name): TransferRunView | null {
    return this[name].services.transfer.view().run;
  }

  at(name: Name): TransferStateView | undefined {
    return this.run(name)?.state;
  }

  offer(passwords = false): void {
    this.old.services.transfer.offer(this.old.accountId, passwords);
  }

  receive(code = this.code): void {
    this.fresh.services.transfer.receive(this.fresh.accountId, 'old', code);
  }

  /** A text arrives at a device, from the other one unless told. */
  comes(name: Name, text: string, changes: Partial<IncomingMessage> = {}): void {
    this[name].comes(text, { address: own, resource: name === 'old' ? 'fresh' : 'old', ...changes });
  }

  /** Passes on what the two say until neither says anything more; answers how many texts that were. */
  pass(onTheWay: OnTheWay = (text) => text): number {
    let count = 0;
    for (let moved = true; moved; ) {
      moved = false;
      for (const from of ['fresh', 'old'] as const) {
        for (; this.#read[from] < this[from].sent.length; count += 1) {
          const message = this[from].sent[this.#read[from]];
          this.#read[from] += 1;
          moved = true;
          if (message === undefined || message.address !== own) continue;
          this.passed.push({ from, text: message.text });
          const texts = onTheWay(message.text, from, count);
          for (const text of texts === null ? [] : [texts].flat()) this.comes(from === 'old' ? 'fresh' : 'old', text);
        }
      }
    }
    return count;
  }

  /** The whole way up to the question what to bring in. */
  bring(passwords = false): void {
    this.offer(passwords);
    this.receive();
    this.pass();
  }

  #other(name: Name): Scripted {
    return name === 'old' ? this.fresh : this.old;
  }
}
