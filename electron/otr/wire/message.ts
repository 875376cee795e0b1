import { concat } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { limits } from '../limits.ts';
import { elementLength, isLegal } from '../primitives/group.ts';
import { Reader } from './reader.ts';
import { byte, data, int, mpi, Writer } from './writer.ts';

/*
 * The binary form of the five encoded messages, header and body.
 * Spec: OTRv3 "D-H Commit Message" to "Data Message".
 */

/** Versions that this build speaks, the best first. A further one needs its header here and its cell in `query.ts`. */
export const availableVersions = [3, 2] as const;
export type Version = (typeof availableVersions)[number];

export type DhCommit = {
  readonly kind: 'dh-commit';
  /** AES-CTR of g^x as an MPI. */
  readonly encryptedGx: Uint8Array;
  /** 32 bytes. */
  readonly hashedGx: Uint8Array;
};
export type DhKey = { readonly kind: 'dh-key'; readonly gy: Uint8Array };
export type RevealSignature = {
  readonly kind: 'reveal-signature';
  /** 16 bytes. */
  readonly revealedKey: Uint8Array;
  readonly encryptedSignature: Uint8Array;
  /** 20 bytes. */
  readonly mac: Uint8Array;
};
export type Signature = {
  readonly kind: 'signature';
  readonly encryptedSignature: Uint8Array;
  readonly mac: Uint8Array;
};
export type AkeMessage = DhCommit | DhKey | RevealSignature | Signature;

/** As read, its bytes are those of the message that they came in: whoever keeps some makes a copy. */
export type DataMessage = {
  readonly kind: 'data';
  readonly flags: number;
  readonly senderKeyId: number;
  readonly recipientKeyId: number;
  /** The sender's next public value. */
  readonly nextKey: Uint8Array;
  /** 8 bytes: the top half of the initial counter. */
  readonly counter: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** 20 bytes over `authenticated`. */
  readonly mac: Uint8Array;
  /** Everything from the version to the end of the ciphertext. */
  readonly authenticated: Uint8Array;
  /** Concatenated MAC keys of 20 bytes; never trusted. */
  readonly oldMacKeys: Uint8Array;
};
export type Message = AkeMessage | DataMessage;

/** The flag of messages whose loss nobody needs to hear of. */
export const ignoreUnreadable = 0x01;

const types = { 'dh-commit': 0x02, data: 0x03, 'dh-key': 0x0a, 'reveal-signature': 0x11, signature: 0x12 } as const;
const kinds = new Map<number, Message['kind']>(
  (Object.keys(types) as Message['kind'][]).map((kind) => [types[kind], kind]),
);

export type Header = {
  readonly version: Version;
  readonly kind: Message['kind'];
  /** 0 in version 2, which has no instance tags. */
  readonly senderTag: number;
  /** 0 where the sender did not know it, and in version 2. */
  readonly receiverTag: number;
};
const headerLengths = { 2: 3, 3: 11 } as const;

/** Reads version, type and, in version 3, instance tags. Faults: truncated, other-version, other-type. */
export function decodeHeader(bytes: Uint8Array): Result<Header, 'truncated' | 'other-version' | 'other-type'> {
  const reader = new Reader(bytes);
  const version = reader.short();
  const kind = kinds.get(reader.byte());
  if (reader.failed) return fail('truncated');
  if (version !== 2 && version !== 3) return fail('other-version');
  if (kind === undefined) return fail('other-type');
  if (version === 2) return ok({ version, kind, senderTag: 0, receiverTag: 0 });
  const senderTag = reader.int();
  const receiverTag = reader.int();
  return reader.failed ? fail('truncated') : ok({ version, kind, senderTag, receiverTag });
}

/** The header's bytes. */
export function encodeHeader(header: Header): Uint8Array {
  const writer = new Writer(headerLengths[header.version]);
  writeHeader(writer, header);
  return writer.done();
}

function writeHeader(writer: Writer, header: Header): void {
  writer.short(header.version);
  writer.byte(types[header.kind]);
  if (header.version === 2) return;
  writer.int(header.senderTag);
  writer.int(header.receiverTag);
}

/**
 * Reads the body of an encoded message whose header was read before.
 *
 * Nothing may follow the last field. Public values are held against 2..p-2.
 * Fault: malformed.
 */
