import type { OtrEnv } from '../api.ts';
import type { Conversation, Step } from '../conversation.ts';
import { native } from '../primitives/native.ts';
import { step } from '../step.ts';
import type { Tlv } from '../tlv.ts';
import { toHex } from '../../base/bytes.ts';
import { armor, unarmor } from '../wire/armor.ts';
import { bentBytes, composed } from './bytes.ts';
import { Chance } from './chance.ts';
import { forge, forgedContents, forgedFields, type Forgery } from './forgery.ts';
import { isPrivate, judge } from './judge.ts';
import { longInputs, longNames } from './long.ts';
import { makeRecords, makeStands, type Stand } from './stands.ts';
import { bentText, fragmentsOf, jumble, unencoded } from './texts.ts';
import { slowness } from './watch.ts';

/*
 * The text door: texts of every kind go into a peer in every state, one after another; those that moved it
 * are kept, so that whatever goes wrong can be told.
 */

/** One text, what Bob seals into one, or the name of a long one. */
export type Input = { readonly text: string } | { readonly forgery: Forgery } | { readonly long: string };
/** An input with the time at which it came in, and the stream of chance that the peer had. */
export type Taken = { readonly input: Input; readonly atMs: number; readonly stream: number };
export type Finding = { readonly what: string; readonly stand: string; readonly seed: number; readonly taken: readonly Taken[] };

/** How often each kind of input comes, of 1,000. */
const shares: readonly (readonly [number, (door: Door, stand: Stand, chance: Chance, moves: readonly Taken[]) => readonly Input[]])[] = [
  [90, (_door, _stand, chance) => [{ text: jumble(chance) }]],
  [60, (_door, _stand, chance) => [{ text: unencoded(chance) }]],
  [120, (door, stand, chance) => [{ text: bentText(door.genuine(stand, chance), chance) }]],
  [330, (door, stand, chance) => [{ text: armor(bentBytes(door.bytes(stand, chance), chance)) }]],
  [190, (_door, stand, chance) => [{ text: armor(composed(stand.version, stand.tags, chance)) }]],
  [60, (door, stand, chance) => cut(door, stand, chance)],
  [90, (door, _stand, chance) => [{ forgery: forgedContents(door.records, chance) }]],
  [50, (_door, _stand, chance) => [{ forgery: forgedFields(chance) }]],
  [9, (door, stand, chance) => [{ text: door.genuine(stand, chance) }]],
  [1, (_door, _stand, chance, moves) => (moves.length === 0 ? [] : [chance.pick(moves).input])],
];
const longOnceIn = 20_000;
/** After so many inputs that moved something a walk begins anew. */
const longestWalk = 20;

function cut(door: Door, stand: Stand, chance: Chance): readonly Input[] {
  const whole = chance.once(2) ? door.genuine(stand, chance) : armor(bentBytes(door.bytes(stand, chance), chance));
  const [senderTag, receiverTag] = stand.tags;
  return fragmentsOf(whole, { version: stand.version, senderTag, receiverTag }, chance).map((text) => ({ text }));
}

type Walk = {
  readonly stand: Stand;
  current: Conversation;
  atMs: number;
  /** What moved it. */
  moves: Taken[];
  /** What it believed. */
  believed: Set<string>;
};

function newWalk(stand: Stand): Walk {
  return { stand, current: stand.conversation, atMs: stand.atMs, moves: [], believed: new Set() };
}

function begin(walk: Walk): void {
  Object.assign(walk, newWalk(walk.stand));
}

/** The text that an input is; `null` where nobody can make it. */
function textOf(stand: Stand, input: Input): string | null {
  const made = 'long' in input ? longInputs.get(input.long)?.() : input;
  if (made === undefined) return null;
  return 'text' in made ? made.text : forge(stand, made.forgery);
}

/** What has proof holds once: a message that is sent again is refused. */
function believedTwice({ believed }: Walk, text: string, { effects }: Step): string | null {
  if (!effects.some(isPrivate)) return null;
  if (believed.has(text)) return 'a text was believed twice';
  believed.add(text);
  return null;
}

