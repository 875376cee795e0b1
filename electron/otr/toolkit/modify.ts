import { equalConstantTime } from '../../base/bytes.ts';
import type { Primitives } from '../primitives/provider.ts';
import { Arguments } from './arguments.ts';
import { writeData, type ReadData } from './fields.ts';
import { done, failed, onData, type Outcome, type Tool } from './tool.ts';

type Change = { readonly from: Uint8Array; readonly to: Uint8Array; readonly offset: number };

/** Changes a text that was guessed in a message that cannot be read, with nothing but its MAC key. */
export const modify: Tool = {
  name: 'modify',
  takes: 'mac_key old_text new_text offset',
  about: 'Takes an OTR data message on the standard input whose MAC key, given in hex, is known, and of whose text it is known or guessed that old_text stands at this offset. Puts out the message with new_text, of the same length, in its place.', // prettier-ignore
  start: (args, primitives) => {
    const given = new Arguments(args, 4);
    const macKey = given.exactHex(20, 'The MAC key');
    const from = given.text() ?? new Uint8Array(0);
    const to = given.text() ?? new Uint8Array(0);
    if (from.length !== to.length) given.refuse('The old_text and new_text must be of the same length.');
    const offset = given.unsigned('offset');
    if (given.complaint !== null) return { at: 'refused', complaint: given.complaint };
    const read = (message: Uint8Array | null): Outcome =>
      onData(message, (fields) => change(fields, macKey, { from, to, offset }, primitives));
    return { at: 'one', read };
  },
};

function change(fields: ReadData, macKey: Uint8Array, { from, to, offset }: Change, primitives: Primitives): Outcome {
  if (!equalConstantTime(primitives.hmacSha1(macKey, fields.authenticated), fields.mac)) {
    return failed('MAC does not verify: wrong MAC key?');
  }
  const ciphertext = fields.ciphertext.slice();
  const end = Math.min(from.length, ciphertext.length - offset);
  for (let i = 0; i < end; i += 1) ciphertext[offset + i]! ^= from[i]! ^ to[i]!;
  return done(`${writeData({ ...fields, ciphertext }, macKey, primitives)}\n`);
}
