import { equalConstantTime, Pane } from '../base/bytes.ts';
import { isBeyond, readCounter, readWord, type Counter } from './counter.ts';
import { KeptMac } from './primitives/kept-mac.ts';
import { readSpelled, room, roomLength, spell, text as page } from './primitives/machine.ts';
import type { Primitives } from './primitives/provider.ts';
import { hashLength } from './primitives/sha1.ts';
import { armorPrefix } from './wire/armor.ts';

/*
 * The short way of data messages.
 *
 * While neither side brings a new key, every message in one direction begins with the same bytes: version, type, tags,
 * flags, key ids and the next key, three fifths of a short message. What is to be done with them, to spell them in base64, to take
 * them into the MAC and to check them, is done once here. Behind them stand counter, ciphertext, MAC and revealed MAC keys; these
 * pass through one piece of memory, with no object made of any field.
 *
 * It is a short cut and not a second door: it only takes a message that the long way (`wire/message.ts` and
 * `data-message.ts`) would take, with the same outcome. All else, faults included, is left to that.
 */

const counterLength = 8;
const lengthLength = 4;
const dot = '.'.charCodeAt(0);
const pane = new Pane(room);
const theirMac = new Uint8Array(hashLength);

/** What a message on the short way says; `plaintext` is only there until the next one. */
export type Read = { readonly counter: Counter; readonly plaintext: Uint8Array };

/** One direction of one pair of D-H keys, for messages that begin with the same bytes. */
export class Lane {
  readonly flags: number;
  /** As a text begins: "?OTR:" and the base64 of all whole groups of three bytes. */
  readonly #start: string;
  readonly #startBytes: Uint8Array;
  /** What that spells and the MAC has not taken in is what a text goes on from; then the bytes that it does not spell. */
  readonly #rest: Uint8Array;
  readonly #spelled: number;
  readonly #mac: KeptMac;

  /** `head`: everything before the counter. */
  constructor(macKey: Uint8Array, head: Uint8Array, flags: number) {
    this.flags = flags;
    const spelled = head.length - (head.length % 3);
    this.#start = armorPrefix + Buffer.from(head.subarray(0, spelled)).toString('base64');
    this.#startBytes = new Uint8Array(Buffer.from(this.#start, 'latin1'));
    this.#mac = new KeptMac(macKey, head.subarray(0, spelled));
    this.#rest = head.slice(this.#mac.taken);
    this.#spelled = spelled - this.#mac.taken;
  }

  /** The text of a message, encrypted under `count` as the top half of its counter; `null` where that is too long for here. */
  seal(aesKey: Uint8Array, count: number, plaintext: Uint8Array, toReveal: readonly Uint8Array[], primitives: Primitives): string | null {
    const counterAt = this.#rest.length;
    const from = counterAt + counterLength + lengthLength;
    const to = from + plaintext.length;
    const revealed = toReveal.length * hashLength;
    const end = to + hashLength + lengthLength + revealed;
    if (end > roomLength) return null;
    room.set(this.#rest);
    putInt(counterAt, Math.floor(count / 2 ** 32));
    putInt(counterAt + 4, count);
    putInt(counterAt + counterLength, plaintext.length);
    room.set(plaintext, from);
    primitives.aesCtrKept(aesKey, room, counterAt, from, to);
    const mac = this.#mac.make(to);
    for (let i = 0; i < hashLength; i += 1) room[to + i] = mac[i]!;
    putInt(to + hashLength, revealed);
    for (let i = 0; i < toReveal.length; i += 1) room.set(toReveal[i]!, to + hashLength + lengthLength + i * hashLength);
    page.set(this.#startBytes);
    const spelledTo = spell(this.#spelled, end, this.#startBytes.length);
    page[spelledTo] = dot;
    return page.toString('latin1', 0, spelledTo + 1);
  }

  /**
   * Reads a text that begins as this lane's messages do, is spelled in the one way that counts, has nothing missing or
   * left over, a MAC that holds and a counter beyond `last`; `null` for any other.
   */
  open(text: string, aesKey: Uint8Array, last: Counter, primitives: Primitives): Read | null {
    const begun = this.#start.length;
    if (text.length > roomLength || text.slice(0, begun) !== this.#start) return null;
    // As UTF-8, since in one byte a letter a foreign one would be taken for another.
    const written = page.write(text.slice(begun), 'utf8') - 1;
    if (page[written] !== dot) return null;
    const length = readSpelled(written, this.#spelled);
    if (length === null) return null;
    for (let i = 0; i < this.#spelled; i += 1) room[i] = this.#rest[i]!;
    return this.#read(this.#spelled + length, aesKey, last, primitives);
  }

  #read(end: number, aesKey: Uint8Array, last: Counter, primitives: Primitives): Read | null {
    const counterAt = this.#rest.length;
    const from = counterAt + counterLength + lengthLength;
    if (end < from) return null;
    for (let at = this.#spelled; at < counterAt; at += 1) if (room[at] !== this.#rest[at]) return null;
    const to = from + readWord(room, counterAt + counterLength);
    const oldKeysAt = to + hashLength + lengthLength;
    if (oldKeysAt > end || oldKeysAt + readWord(room, oldKeysAt - lengthLength) !== end) return null;
    for (let i = 0; i < hashLength; i += 1) theirMac[i] = room[to + i]!;
    if (!equalConstantTime(this.#mac.make(to), theirMac)) return null;
    const counter = readCounter(room, counterAt);
    if (!isBeyond(counter, last)) return null;
    primitives.aesCtrKept(aesKey, room, counterAt, from, to);
    return { counter, plaintext: pane.at(from, to) };
  }

  /** Overwrites what is secret. */
  forget(): void {
    this.#mac.forget();
  }
}

function putInt(at: number, value: number): void {
  room[at] = value >>> 24;
  room[at + 1] = value >>> 16;
  room[at + 2] = value >>> 8;
  room[at + 3] = value;
}

/**
 * The lanes of a pair, each made when a message first needs it. No part of what is agreed, only derived from it: so a pair
 * has the same ones in every state that it goes through.
 */
export class Lanes {
  #out: Lane | null = null;
  #in: Lane | null = null;

  /** The lane that messages with these flags go out on, where there is one. */
  out(flags: number): Lane | null {
    return this.#out?.flags === flags ? this.#out : null;
  }

  /** Makes the one that they go out on from now; its messages begin with `head`. */
  begin(macKey: Uint8Array, head: Uint8Array, flags: number): Lane {
    this.#out?.forget();
    this.#out = new Lane(macKey, head, flags);
    return this.#out;
  }

  /** The lane that messages come in on, once `expect` has said how they begin. */
  get in(): Lane | null {
    return this.#in;
  }

  expect(macKey: Uint8Array, head: Uint8Array, flags: number): void {
    this.#in?.forget();
    this.#in = new Lane(macKey, head, flags);
  }

  /** Overwrites what is secret in them. */
  forget(): void {
    this.#out?.forget();
    this.#in?.forget();
    this.#out = null;
    this.#in = null;
  }
}
