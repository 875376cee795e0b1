import type { OtrConfig } from '../api.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { Chance } from './chance.ts';
import { Ledger, setRequired, WatchedPeer } from './ledger.ts';
import { bentText } from './texts.ts';

/*
 * Two engines and what a script does to them: they talk, compare secrets, share keys, refresh and end, over
 * a wire that loses, repeats, reorders, reflects, bends and keeps what they say.
 */

export const acts = [
  'type', 'type', 'type', 'type', 'start', 'end', 'compare', 'answer', 'abort', 'share', 'wait', 'wait long', 'policy',
  'withdraw', 'release',
  'carry', 'carry', 'carry', 'carry', 'carry', 'carry all', 'carry all', 'lose', 'twice', 'swap', 'bend', 'reflect', 'old',
] as const; // prettier-ignore
export type Act = `${'a' | 'b'} ${(typeof acts)[number]}`;
export type Script = { readonly seed: number; readonly stream: number; readonly acts: readonly Act[] };

const longestScript = 90;

/** A script of chance. */
export function newScript(seed: number, stream: number): Script {
  const chance = new Chance(seed, stream);
  const length = 5 + chance.below(longestScript);
  const made = Array.from({ length }, (): Act => `${chance.once(2) ? 'a' : 'b'} ${chance.pick(acts)}`);
  return { seed, stream, acts: made };
}

/** Two parties of chance: versions, policies, sizes. */
function newParties(chance: Chance): [WatchedPeer, WatchedPeer] {
  const made = (['alice', 'bob'] as const).map((name, i) => {
    const policy = {
      allowV2: true,
      allowV3: !chance.once(3),
      requireEncryption: chance.once(3),
      sendWhitespaceTag: chance.once(2),
      startOnWhitespaceTag: chance.once(2),
      startOnError: chance.once(2),
    };
    const maxMessageSize = chance.once(3) ? 100 + chance.below(400) : null;
    const config: OtrConfig = {
      key: testKeys[name],
      instanceTag: 0x1111_1111 * (i + 1),
      policy,
      maxMessageSize,
      padding: !chance.once(3),
      holdUntilReleased: chance.once(3),
    };
    return new WatchedPeer(config, { random: (length) => chance.bytes(length), primitives: native });
  });
  return made as [WatchedPeer, WatchedPeer];
}

/** The most inputs that one script can make; past it, the two answer each other for ever. */
const mostInputs = 20_000;

/** Two parties with a script, and what comes of it held against what was typed. */
export class Parties {
  readonly #chance: Chance;
  readonly #alice: WatchedPeer;
  readonly #bob: WatchedPeer;
  readonly #ledger: Ledger;
  readonly #old: string[] = [];
  /** Inputs so far. */
  count = 0;

  constructor({ seed, stream }: Script) {
    this.#chance = new Chance(seed ^ 0x2545_f491, stream);
    [this.#alice, this.#bob] = newParties(this.#chance);
    this.#ledger = new Ledger(this.#alice, this.#bob);
    if (this.#chance.once(3)) return;
    this.#alice.start();
    this.#settle();
  }

  /** What is wrong after the script, or after both were left alone for a while and met again. */
  run({ acts }: Script): string | null {
    try {
      for (const act of acts) {
        this.#act(act.startsWith('a') ? this.#alice : this.#bob, act.slice(2));
        if (this.#ledger.fault !== null) return `${this.#ledger.fault}, after "${act}"`;
      }
      return this.#meetAgain() ?? this.#ledger.fault;
    } catch (thrown) {
      return `threw ${String(thrown)}`;
    }
  }

  #act(peer: WatchedPeer, act: string): void {
    this.count += 1;
    const { outbox } = peer;
    switch (act) {
      case 'type':
        return this.#ledger.type(peer);
      case 'start':
        return peer.start();
      case 'end':
        return peer.end();
      case 'compare':
        return peer.compare('tiger', this.#chance.once(2) ? 'which?' : null);
      case 'answer':
        return peer.answer('tiger');
      case 'abort':
        return peer.abort();
      case 'share':
        return void peer.run({ kind: 'extra-key', use: this.#chance.next(), data: new Uint8Array(0), atMs: peer.nowMs });
      case 'withdraw':
        return void peer.run({ kind: 'withdraw', id: `line-${1 + this.#chance.below(20)}`, atMs: peer.nowMs });
      case 'release':
        return void peer.run({ kind: 'release', atMs: peer.nowMs });
      case 'wait':
        return peer.wait(7_000);
      case 'wait long':
        return peer.wait(130_000);
      case 'policy':
        return setRequired(peer, this.#chance.once(2));
      case 'lose':
        return void outbox.splice(this.#chance.below(outbox.length + 1), 1);
      case 'swap':
        return void outbox.reverse();
      default:
        return this.#carry(peer, act);
    }
  }

  /** The wire: what a peer has put on it reaches the other, or something else does. */
  #carry(from: WatchedPeer, act: string): void {
    const to = from === this.#alice ? this.#bob : this.#alice;
    if (act === 'old') {
      if (this.#old.length > 0) this.#receive(to, this.#chance.pick(this.#old));
      return;
    }
    for (const text of act === 'carry all' ? from.take() : from.outbox.splice(0, 1)) {
      this.#old.push(text);
      if (act === 'bend') this.#receive(to, bentText(text, this.#chance));
      else this.#receive(act === 'reflect' ? from : to, text);
      if (act === 'twice') this.#receive(to, text);
    }
  }

  #receive(to: WatchedPeer, text: string): void {
    this.count += 1;
    to.receive(text);
  }

  /** Whatever happened, two who are left alone and then ask again get a session, in which lines arrive. */
  #meetAgain(): string | null {
    const [alice, bob] = [this.#alice, this.#bob];
    for (const peer of [alice, bob]) setRequired(peer, false);
    this.#settle();
    for (const peer of [alice, bob]) peer.wait(130_000);
    alice.start();
    this.#settle();
    const [ours, theirs] = [alice.status, bob.status];
    if (ours.at !== 'encrypted' || theirs.at !== 'encrypted') return `they cannot meet again: ${ours.at}, ${theirs.at}`;
    if (ours.session?.sessionId.hex !== theirs.session?.sessionId.hex) return 'they met in different sessions';
    for (const peer of [alice, bob]) peer.run({ kind: 'release', atMs: peer.nowMs });
    this.#ledger.type(alice);
    this.#ledger.type(bob);
    this.#settle();
    // Behind a fault the ledger writes nothing down any more.
    if (this.#ledger.fault !== null) return this.#ledger.fault;
    if (!this.#ledger.isSettled) return 'a line was lost without a word';
    return this.#ledger.arrived(2) ? null : 'a line over a perfect wire did not arrive';
  }

  #settle(): void {
    while (this.#alice.outbox.length + this.#bob.outbox.length > 0) {
      this.#carry(this.#alice, 'carry');
      this.#carry(this.#bob, 'carry');
      if (this.count > mostInputs) throw new Error('the two never became quiet');
    }
  }
}
