import { Arguments } from './arguments.ts';
import { readMessage, type ReadData, type ReadMessage } from './fields.ts';
import { hexLine, printed, type Tool } from './tool.ts';

/** Shows every field of every encoded message in the input. */
export const parse: Tool = {
  name: 'parse',
  takes: '',
  about: 'Shows the fields of every OTR message that it finds on the standard input.',
  start: (args) => {
    const { complaint } = new Arguments(args, 0);
    return complaint === null ? { at: 'every', read: describeMessage } : { at: 'refused', complaint };
  },
};

const names: Readonly<Record<ReadMessage['kind'], string>> = {
  'dh-commit': 'D-H Commit Message',
  'dh-key': 'D-H Key Message',
  'reveal-signature': 'Reveal Signature Message',
  signature: 'Signature Message',
  'key-exchange': 'Key Exchange Message',
  data: 'Data Message',
};

/** The lines about one message, with an empty line behind. */
export function describeMessage(message: Uint8Array): Uint8Array {
  const read = readMessage(message);
  if (read === null) return printed('Unrecognized OTR message:\n\t', message, '\n\n');
  const name = names[read.kind];
  const lines = linesOf(read);
  return lines === null ? printed(`Invalid ${name}\n\n`) : printed(`${name}:\n`, ...lines, '\n');
}

type Head = NonNullable<ReadMessage['fields']>;

/** `null` for a message whose bytes do not fit its kind. */
function linesOf({ kind, fields }: ReadMessage): readonly string[] | null {
  if (fields === null) return null;
  switch (kind) {
    case 'dh-commit':
      return [...head(fields), hexLine('\tEncrypted Key', fields.encryptedGx), hexLine('\tHashed Key', fields.hashedGx)];
    case 'dh-key':
      return [...head(fields), hexLine('\tD-H Key', fields.gy)];
    case 'reveal-signature':
      return [
        ...head(fields),
        hexLine('\tKey', fields.revealedKey),
        hexLine('\tEncrypted Signature', fields.encryptedSignature),
        hexLine('\tMAC', fields.mac),
      ];
    case 'signature':
      return [...head(fields), hexLine('\tEncrypted Signature', fields.encryptedSignature), hexLine('\tMAC', fields.mac)];
    case 'key-exchange':
      return [
        numberLine('Reply', fields.reply),
        ...(['p', 'q', 'g', 'e'] as const).map((name) => hexLine(`\tDSA ${name}`, fields[name])),
        numberLine('KeyID', fields.keyId),
        hexLine('\tDH y', fields.y),
        ...(['r', 's'] as const).map((name) => hexLine(`\tSIG ${name}`, fields[name])),
      ];
    case 'data':
      return dataLines(fields);
  }
}

function dataLines(fields: ReadData): readonly string[] {
  return [
    versionLine(fields),
    ...(fields.flags === null ? [] : [numberLine('Flags', fields.flags)]),
    ...tagLines(fields),
    numberLine('Sender keyid', fields.senderKeyId),
    numberLine('Rcpt keyid', fields.recipientKeyId),
    hexLine('\tDH y', fields.nextKey),
    hexLine('\tCounter', fields.counter),
    hexLine('\tEncrypted message', fields.ciphertext),
    hexLine('\tMAC', fields.mac),
    ...(fields.oldMacKeys.length === 0 ? [] : ['\tRevealed MAC keys:\n', ...macKeyLines(fields.oldMacKeys)]),
  ];
}

/** A line for each whole key of 20 bytes. */
function macKeyLines(keys: Uint8Array): readonly string[] {
  return Array.from({ length: Math.floor(keys.length / 20) }, (_, i) => {
    return hexLine(`\t\tKey ${i + 1}`, keys.subarray(20 * i, 20 * (i + 1)));
  });
}

function head(fields: Head): readonly string[] {
  return [versionLine(fields), ...tagLines(fields)];
}

function versionLine({ version }: Head): string {
  return hexLine('\tVersion', Uint8Array.of(version));
}

function tagLines({ tags }: Head): readonly string[] {
  if (tags === null) return [];
  return [numberLine('Sender instance', tags.sender), numberLine('Receiver instance', tags.receiver)];
}

function numberLine(title: string, value: number): string {
  return `\t${title}: ${value}\n`;
}
