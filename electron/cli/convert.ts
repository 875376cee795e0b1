import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createPrivateFile, isExistingFile, isFileFault } from '../base/private-files.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { readPrivateKeys, readSerializedKey, writePrivateKeys, writeSerializedKey, type Account, type AccountKey, type DsaPrivateKey } from '../otr/index.ts'; // prettier-ignore
import { refuse, type Command } from './command.ts';
import { lineOf } from './keys.ts';
import { write } from './streams.ts';

/*
 * Private keys from one program's file to another's.
 */

const formats = ['libotr', 'potr', 'otrjs'] as const;
type Format = (typeof formats)[number];

/** What the arguments ask for; `account`: whose key it is, or which of several. */
type Wish = {
  readonly from: Format;
  readonly to: Format;
  readonly account: Account | null;
  readonly file: string;
  readonly newFile: string;
};

/** Converts a file of private keys. */
export const convert: Command = {
  name: 'convert',
  takes: `--from FORMAT --to FORMAT [--account NAME --protocol NAME] FILE NEWFILE`,
  about:
    'Writes the private keys of a file into a new one of another format. libotr: Pidgin, Adium, irssi, mcabber, profanity, Thunderbird; potr: Gajim and weechat-otr (.key3), one key; otrjs: the package otr for JavaScript, one key. The account says which of several keys, or whose it is in the new file.', // prettier-ignore
  run: async (args, streams) => {
    const wish = wishOf(args);
    if (wish === null) return refuse(convert, '', streams);
    const written = run(wish);
    if (!written.ok) {
      await write(streams.err, `${written.fault}\n`);
      return 1;
    }
    await write(streams.out, written.value.map(lineOf).join(''));
    return 0;
  },
};

function wishOf(args: readonly string[]): Wish | null {
  const option = { type: 'string' } as const;
  try {
    const options = { from: option, to: option, account: option, protocol: option };
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    const [file, newFile, ...rest] = positionals;
    const [from, to] = [values.from, values.to].map((name) => formats.find((format) => format === name));
    const { account: name, protocol } = values;
    if (from === undefined || to === undefined || !file || !newFile || rest.length > 0) return null;
    if ((name === undefined) !== (protocol === undefined)) return null;
    const account = name === undefined || protocol === undefined ? null : { name, protocol };
    return { from, to, account, file, newFile };
  } catch {
    return null;
  }
}

/** The keys that were written. Every fault is a sentence. */
function run({ from, to, account, file, newFile }: Wish): Result<readonly AccountKey[]> {
  const bytes = bytesOf(file);
  if (bytes === null) return fail('The key file cannot be read.');
  const keys = from === 'libotr' ? keysIn(bytes, account) : keyIn(bytes, from, account);
  if (!keys.ok) return keys;
  const [first, ...others] = keys.value;
  if (first === undefined) return fail('The key file has no such key.');
  if (to !== 'libotr' && others.length > 0) return fail('The key file has several keys: say with --account and --protocol which one.');
  if (to === 'libotr' && first.name === '') return fail('Say with --account and --protocol whose key it is.');
  const content = to === 'libotr' ? writePrivateKeys(keys.value) : bareContent(first.key, to);
  try {
    createPrivateFile(newFile, content);
  } catch (thrown) {
    if (isExistingFile(thrown)) return fail('The new file exists already, and is left as it is.');
    if (isFileFault(thrown)) return fail('The new file cannot be written.');
    throw thrown;
  }
  return keys;
}

function bytesOf(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (thrown) {
    if (isFileFault(thrown)) return null;
    throw thrown;
  }
}

/** The keys of a file of libotr's; no key is left behind without a word. */
function keysIn(bytes: Uint8Array, account: Account | null): Result<readonly AccountKey[]> {
  const read = readPrivateKeys(bytes);
  if (!read.ok) return fail('The key file is no file of private keys.');
  const { keys, refused } = read.value;
  const isAsked = ({ name, protocol }: Partial<Account>): boolean => {
    return account === null || (name === account.name && protocol === account.protocol);
  };
  return refused.some(isAsked) ? fail('The key file has keys that are not valid.') : ok(keys.filter(isAsked));
}

/** The one key of a file of the others'; they know no accounts. */
function keyIn(bytes: Uint8Array, format: Exclude<Format, 'libotr'>, account: Account | null): Result<readonly AccountKey[]> {
  const bare = format === 'potr' ? bytes : fromBase64(new TextDecoder().decode(bytes).trim());
  const read = readSerializedKey(bare);
  if (read.ok) return ok([{ ...(account ?? { name: '', protocol: '' }), key: read.value }]);
  return fail(read.fault === 'malformed' ? 'The key file is no file of private keys.' : 'The key file has keys that are not valid.');
}

/** The bytes, none where it is not base64. */
function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : new Uint8Array(0);
}

function bareContent(key: DsaPrivateKey, format: Exclude<Format, 'libotr'>): string | Uint8Array {
  const bare = writeSerializedKey(key);
  return format === 'potr' ? bare : `${Buffer.from(bare).toString('base64')}\n`;
}
