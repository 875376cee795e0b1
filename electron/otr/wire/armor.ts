import { fail, ok, type Result } from '../../base/result.ts';
import { limits } from '../limits.ts';

/** What an encoded message begins with. */
export const armorPrefix = '?OTR:';

/** The text form of an encoded message: "?OTR:", base64, ".". Spec: OTRv3 "Encoded messages". */
export function armor(bytes: Uint8Array): string {
  return `${armorPrefix}${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')}.`;
}

/**
 * The bytes between "?OTR:" and the next "." of a text.
 *
 * The base64 must be the only one that spells these bytes: no white space, whole groups of four, no padding
 * but at the end, unused bits zero, at least one byte.
 * Faults: no-armor, too-long, bad-base64.
 */
export function unarmor(text: string): Result<Uint8Array, 'no-armor' | 'too-long' | 'bad-base64'> {
  const start = text.indexOf(armorPrefix);
  if (start < 0) return fail('no-armor');
  const from = start + armorPrefix.length;
  const end = text.indexOf('.', from);
  if (end < 0) return fail('no-armor');
  if (end - from > limits.encodedText) return fail('too-long');
  const encoded = text.slice(from, end);
  const bytes = Buffer.from(encoded, 'base64');
  // The decoder is lenient; what the bytes encode to is the one spelling that counts.
  if (bytes.length === 0 || bytes.toString('base64') !== encoded) return fail('bad-base64');
  return ok(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}
