import { concat, Pane } from '../base/bytes.ts';
import { limits } from './limits.ts';
import { Reader } from './wire/reader.ts';
import { short } from './wire/writer.ts';

/** A record after the human-readable part of a message. Spec: OTRv3 "Data Message". */
export type Tlv = { readonly type: number; readonly value: Uint8Array };

/** The record types that this engine acts on; all others are skipped, as the spec says. */
export const tlvTypes = {
  padding: 0,
  disconnected: 1,
  smp1: 2,
  smp2: 3,
  smp3: 4,
  smp4: 5,
  smpAbort: 6,
  smp1q: 7,
  extraKey: 8,
} as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A NUL that was typed or pasted would turn what follows it into records. */
function withoutNuls(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/** UTF-8 has at most three bytes for each unit of a string. */
const longestUnit = 3;

/** Whether a typed text has more bytes than this; NULs count, since it is kept with them. */
export function isLongerThan(text: string, bytes: number): boolean {
  return longestUnit * text.length > bytes && Buffer.byteLength(text) > bytes;
}

/** UTF-8 of a text in its composed form (NFC), without NULs: the form in which both sides of SMP compare. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(withoutNuls(text.normalize('NFC')));
}

/** The text of UTF-8 bytes; what is none becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Where short texts become bytes, which is most of what an allocation for each would cost. */
const page = Buffer.alloc(4_096);
const pane = new Pane(new Uint8Array(page.buffer, page.byteOffset, page.length));

/**
 * The plaintext of a data message: text, and where there are records a NUL and the records. It may only be there until the
 * next one, and whoever asked for it overwrites it.
 */
export function encodePlaintext(text: string, tlvs: readonly Tlv[]): Uint8Array {
  const human = bytesOf(withoutNuls(text));
  if (tlvs.length === 0) return human;
  const records = tlvs.flatMap((tlv) => [short(tlv.type), short(tlv.value.length), tlv.value]);
  const joined = concat(human, Uint8Array.of(0), ...records);
  human.fill(0);
  return joined;
}

function bytesOf(text: string): Uint8Array {
  if (longestUnit * text.length > page.length) return Buffer.from(text);
  return pane.at(0, page.write(text));
}

/** NUL, type and length: what padding takes up before it has any bytes. */
const emptyPadding = 5;

/**
 * The plaintext of a data message with a padding record that fills it up to a multiple of
 * `limits.paddingBlock` bytes, so that the wire tells no more than the number of blocks.
 * Spec: OTRv3 "Type 0: Padding".
 */
export function encodePadded(text: string, tlvs: readonly Tlv[]): Uint8Array {
  const bare = encodePlaintext(text, tlvs);
  const least = bare.length + (tlvs.length === 0 ? emptyPadding : emptyPadding - 1);
  const room = (limits.paddingBlock - (least % limits.paddingBlock)) % limits.paddingBlock;
  bare.fill(0);
  return encodePlaintext(text, [...tlvs, { type: tlvTypes.padding, value: new Uint8Array(room) }]);
}

/**
 * Splits a decrypted plaintext. A record that is cut short ends the list, and so does the one that is beyond
 * `limits.records`; invalid UTF-8 becomes U+FFFD.
 */
export function decodePlaintext(plaintext: Uint8Array): { readonly text: string; readonly tlvs: readonly Tlv[] } {
  const end = plaintext.indexOf(0);
  if (end < 0) return { text: decodeText(plaintext), tlvs: [] };
  const text = decodeText(plaintext.subarray(0, end));
  const tlvs: Tlv[] = [];
  const reader = new Reader(plaintext.subarray(end + 1));
  while (reader.left > 0 && tlvs.length < limits.records) {
    const type = reader.short();
    const value = reader.take(reader.short());
    if (reader.failed) break;
    tlvs.push({ type, value });
  }
  return { text, tlvs };
}
