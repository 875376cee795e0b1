import { concat } from '../../base/bytes.ts';
import { minimal } from '../primitives/big.ts';
import type { Primitives } from '../primitives/provider.ts';
import { armor } from '../wire/armor.ts';
import { Reader } from '../wire/reader.ts';
import { byte, data, int, mpi, short } from '../wire/writer.ts';

/*
 * The fields of encoded messages of all three versions, read for study and not for use: no value is held
 * against the protocol's rules. The engine's own reader, `wire/message.ts`, is the strict one.
 * Spec: OTRv3 and OTRv2 "D-H Commit Message" to "Data Message"; OTRv1 for the Key Exchange Message.
 */

/** Instance tags, which version 3 alone has. */
export type Tags = { readonly sender: number; readonly receiver: number };
type Common = { readonly version: 1 | 2 | 3; readonly tags: Tags | null };

export type CommitFields = Common & { readonly encryptedGx: Uint8Array; readonly hashedGx: Uint8Array };
export type KeyFields = Common & { readonly gy: Uint8Array };
export type RevealFields = Common & {
  readonly revealedKey: Uint8Array;
  readonly encryptedSignature: Uint8Array;
  readonly mac: Uint8Array;
};
export type SignatureFields = Common & { readonly encryptedSignature: Uint8Array; readonly mac: Uint8Array };

/** The Key Exchange Message of version 1. */
export type ExchangeFields = Common & {
  readonly reply: number;
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  readonly g: Uint8Array;
  readonly e: Uint8Array;
  readonly keyId: number;
  readonly y: Uint8Array;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
};

export type DataFields = Common & {
  /** `null` in version 1, which has none. */
  readonly flags: number | null;
  readonly senderKeyId: number;
  readonly recipientKeyId: number;
  readonly nextKey: Uint8Array;
  /** 8 bytes. */
  readonly counter: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly oldMacKeys: Uint8Array;
};

/** A data message as it was read, with what its MAC covers. */
export type ReadData = DataFields & { readonly authenticated: Uint8Array; readonly mac: Uint8Array };

const readers = {
  'dh-commit': (reader: Reader, head: Common): CommitFields => ({
    ...head,
    encryptedGx: bytesOf(reader),
    hashedGx: bytesOf(reader),
  }),
  'dh-key': (reader: Reader, head: Common): KeyFields => ({ ...head, gy: number(reader) }),
  'reveal-signature': (reader: Reader, head: Common): RevealFields => ({
    ...head,
    revealedKey: bytesOf(reader),
    encryptedSignature: bytesOf(reader),
    mac: reader.take(20),
  }),
  signature: (reader: Reader, head: Common): SignatureFields => ({
    ...head,
    encryptedSignature: bytesOf(reader),
    mac: reader.take(20),
  }),
  'key-exchange': (reader: Reader, head: Common): ExchangeFields => ({
    ...head,
    reply: reader.byte(),
    p: number(reader),
    q: number(reader),
    g: number(reader),
    e: number(reader),
    keyId: reader.int(),
    y: number(reader),
    r: minimal(reader.take(20)),
    s: minimal(reader.take(20)),
  }),
  data: (reader: Reader, head: Common, bytes: Uint8Array): ReadData => ({
    ...head,
    flags: head.version === 1 ? null : reader.byte(),
    senderKeyId: reader.int(),
    recipientKeyId: reader.int(),
    nextKey: number(reader),
    counter: reader.take(8),
    ciphertext: bytesOf(reader),
    authenticated: bytes.subarray(0, reader.at),
    mac: reader.take(20),
    oldMacKeys: bytesOf(reader),
  }),
};

export type Kind = keyof typeof readers;
type FieldsOf = { readonly [K in Kind]: ReturnType<(typeof readers)[K]> };
/** A message of which the kind is known; `fields` is `null` where its bytes do not fit that kind. */
export type ReadMessage = { readonly [K in Kind]: { readonly kind: K; readonly fields: FieldsOf[K] | null } }[Kind];

function bytesOf(reader: Reader): Uint8Array {
  return reader.data(Number.POSITIVE_INFINITY);
}

/** An MPI with or without leading zeros, without them. */
function number(reader: Reader): Uint8Array {
  return minimal(bytesOf(reader));
}

/** What the first four characters after "?OTR:" say: version and type are exactly three bytes. */
const kinds: Readonly<Record<string, Kind>> = {
  AAMC: 'dh-commit',
  AAMK: 'dh-key',
  AAMR: 'reveal-signature',
  AAMS: 'signature',
  AAMD: 'data',
  AAIC: 'dh-commit',
  AAIK: 'dh-key',
  AAIR: 'reveal-signature',
  AAIS: 'signature',
  AAID: 'data',
  AAEK: 'key-exchange',
  AAED: 'data',
};
const openingLength = '?OTR:'.length;

/** The kind of an encoded message that begins with "?OTR:"; `null` for one that nobody knows. */
export function kindOf(message: Uint8Array): Kind | null {
  const name = Buffer.from(message.subarray(openingLength, openingLength + 4)).toString('latin1');
  return kinds[name] ?? null;
}

/**
 * Reads an encoded message that begins with "?OTR:".
 *
 * `null` where its kind is unknown. Nothing may follow the last field.
 */
export function readMessage(message: Uint8Array): ReadMessage | null {
  const kind = kindOf(message);
  if (kind === null) return null;
  const bytes = lenientBase64(message.subarray(openingLength));
  const reader = new Reader(bytes);
  const version = reader.short() as 1 | 2 | 3;
  reader.byte();
  const tags = version === 3 ? { sender: reader.int(), receiver: reader.int() } : null;
  const fields = readers[kind](reader, { version, tags }, bytes);
  return { kind, fields: reader.complete ? fields : null } as ReadMessage;
}

/**
 * The bytes that the reference library finds in base64 up to the first "." or the end.
 *
 * Characters of no meaning are passed over. The first "=" ends it; without one, an incomplete group at the
 * end is dropped.
 */
export function lenientBase64(text: Uint8Array): Uint8Array {
  const [upToDot = ''] = Buffer.from(text).toString('latin1').split('.', 1);
  const [upToPadding = ''] = upToDot.split('=', 1);
  const digits = upToPadding.replaceAll(/[^A-Za-z0-9+/]+/g, '');
  const isPadded = upToPadding.length < upToDot.length;
  const taken = isPadded ? digits : digits.slice(0, digits.length - (digits.length % 4));
  return new Uint8Array(Buffer.from(taken, 'base64'));
}

/** The text of a data message with these fields, under the MAC that a key of 20 bytes gives it. */
export function writeData(fields: DataFields, macKey: Uint8Array, primitives: Primitives): string {
  const authenticated = concat(
    short(fields.version),
    byte(0x03),
    ...(fields.tags === null ? [] : [int(fields.tags.sender), int(fields.tags.receiver)]),
    ...(fields.flags === null ? [] : [byte(fields.flags)]),
    int(fields.senderKeyId),
    int(fields.recipientKeyId),
    mpi(minimal(fields.nextKey)),
    fields.counter,
    data(fields.ciphertext),
  );
  const mac = primitives.hmacSha1(macKey, authenticated);
  return armor(concat(authenticated, mac, data(fields.oldMacKeys)));
}
