import { parseArgs } from 'node:util';
import { fingerprintOf, type AccountKey } from '../otr/index.ts';
import { refuse, systemEnv, type Command } from './command.ts';
import { makeKey, readKeyFile } from './key-file.ts';
import { write, type Streams } from './streams.ts';

/** Shows whose keys a file holds. */
export const fingerprint: Command = {
  name: 'fingerprint',
  takes: '--key FILE',
  about: 'Shows the account, the protocol and the fingerprint of every key in a file of libotr’s format, with tabs between.', // prettier-ignore
  run: async (args, streams) => {
    const { key } = optionsOf(args, ['key']) ?? {};
    if (key === undefined) return refuse(fingerprint, '', streams);
    const read = readKeyFile(key);
    if (!read.ok) return complain(read.fault, streams);
    const { keys, refused } = read.value;
    await write(streams.out, keys.map(lineOf).join(''));
    if (keys.length + refused.length === 0) return complain('is missing or empty', streams);
    return refused.length === 0 ? 0 : complain('has keys that are not valid', streams);
  },
};

/** Makes a key and adds it to a file. */
export const keygen: Command = {
  name: 'keygen',
  takes: '--account NAME --protocol NAME --key FILE',
  about: 'Makes a DSA key for an account that has none, adds it to a file of libotr’s format, and shows its fingerprint.',
  run: async (args, streams) => {
    const { account, protocol, key: file } = optionsOf(args, ['account', 'protocol', 'key']) ?? {};
    if (account === undefined || protocol === undefined || file === undefined) return refuse(keygen, '', streams);
    const made = makeKey(file, { name: account, protocol }, systemEnv());
    if (!made.ok) return complain(made.fault, streams);
    await write(streams.out, lineOf({ name: account, protocol, key: made.value }));
    return 0;
  },
};

/** Whose key, its protocol and its fingerprint, with tabs between. */
export function lineOf({ name, protocol, key }: AccountKey): string {
  return `${name}\t${protocol}\t${fingerprintOf(key)}\n`;
}

async function complain(fault: string, streams: Streams): Promise<1> {
  await write(streams.err, `The key file ${fault}.\n`);
  return 1;
}

/** The values of options that are all there, none of them empty, and no others; else `null`. */
function optionsOf<Name extends string>(args: readonly string[], names: readonly Name[]): Readonly<Record<Name, string>> | null {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const given = names.map((name) => [name, values[name]] as const);
    const isComplete = given.every(([, value]) => typeof value === 'string' && value !== '');
    return isComplete ? (Object.fromEntries(given) as Record<Name, string>) : null;
  } catch {
    return null;
  }
}
