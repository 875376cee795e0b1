import { concat, utf8 } from '../../base/bytes.ts';

/*
 * Encoded messages in a stream of bytes, as the reference toolkit finds them: each begins at "?OTR:" and
 * ends with the next ".", whatever stands between and around. Fragments are not put together.
 */

const opening = utf8('?OTR:');
const ending = 0x2e;

/** The longest message that is collected, in bytes; no network carries one of a hundredth of that. */
export const longestMessage = 64 * 1024 * 1024;

/** Finds the messages of a stream that comes in pieces, whatever the pieces. */
export class Scanner {
  /** How much of the opening the last bytes spell. */
  #seen = 0;
  /** The message under way in pieces, `null` between messages. */
  #pieces: Uint8Array[] | null = null;
  #length = 0;

  /** The message under way is longer than `longestMessage`: there is no use in reading on. */
  get tooLong(): boolean {
    return this.#length > longestMessage;
  }

  /** Takes the next bytes of the stream and gives the messages that end in them. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    const messages: Uint8Array[] = [];
    let at = 0;
    while (at < bytes.length && !this.tooLong) {
      at = this.#pieces === null ? this.#seek(bytes, at) : this.#collect(this.#pieces, bytes, at, messages);
    }
    return messages;
  }

  /** The stream has ended: what began and has no ".", which counts as a message. */
  finish(): Uint8Array | null {
    return this.#pieces === null ? null : this.#whole(this.#pieces);
  }

  #seek(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      // "?" stands only at the front of the opening, so nothing else of it can be a new beginning.
      this.#seen = byte === opening[this.#seen] ? this.#seen + 1 : byte === opening[0] ? 1 : 0;
      if (this.#seen === opening.length) {
        this.#pieces = [opening];
        this.#length = opening.length;
        return at + 1;
      }
    }
    return bytes.length;
  }

  #collect(pieces: Uint8Array[], bytes: Uint8Array, from: number, messages: Uint8Array[]): number {
    const found = bytes.indexOf(ending, from);
    const end = found < 0 ? bytes.length : found + 1;
    pieces.push(bytes.slice(from, end));
    this.#length += end - from;
    if (found >= 0 && !this.tooLong) messages.push(this.#whole(pieces));
    return end;
  }

  #whole(pieces: readonly Uint8Array[]): Uint8Array {
    this.#seen = 0;
    this.#pieces = null;
    this.#length = 0;
    return beforeNul(concat(...pieces));
  }
}

/** What a C program takes for the string in these bytes: everything before the first NUL. */
export function beforeNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
