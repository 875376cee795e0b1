import { concat, equalConstantTime } from '../../base/bytes.ts';
import type { Primitives } from '../primitives/provider.ts';
import { Arguments } from './arguments.ts';
import { writeData, type ReadData } from './fields.ts';
import { beforeNul } from './scan.ts';
import { onData, printed, type Outcome, type Tool } from './tool.ts';

/**
 * Reads a data message with its AES key, and puts another text in its place.
 *
 * The forgery is made also where the key is not that of the message: then all of it is invented.
 */
export const readforge: Tool = {
  name: 'readforge',
  takes: 'aes_key [new_text]',
  about: 'Reads an OTR data message on the standard input with its AES key, given in hex, and shows its text. With a new text, also puts out a message that differs in nothing but the text and its MAC.', // prettier-ignore
  start: (args, primitives) => {
    const given = new Arguments(args, 1, 2);
    const aesKey = given.exactHex(16, 'The AES key');
    const forged = given.text();
    if (given.complaint !== null) return { at: 'refused', complaint: given.complaint };
    const read = (message: Uint8Array | null): Outcome =>
      onData(message, (fields) => readAndForge(fields, aesKey, forged, primitives));
    return { at: 'one', read };
  },
};

function readAndForge(fields: ReadData, aesKey: Uint8Array, forged: Uint8Array | null, primitives: Primitives): Outcome {
  const macKey = primitives.sha1(aesKey);
  const initial = concat(fields.counter, new Uint8Array(8));
  const verifies = equalConstantTime(primitives.hmacSha1(macKey, fields.authenticated), fields.mac);
  const parts: (string | Uint8Array)[] = [];
  if (verifies) {
    const plaintext = primitives.aesCtr(aesKey, initial, fields.ciphertext);
    parts.push('Plaintext: ``', beforeNul(plaintext), "''\n");
  }
  if (forged !== null) {
    const ciphertext = primitives.aesCtr(aesKey, initial, forged);
    parts.push(`${writeData({ ...fields, ciphertext }, macKey, primitives)}\n`);
  }
  return { out: printed(...parts), err: verifies ? '' : 'MAC does not verify: wrong AES key?\n', code: 0 };
}
