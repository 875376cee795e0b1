import { readFileSync } from 'node:fs';
import { isFileFault, isMissingFile, replaceFile } from '../base/private-files.ts';
import { fail, ok, type Result } from '../base/result.ts';
import {
  generateDsaKey,
  readPrivateKeys,
  writePrivateKeys,
  type Account,
  type AccountKey,
  type DsaPrivateKey,
  type OtrEnv,
  type PrivateKeys,
} from '../otr/index.ts';

/*
 * A file of private keys in libotr's format, on the disk. Every fault is the end of a sentence about it.
 */

const unreadable = 'cannot be read';
const unwritable = 'cannot be written';
const malformed = 'is no file of private keys';

/** The keys in a file; none where it is missing. */
export function readKeyFile(file: string): Result<PrivateKeys> {
  try {
    const read = readPrivateKeys(readFileSync(file));
    return read.ok ? read : fail(malformed);
  } catch (thrown) {
    if (isMissingFile(thrown)) return ok({ keys: [], refused: [] });
    if (isFileFault(thrown)) return fail(unreadable);
    throw thrown;
  }
}

/** The key of an account, which is made, and written to the file, where there is none. */
export function openKey(file: string, account: Account, env: OtrEnv): Result<DsaPrivateKey> {
  const known = readKeyFile(file);
  if (!known.ok) return known;
  const found = known.value.keys.find((one) => isOf(one, account));
  return found === undefined ? addKey(file, known.value, account, env) : ok(found.key);
}

/** Makes a key for an account that has none. */
export function makeKey(file: string, account: Account, env: OtrEnv): Result<DsaPrivateKey> {
  const known = readKeyFile(file);
  if (!known.ok) return known;
  if (known.value.keys.some((one) => isOf(one, account))) return fail('has a key of this account already');
  return addKey(file, known.value, account, env);
}

function isOf(one: Partial<Account>, account: Account): boolean {
  return one.name === account.name && one.protocol === account.protocol;
}

/** Nothing is written over a key that we cannot read: it may be all that somebody has of it. */
function addKey(file: string, { keys, refused }: PrivateKeys, account: Account, env: OtrEnv): Result<DsaPrivateKey> {
  if (refused.some((one) => isOf(one, account))) return fail('has a key of this account that is not valid');
  if (refused.length > 0) return fail('has keys that are not valid, and is left as it is');
  const made: AccountKey = { ...account, key: generateDsaKey(env, () => {}) };
  try {
    replaceFile(file, writePrivateKeys([...keys, made]));
  } catch (thrown) {
    if (isFileFault(thrown)) return fail(unwritable);
    throw thrown;
  }
  return ok(made.key);
}
