import { equalConstantTime, utf8 } from '../../base/bytes.ts';
import type { Primitives } from '../primitives/provider.ts';
import { readMessage, writeData, type Kind, type ReadData } from './fields.ts';

/*
 * What somebody who recorded a conversation can do with it, and nothing else: no session key, no secret. It is
 * the claim of deniability as three functions.
 * Spec: OTRv3 "Revealing MAC Keys"; "Forgeability" of the overview.
 */

export type WireMessage = {
  readonly kind: Kind;
  /** The MAC keys that it gives away, 20 bytes each. */
  readonly revealed: readonly Uint8Array[];
};

const macKeyLength = 20;

/** What can be seen of an encoded message; `null` for any other text. */
export function seeMessage(text: string): WireMessage | null {
  const read = text.startsWith('?OTR:') ? readMessage(utf8(text)) : null;
  if (read === null || read.fields === null) return null;
  const keys = read.kind === 'data' ? read.fields.oldMacKeys : new Uint8Array(0);
  const revealed = Array.from({ length: Math.floor(keys.length / macKeyLength) }, (_, at) =>
    keys.slice(macKeyLength * at, macKeyLength * (at + 1)),
  );
  return { kind: read.kind, revealed };
}

/** The one of these keys that authenticates a data message; `null` where none does. */
export function macKeyOf(text: string, keys: readonly Uint8Array[], primitives: Primitives): Uint8Array | null {
  const fields = dataIn(text);
  if (fields === null) return null;
  return keys.find((key) => equalConstantTime(primitives.hmacSha1(key, fields.authenticated), fields.mac)) ?? null;
}

/**
 * A data message that says `to` where the real one says `from`, at its beginning, under a MAC that holds.
 * Counter mode gives it: what is added to the ciphertext is added to the text. Both must have the same length
 * in bytes; `null` where they have not, or where the text is none of these.
 */
export function forgeMessage(text: string, macKey: Uint8Array, from: string, to: string, primitives: Primitives): string | null {
  const fields = dataIn(text);
  const [old, wanted] = [utf8(from), utf8(to)];
  if (fields === null || old.length !== wanted.length || old.length > fields.ciphertext.length) return null;
  const ciphertext = fields.ciphertext.slice();
  for (const [at, byte] of old.entries()) ciphertext[at]! ^= byte ^ wanted[at]!;
  return writeData({ ...fields, ciphertext }, macKey, primitives);
}

function dataIn(text: string): ReadData | null {
  const read = readMessage(utf8(text));
  return read?.kind === 'data' ? read.fields : null;
}
