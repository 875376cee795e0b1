import type { DsaPrivateKey, OtrConfig, OtrEffect, OtrEnv, OtrEvent, OtrInput, OtrPolicy, OtrStatus } from '../api.ts';
import { newConversation, type Conversation } from '../conversation.ts';
import { statusOf } from '../devices.ts';
import { Instances } from '../instances.ts';
import { native } from '../primitives/native.ts';
import type { Primitives } from '../primitives/provider.ts';
import { step } from '../step.ts';
import { testKeys } from './keys.ts';
import { seededRng } from './seed.ts';

export const manual: OtrPolicy = {
  allowV2: false,
  allowV3: true,
  requireEncryption: false,
  sendWhitespaceTag: false,
  startOnWhitespaceTag: false,
  startOnError: false,
};

export type PeerOptions = {
  readonly policy?: Partial<OtrPolicy>;
  readonly maxMessageSize?: number | null;
  readonly instanceTag?: number;
  readonly key?: DsaPrivateKey;
  readonly seed?: string;
  readonly primitives?: Primitives;
  readonly padding?: boolean;
};

/** One engine with everything that it did; `outbox` is what it put on the network and nobody has taken. */
export class Peer {
  conversation: Conversation;
  readonly env: OtrEnv;
  readonly outbox: string[] = [];
  /** Every text that it ever put on the network. */
  readonly sent: string[] = [];
  readonly shown: { readonly text: string; readonly encrypted: boolean }[] = [];
  readonly events: OtrEvent[] = [];
  readonly wiped: Uint8Array[] = [];
  nowMs = 1_000_000;
  #lines = 0;

  constructor(config: OtrConfig, env: OtrEnv) {
    this.conversation = newConversation(config);
    this.env = env;
  }

  get status(): OtrStatus {
    return statusOf(this.conversation);
  }

  get texts(): readonly string[] {
    return this.shown.map(({ text }) => text);
  }

  /** The kinds of all events so far. */
  get told(): readonly OtrEvent['kind'][] {
    return this.events.map(({ kind }) => kind);
  }

  run(input: OtrInput): readonly OtrEffect[] {
    const { next, effects } = step(this.conversation, input, this.env);
    this.conversation = next;
    for (const effect of effects) this.#carryOut(effect);
    return effects;
  }

  receive(text: string): readonly OtrEffect[] {
    return this.run({ kind: 'receive', text, atMs: this.nowMs });
  }

  type(text: string): string {
    const id = this.nextId;
    this.#lines += 1;
    this.run({ kind: 'send', id, text, atMs: this.nowMs });
    return id;
  }

  /** The id that the next typed line gets. */
  get nextId(): string {
    return `line-${this.#lines + 1}`;
  }

  start(): void {
    this.run({ kind: 'start', atMs: this.nowMs });
  }

  end(): void {
    this.run({ kind: 'end', atMs: this.nowMs });
  }

  /** Begins SMP. */
  compare(secret: string, question: string | null = null): void {
    this.run({ kind: 'smp-start', secret, question, atMs: this.nowMs });
  }

  /** Answers what the peer began. */
  answer(secret: string): void {
    this.run({ kind: 'smp-answer', secret, atMs: this.nowMs });
  }

  abort(): void {
    this.run({ kind: 'smp-abort', atMs: this.nowMs });
  }

  /** What SMP told, in order. */
  get compared(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'smp' ? [event.state] : []));
  }

  /** Lets time pass, with a tick at its end. */
  wait(ms: number): void {
    this.nowMs += ms;
    this.run({ kind: 'tick', atMs: this.nowMs });
  }

  /** Takes everything off the outbox. */
  take(): string[] {
    return this.outbox.splice(0);
  }

  #carryOut(effect: OtrEffect): void {
    switch (effect.do) {
      case 'send':
        this.outbox.push(effect.text);
        this.sent.push(effect.text);
        return;
      case 'deliver':
        this.shown.push({ text: effect.text, encrypted: effect.encrypted });
        return;
      case 'tell':
        this.events.push(effect.event);
        return;
      case 'wipe':
        for (const secret of effect.secrets) secret.fill(0);
        this.wiped.push(...effect.secrets);
    }
  }
}

export function newPeer(name: 'alice' | 'bob' | 'carol', options: PeerOptions = {}): Peer {
  const tags = { alice: 0x1111_1111, bob: 0x2222_2222, carol: 0x3333_3333 };
  const config: OtrConfig = {
    key: options.key ?? testKeys[name],
    instanceTag: options.instanceTag ?? tags[name],
    policy: { ...manual, ...options.policy },
    maxMessageSize: options.maxMessageSize ?? null,
    padding: options.padding ?? true,
  };
  const random = seededRng(options.seed ?? name);
  return new Peer(config, { random, primitives: options.primitives ?? native });
}

/** What a wire does with the n-th text (from 0) in one direction. */
export type Fate = 'pass' | 'drop' | 'repeat' | 'hold';
/** `hold` puts a text behind the next one that comes. */
export type Script = (index: number, direction: 'there' | 'back') => Fate;

/** A wire between two peers that loses, repeats and reorders as its script says. */
export class Wire {
  readonly #script: Script;
  #counts = { there: 0, back: 0 };
  readonly #held: { there: string[]; back: string[] } = { there: [], back: [] };

  constructor(script: Script = () => 'pass') {
    this.#script = script;
  }

  /** Carries texts until both outboxes are empty, or `limit` texts have passed. */
  settle(a: Peer, b: Peer, limit = 10_000): void {
    for (let passed = 0; passed < limit; passed += 1) {
      const moved = this.#carry(a, b, 'there') || this.#carry(b, a, 'back');
      if (!moved && !this.#release(a, b)) return;
    }
    throw new Error(`the wire is still busy after ${limit} texts`);
  }

  #carry(from: Peer, to: Peer, direction: 'there' | 'back'): boolean {
    const text = from.outbox.shift();
    if (text === undefined) return false;
    const fate = this.#script(this.#counts[direction], direction);
    this.#counts[direction] += 1;
    if (fate === 'hold') {
      this.#held[direction].push(text);
      return true;
    }
    if (fate !== 'drop') to.receive(text);
    if (fate === 'repeat') to.receive(text);
    for (const late of this.#held[direction].splice(0)) to.receive(late);
    return true;
  }

  #release(a: Peer, b: Peer): boolean {
    const there = this.#held.there.splice(0);
    const back = this.#held.back.splice(0);
    for (const text of there) b.receive(text);
    for (const text of back) a.receive(text);
    return there.length + back.length > 0;
  }
}

/** Carries everything both ways over a perfect wire. */
export function settle(a: Peer, b: Peer): void {
  new Wire().settle(a, b);
}

/** Alice and Bob with an encrypted session between them; Alice asked for it. */
export function encryptedPair(
  aliceOptions: PeerOptions = {},
  bobOptions: PeerOptions = {},
): { readonly alice: Peer; readonly bob: Peer } {
  const alice = newPeer('alice', aliceOptions);
  const bob = newPeer('bob', bobOptions);
  alice.start();
  settle(alice, bob);
  return { alice, bob };
}

/** A copy of a peer as it is now, whose secrets nobody wipes: the judge, who takes what holds. */
export function frozen({ conversation, env }: Peer): Peer {
  const copy = new Peer(conversation.config, env);
  const cloned = structuredClone(conversation);
  copy.conversation = { ...cloned, instances: new Instances(cloned.instances.list) };
  return copy;
}
