import { concat } from '../../base/bytes.ts';

/*
 * What the two devices say to each other inside the private conversation: one short word a message, and the parts of
 * the sealed payload. Nothing else is understood.
 */

/** Bytes of the sealed payload in one message: with two layers of base64 it stays under 32 kB on the wire. */
export const partLength = 16_384;
/** Bytes of a sealed payload; what is more is neither sent nor taken. */
export const longestSealed = 8 * 1024 * 1024;

export type Word =
  /** The new device: the code matched here too. */
  | { readonly say: 'ready' }
  /** The old device: the sealed payload's bytes from `index * partLength` on. */
  | { readonly say: 'part'; readonly index: number; readonly bytes: Uint8Array }
  /** The new device: that part is here, the next may come. */
  | { readonly say: 'got'; readonly index: number }
  /** The new device: everything is here and authentic; or it is, and does not hold what it should. */
  | { readonly say: 'whole' }
  | { readonly say: 'refused' }
  /** The old device: it has heard `whole`, and did not stop before. */
  | { readonly say: 'done' };

const mark = 'sotto-transfer/1';
const lines = new RegExp(`^${mark} (ready|whole|refused|done|got|part)(?: (0|[1-9]\\d{0,5}))?(?: ([A-Za-z0-9+/]+={0,2}))?$`);

export function encodeWord(word: Word): string {
  if (word.say === 'got') return `${mark} got ${word.index}`;
  if (word.say === 'part') return `${mark} part ${word.index} ${Buffer.from(word.bytes).toString('base64')}`;
  return `${mark} ${word.say}`;
}

/** Reads one; `null` for anything else. Base64 must be to the letter as it is written here. */
export function decodeWord(text: string): Word | null {
  const [, say, number, base64] = lines.exec(text) ?? [];
  const index = number === undefined ? null : Number(number);
  if (say === 'part' && index !== null && base64 !== undefined) {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    return Buffer.from(bytes).toString('base64') === base64 ? { say, index, bytes } : null;
  }
  if (base64 !== undefined) return null;
  if (say === 'got' && index !== null) return { say, index };
  return index === null && (say === 'ready' || say === 'whole' || say === 'refused' || say === 'done') ? { say } : null;
}

/** What goes beside the extra key: format, then the sealed payload's length in bytes; both big-endian. */
export function encodeAnnouncement(sealedLength: number): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, sealedLength);
  return concat(Uint8Array.of(1), length);
}

/** The length that was announced; `null` where it is not to be had: another format, nothing, or too much. */
export function decodeAnnouncement(announced: Uint8Array): number | null {
  if (announced.length !== 5 || announced[0] !== 1) return null;
  const length = new DataView(announced.buffer, announced.byteOffset, 5).getUint32(1);
  return length > 16 && length <= longestSealed ? length : null;
}

/** The sealed payload as it grows, part by part, in order and each of its full length. */
export class Assembly {
  readonly #bytes: Uint8Array;
  readonly parts: number;
  /** How many are there; the index of the next. */
  next = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
    this.parts = partsOf(length);
  }

  get isWhole(): boolean {
    return this.next === this.parts;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Takes the next part; `false`, and nothing changes, for any other or one of another length. */
  take(index: number, bytes: Uint8Array): boolean {
    const from = index * partLength;
    if (this.isWhole || index !== this.next || bytes.length !== Math.min(partLength, this.#bytes.length - from)) return false;
    this.#bytes.set(bytes, from);
    this.next += 1;
    return true;
  }
}

export function partsOf(length: number): number {
  return Math.ceil(length / partLength);
}