/** Every stand with what has become of it, and the inputs that come to it. */
export class Door {
  readonly records: readonly Tlv[];
  readonly #stands: readonly Stand[];
  readonly #walks: Walk[];
  readonly #all: readonly string[];
  readonly #sent: ReadonlySet<string>;
  readonly #seed: number;
  #stream = 0;
  /** Inputs so far. */
  count = 0;
  /** How often each effect and event came of them. */
  readonly came = new Map<string, number>();
  /** The longest that one took by the clock. */
  slowestMs = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.records = makeRecords();
    this.#stands = makeStands();
    this.#walks = this.#stands.map(newWalk);
    this.#all = this.#stands.flatMap(({ genuine }) => genuine);
    this.#sent = new Set(this.#all.flatMap((text) => {
      const bytes = unarmor(text);
      return bytes.ok ? [toHex(bytes.value)] : [];
    }));
  }

  /** A text that Bob sent to where we stand, or to anywhere. */
  genuine({ genuine }: Stand, chance: Chance): string {
    return chance.pick(genuine.length === 0 || chance.once(4) ? this.#all : genuine);
  }

  /** The bytes of such a text. */
  bytes(stand: Stand, chance: Chance): Uint8Array {
    for (;;) {
      const bytes = unarmor(this.genuine(stand, chance));
      if (bytes.ok) return bytes.value;
    }
  }

  /** Puts one or a few inputs that belong together in; gives what went wrong. */
  round(): Finding | null {
    this.#stream += 1;
    const chance = new Chance(this.#seed, this.#stream);
    const walk = chance.pick(this.#walks);
    if (walk.moves.length >= longestWalk) begin(walk);
    if (chance.once(500)) walk.atMs += chance.below(200_000);
    for (const input of this.#inputs(walk, chance)) {
      const finding = this.take(walk, { input, atMs: walk.atMs, stream: this.#stream });
      if (finding === null) continue;
      begin(walk);
      return finding;
    }
    return null;
  }

  #inputs({ stand, moves }: Walk, chance: Chance): readonly Input[] {
    if (chance.once(longOnceIn)) return [{ long: chance.pick(longNames) }];
    let share = chance.below(1_000);
    for (const [weight, make] of shares) {
      share -= weight;
      if (share < 0) return make(this, stand, chance, moves);
    }
    throw new Error('the shares sum up to 1,000');
  }

  /** One input from where a walk is; the walk goes on from there. */
  take(walk: Walk, taken: Taken): Finding | null {
    const { stand, current, moves } = walk;
    const text = textOf(stand, taken.input);
    if (text === null) return null;
    this.count += 1;
    const fault = this.#fault(walk, text, taken);
    if (walk.current !== current) moves.push(taken);
    return fault === null ? null : { what: fault, stand: stand.name, seed: this.#seed, taken: [...moves, taken] };
  }

  #fault(walk: Walk, text: string, { atMs, stream }: Taken): string | null {
    const env = (): OtrEnv => {
      const chance = new Chance(this.#seed ^ 0x5bd1_e995, stream);
      return { random: (length) => chance.bytes(length), primitives: native };
    };
    try {
      // What dies of old age dies first, so that the text is not to blame.
      const current = step(walk.current, { kind: 'tick', atMs }, env()).next;
      const once = (): Step => step(current, { kind: 'receive', text, atMs }, env());
      const began = performance.now();
      const outcome = once();
      const tookMs = performance.now() - began;
      this.slowestMs = Math.max(this.slowestMs, tookMs);
      const slow = slowness(tookMs, once);
      walk.current = outcome.next;
      for (const effect of outcome.effects) {
        const name = effect.do === 'tell' ? effect.event.kind : `${effect.do}${'encrypted' in effect && effect.encrypted ? ' encrypted' : ''}`;
        this.came.set(name, (this.came.get(name) ?? 0) + 1);
      }
      return slow ?? judge(current, text, outcome, this.#sent) ?? believedTwice(walk, text, outcome);
    } catch (thrown) {
      return `threw ${String(thrown)}`;
    }
  }

  /** Walks a finding's way again, from the stand of its name; what goes wrong now, if anything. */
  replay({ stand: name, taken }: Finding): string | null {
    const stand = this.#stands.find((one) => one.name === name);
    if (stand === undefined) return `there is no stand ${name}`;
    const walk = newWalk(stand);
    for (const one of taken) {
      const finding = this.take(walk, one);
      if (finding !== null) return finding.what;
    }
    return null;
  }
}