export function decodeBody(header: Header, bytes: Uint8Array): Result<Message, 'malformed'> {
  const reader = new Reader(bytes);
  reader.view(headerLengths[header.version]);
  const message = bodies[header.kind](reader, bytes);
  return reader.complete && message !== null ? ok(message) : fail('malformed');
}

const bodies: { readonly [K in Message['kind']]: (reader: Reader, bytes: Uint8Array) => Message | null } = {
  'dh-commit': (reader) => {
    const encryptedGx = reader.data(4 + elementLength);
    const hashedGx = reader.data(32);
    return hashedGx.length === 32 ? { kind: 'dh-commit', encryptedGx, hashedGx } : null;
  },
  'dh-key': (reader) => {
    const gy = reader.mpi(elementLength);
    return isLegal(gy) ? { kind: 'dh-key', gy } : null;
  },
  'reveal-signature': (reader) => {
    const revealedKey = reader.data(16);
    const encryptedSignature = reader.data(limits.encryptedSignature);
    const mac = reader.take(20);
    return revealedKey.length === 16 ? { kind: 'reveal-signature', revealedKey, encryptedSignature, mac } : null;
  },
  signature: (reader) => ({
    kind: 'signature',
    encryptedSignature: reader.data(limits.encryptedSignature),
    mac: reader.take(20),
  }),
  data: (reader, bytes) => {
    const flags = reader.byte();
    const senderKeyId = reader.int();
    const recipientKeyId = reader.int();
    const nextKey = reader.mpiView(elementLength);
    const counter = reader.view(8);
    const ciphertext = reader.dataView(limits.encodedText);
    const authenticated = bytes.subarray(0, reader.at);
    const mac = reader.view(20);
    const oldMacKeys = reader.dataView(limits.encodedText);
    if (!isLegal(nextKey)) return null;
    const ids = { flags, senderKeyId, recipientKeyId };
    return { kind: 'data', ...ids, nextKey, counter, ciphertext, mac, authenticated, oldMacKeys };
  },
};

/** The flags of a data message, for one that nobody could read. */
export function flagsOf(header: Header, bytes: Uint8Array): number {
  return bytes[headerLengths[header.version]] ?? 0;
}

/** The bytes of a message of the key exchange. */
export function encodeAke(header: Header, message: AkeMessage): Uint8Array {
  return concat(encodeHeader(header), encodeAkeBody(message));
}

function encodeAkeBody(message: AkeMessage): Uint8Array {
  switch (message.kind) {
    case 'dh-commit':
      return concat(data(message.encryptedGx), data(message.hashedGx));
    case 'dh-key':
      return mpi(message.gy);
    case 'reveal-signature':
      return concat(data(message.revealedKey), data(message.encryptedSignature), message.mac);
    case 'signature':
      return concat(data(message.encryptedSignature), message.mac);
  }
}

/** A data message's fields up to its counter, all of them the same in every message until a key changes. */
export function encodeDataHead(
  header: Header,
  { flags, senderKeyId, recipientKeyId, nextKey }: Pick<DataMessage, 'flags' | 'senderKeyId' | 'recipientKeyId' | 'nextKey'>,
): Uint8Array {
  return concat(encodeHeader(header), byte(flags), int(senderKeyId), int(recipientKeyId), data(nextKey));
}

/** A data message's fields up to its MAC, which covers them. */
export function encodeDataBeforeMac(
  header: Header,
  message: Pick<DataMessage, 'flags' | 'senderKeyId' | 'recipientKeyId' | 'nextKey' | 'counter' | 'ciphertext'>,
): Uint8Array {
  return concat(encodeDataHead(header, message), message.counter, data(message.ciphertext));
}

/** The whole data message: what the MAC covers, the MAC, the MAC keys to reveal. */
export function encodeDataAfterMac(
  authenticated: Uint8Array,
  mac: Uint8Array,
  oldMacKeys: readonly Uint8Array[],
): Uint8Array {
  const revealed = oldMacKeys.reduce((sum, key) => sum + key.length, 0);
  const writer = new Writer(authenticated.length + mac.length + 4 + revealed);
  writer.raw(authenticated);
  writer.raw(mac);
  writer.int(revealed);
  for (const key of oldMacKeys) writer.raw(key);
  return writer.done();
}
