import { readFileSync } from 'node:fs';
import { addToFile, isFileFault, isMissingFile } from '../base/private-files.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { furtherInstanceTag, newInstanceTag, readInstanceTags, type Account, type OtrEnv } from '../otr/index.ts';

/*
 * A file of instance tags in libotr's format, beside the key file. Every fault is the end of a sentence about it.
 */

const unwritable = 'cannot be written';

/** The file that keeps the tags of the accounts in a key file. */
export function tagFileOf(keyFile: string): string {
  return `${keyFile}.instance_tags`;
}

/**
 * The instance tag of an account, which is drawn, and added to the file, where there is none. Nothing else in the file
 * is touched: comments and lines that mean nothing here may mean something to another program.
 */
export function openTag(file: string, account: Account, env: OtrEnv): Result<number> {
  const text = readTagFile(file);
  if (!text.ok) return text;
  const known = tagIn(text.value, account);
  if (known !== undefined) return ok(known);
  const further = furtherInstanceTag(text.value, { account, instanceTag: newInstanceTag(env.random) });
  if (!further.ok) return fail('cannot hold this name');
  try {
    addToFile(file, further.value);
  } catch (thrown) {
    if (isFileFault(thrown)) return fail(unwritable);
    throw thrown;
  }
  // Of two peers that begin at the same moment, the tag of the one whose line comes first is both's.
  const after = readTagFile(file);
  const kept = after.ok ? tagIn(after.value, account) : undefined;
  return kept === undefined ? fail(unwritable) : ok(kept);
}

function tagIn(text: string, account: Account): number | undefined {
  return readInstanceTags(text).find((one) => one.account.name === account.name && one.account.protocol === account.protocol)?.instanceTag;
}

/** The text of a file of instance tags; none where it is missing. */
function readTagFile(file: string): Result<string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (isMissingFile(thrown)) return ok('');
    if (isFileFault(thrown)) return fail('cannot be read');
    throw thrown;
  }
  const hasOther = text.split(/[\r\n]+/).some((line) => line !== '' && !line.startsWith('#'));
  // What is no such file is somebody else's, and is not written to.
  return readInstanceTags(text).length === 0 && hasOther ? fail('is no file of instance tags') : ok(text);
}
