/** A device that signs in as the person's other one and does not keep to the rules. Only tests import this. */
import { generateDsaKey, newInstanceTag } from '../../../otr/index.ts';
import { Channel, type ChannelEvent } from '../channel.ts';
import { seal } from '../seal.ts';
import { encodeAnnouncement, partLength, partsOf, type Word } from '../words.ts';
import { env, own, type Name, type TwoDevices } from './two-devices.ts';

const key = generateDsaKey(env, () => undefined);

/** Stands where `plays` would, with an OTR conversation of its own; what it hears is its script's to answer. */
export class Rogue {
  readonly channel: Channel;
  readonly heard: ChannelEvent[] = [];
  readonly #two: TwoDevices;
  readonly #plays: Name;
  #read: number;

  constructor(two: TwoDevices, plays: Name, script: (event: ChannelEvent, rogue: Rogue) => void) {
    this.#two = two;
    this.#plays = plays;
    this.#read = two[this.#victim].sent.length;
    this.channel = new Channel({
      config: { key, instanceTag: newInstanceTag(env.random) },
      env,
      nowMs: () => two.old.nowMs,
      send: (text) => two.comes(this.#victim, text),
      onEvent: (event) => {
        this.heard.push(event);
        script(event, this);
      },
    });
  }

  /** The words that it heard. */
  get words(): readonly (string | null)[] {
    return this.heard.flatMap((event) => (event.kind === 'said' ? [event.word?.say ?? null] : []));
  }

  get kinds(): readonly string[] {
    return this.heard.map(({ kind }) => kind);
  }

  /** Reads all that its victim says, and answers, until nothing is left. */
  pass(): void {
    const { sent } = this.#two[this.#victim];
    for (; this.#read < sent.length; this.#read += 1) {
      const message = sent[this.#read];
      if (message?.address === own) this.channel.receive(message.text);
    }
  }

  get #victim(): Name {
    return this.#plays === 'old' ? 'fresh' : 'old';
  }
}

export type Cheat = {
  /** What is announced instead of the length, and what the sealed bytes become. */
  readonly announced?: Uint8Array;
  readonly bend?: (sealed: Uint8Array) => Uint8Array;
  /** The words that go out instead of the parts in their order; each waits for an answer unless `atOnce`. */
  readonly words?: (parts: readonly Word[]) => readonly Word[];
  /** The words that go out when everything has arrived, instead of the last one. */
  readonly last?: readonly Word[];
};

/** The script of an old device that knows the code and sends `payload`, with a cheat in it. */
export function sender(code: string, payload: Uint8Array, { announced, bend, words, last }: Cheat = {}): (event: ChannelEvent, rogue: Rogue) => void {
  let left: Word[] = [];
  const next = (rogue: Rogue) => {
    const word = left.shift();
    if (word !== undefined) rogue.channel.say(word);
  };
  return (event, rogue) => {
    const { channel } = rogue;
    if (event.kind === 'asked') channel.compare(code, true);
    else if (event.kind === 'said' && event.word?.say === 'ready') channel.shareKey(announced ?? encodeAnnouncement(payload.length + 16));
    else if (event.kind === 'key') {
      const honest = seal(event.key, payload, { sessionId: channel.sessionId, announced: event.announced });
      const sealed = bend?.(honest) ?? honest;
      const parts = Array.from({ length: partsOf(sealed.length) }, (_, index): Word => {
        return { say: 'part', index, bytes: sealed.slice(index * partLength, (index + 1) * partLength) };
      });
      left = [...(words?.(parts) ?? parts)];
      next(rogue);
    } else if (event.kind === 'said' && event.word?.say === 'got') next(rogue);
    else if (event.kind === 'said' && event.word?.say === 'whole') for (const word of last ?? [{ say: 'done' }]) channel.say(word);
  };
}
