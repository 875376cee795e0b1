import { Arguments } from './arguments.ts';
import { done, hexLine, type Tool } from './tool.ts';

/** Derives the MAC key that belongs to an AES key. Spec: "the MAC key is the SHA-1 hash of the AES key". */
export const mackey: Tool = {
  name: 'mackey',
  takes: 'aes_key',
  about: 'Shows the MAC key that belongs to an AES key, given in hex.',
  start: (args, primitives) => {
    const given = new Arguments(args, 1);
    const aesKey = given.exactHex(16, 'The AES key');
    if (given.complaint !== null) return { at: 'refused', complaint: given.complaint };
    return { at: 'done', outcome: done(hexLine('AES key', aesKey), hexLine('MAC key', primitives.sha1(aesKey))) };
  },
};
