import { readFileSync } from 'node:fs';
import { isExistingFile, isFileFault, isMissingFile, replaceFile } from '../base/private-files.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { newInstanceTag, readInstanceTags, writeInstanceTags, type Account, type AccountTag, type OtrEnv } from '../otr/index.ts';

/*
 * A file of instance tags in libotr's format, beside the key file. Every fault is the end of a sentence about it.
 */

/** How often a write is tried again that another process got in the way of. */
const tries = 5;

/** The file that keeps the tags of the accounts in a key file. */
export function tagFileOf(keyFile: string): string {
  return `${keyFile}.instance_tags`;
}

/** The instance tag of an account, which is drawn, and written to the file, where there is none. */
export function openTag(file: string, account: Account, env: OtrEnv): Result<number> {
  for (let tried = 1; ; tried += 1) {
    const known = readTagFile(file);
    if (!known.ok) return known;
    const found = known.value.find((one) => one.account.name === account.name && one.account.protocol === account.protocol);
    if (found !== undefined) return ok(found.instanceTag);
    const instanceTag = newInstanceTag(env.random);
    const text = writeInstanceTags([...known.value, { account, instanceTag }]);
    if (!text.ok) return fail('cannot hold this name');
    try {
      replaceFile(file, text.value);
      return ok(instanceTag);
    } catch (thrown) {
      if (!isFileFault(thrown)) throw thrown;
      // Two peers that begin at the same moment share the file that is not in place yet.
      const isContested = isExistingFile(thrown) || isMissingFile(thrown);
      if (!isContested || tried === tries) return fail('cannot be written');
    }
  }
}

function readTagFile(file: string): Result<readonly AccountTag[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (isMissingFile(thrown)) return ok([]);
    if (isFileFault(thrown)) return fail('cannot be read');
    throw thrown;
  }
  const tags = readInstanceTags(text);
  const hasOther = text.split(/[\r\n]+/).some((line) => line !== '' && !line.startsWith('#'));
  // What is no such file is somebody else's, and is not written over.
  return tags.length === 0 && hasOther ? fail('is no file of instance tags') : ok(tags);
}
