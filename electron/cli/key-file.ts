import { readFileSync } from 'node:fs';
import { isFileFault, isMissingFile, replaceChosenFile } from '../base/private-files.ts';
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
  const found = keyOf(known.value, account);
  return found === undefined ? addKey(file, known.value, account, env) : ok(found);
}

/** Makes a key for an account that has none. */
export function makeKey(file: string, account: Account, env: OtrEnv): Result<DsaPrivateKey> {
  const known = readKeyFile(file);
  if (!known.ok) return known;
  if (keyOf(known.value, account) !== undefined) return fail('has a key of this account already');
  return addKey(file, known.value, account, env);
}

function isOf(one: Partial<Account>, account: Account): boolean {
  return one.name === account.name && one.protocol === account.protocol;
}

function keyOf({ keys }: PrivateKeys, account: Account): DsaPrivateKey | undefined {
  return keys.find((one) => isOf(one, account))?.key;
}

/** Makes a key and adds it to the file; where another process has done so meanwhile, that key counts. */
function addKey(file: string, known: PrivateKeys, account: Account, env: OtrEnv): Result<DsaPrivateKey> {
  const early = objectionTo(known, account);
  if (early !== null) return fail(early);
  const made: AccountKey = { ...account, key: generateDsaKey(env, () => {}) };
  // That took a while, in which others may have written theirs.
  const now = readKeyFile(file);
  if (!now.ok) return now;
  const theirs = keyOf(now.value, account);
  if (theirs !== undefined) return ok(theirs);
  const late = objectionTo(now.value, account);
  if (late !== null) return fail(late);
  try {
    replaceChosenFile(file, writePrivateKeys([...now.value.keys, made]));
  } catch (thrown) {
    if (isFileFault(thrown)) return fail(unwritable);
    throw thrown;
  }
  return ok(made.key);
}

/** Nothing is written over a key that we cannot read: it may be all that somebody has of it. */
function objectionTo({ refused }: PrivateKeys, account: Account): string | null {
  if (refused.some((one) => isOf(one, account))) return 'has a key of this account that is not valid';
  return refused.length > 0 ? 'has keys that are not valid, and is left as it is' : null;
}
