import { Arguments } from './arguments.ts';
import { writeData } from './fields.ts';
import { done, type Tool } from './tool.ts';

/** Puts a version 3 data message together from its parts, whatever they are, under any MAC key. */
export const remac: Tool = {
  name: 'remac',
  takes: 'mac_key sender_instance receiver_instance flags sender_keyid recipient_keyid pubkey counter encrypted_data revealed_mac_keys', // prettier-ignore
  about: 'Makes a version 3 data message of these parts and gives it a MAC. The instances, the flags and the key ids are decimal; everything else is in hex, and the data are encrypted already.', // prettier-ignore
  start: (args, primitives) => {
    const given = new Arguments(args, 10);
    const macKey = given.exactHex(20, 'The MAC key');
    const fields = {
      version: 3 as const,
      tags: { sender: given.unsigned('sender_instance'), receiver: given.unsigned('receiver_instance') },
      flags: given.signed('flags') & 0xff,
      senderKeyId: given.unsigned('snd_keyid'),
      recipientKeyId: given.unsigned('rcp_keyid'),
      nextKey: given.hex(),
      counter: given.exactHex(8, 'The counter'),
      ciphertext: given.hex(),
      oldMacKeys: given.hex(),
    };
    if (given.complaint !== null) return { at: 'refused', complaint: given.complaint };
    return { at: 'done', outcome: done(`${writeData(fields, macKey, primitives)}\n`) };
  },
};
