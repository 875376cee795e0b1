import crypto from 'node:crypto';
import { crossRoom, room } from './machine.ts';

const block = 16;
/** Longer messages are not worked out here. */
const longest = 1_024;
/** What is worked out at once; its initial blocks are put together here, whose lower halves begin with seven zeros. */
const counters = new Uint8Array(4_096);
const initial = new Int32Array(counters.buffer);
const none = new Int32Array(0);

/**
 * The key stream of AES-128 in counter mode, with one key and for messages whose counters follow one another.
 *
 * A call of the library takes longer than much else that is done to a short message, and little longer for many of
 * them. So from the second message on, the stream of the next ones, as long as this one, is worked out with its own: both
 * sides count up by one. It is as secret as the key beside which it is kept, until `forget` overwrites it and the schedule.
 */
export class KeyStream {
  readonly #cipher: crypto.Cipher;
  #ahead: Int32Array = none;
  /** How much of it is for each message, in words of four bytes: whole blocks. */
  #each = 0;
  /** The halves of the first counter that it is for. */
  #high = 0;
  #low = 0;

  constructor(key: Uint8Array) {
    this.#cipher = crypto.createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  }

  /**
   * Crosses `bytes` from `from` to `to` with the stream of the counter whose upper 8 bytes stand at `counterAt`, and
   * whose lower ones are 0; `false`, with nothing done, where that is more than is worked out for one message.
   */
  cross(bytes: Uint8Array, counterAt: number, from: number, to: number): boolean {
    if (to - from > longest) return false;
    if (to === from) return true;
    const high = wordOf(bytes, counterAt);
    const low = wordOf(bytes, counterAt + 4);
    let start = (low - this.#low) * this.#each;
    if (high !== this.#high || to - from > 4 * this.#each || start < 0 || start >= this.#ahead.length) {
      this.#workOut(high, low, Math.ceil((to - from) / block));
      start = 0;
    }
    if (bytes === room) crossRoom(from, to, this.#ahead, start);
    else crossBytes(bytes, from, to, this.#ahead.subarray(start));
    return true;
  }

  /** Works out the stream from a counter on: for one message the first time, since many keys have no more than that. */
  #workOut(high: number, low: number, blocks: number): void {
    const each = blocks * block;
    const messages = this.#ahead.length === 0 ? 1 : Math.min(Math.floor(counters.length / each), 2 ** 32 - low);
    for (let at = 0, message = 0; message < messages; message += 1) {
      for (let i = 0; i < blocks; i += 1, at += block / 4) {
        initial[at] = swapped(high);
        initial[at + 1] = swapped(low + message);
        initial[at + 3] = i << 24;
      }
    }
    this.#ahead.fill(0);
    this.#ahead = wordsOf(this.#cipher.update(counters.subarray(0, messages * each)));
    this.#each = each / 4;
    this.#high = high;
    this.#low = low;
  }

  /** Overwrites what is worked out; ending the cipher is what overwrites its schedule. */
  forget(): void {
    this.#ahead.fill(0);
    this.#ahead = none;
    this.#cipher.final();
  }
}

function crossBytes(bytes: Uint8Array, from: number, to: number, words: Int32Array): void {
  const stream = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  for (let i = from, at = 0; i < to; i += 1, at += 1) bytes[i]! ^= stream[at]!;
}

/** The same memory as words of the machine; what the library gives is in memory of its own. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length / 4);
}

function wordOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** A word of the machine, which is little-endian, as the counter has it. */
function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
