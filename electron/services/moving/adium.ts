import type { Finding } from './finding.ts';
import { array, dictionary, readPlist, type Plist } from './plist.ts';
import type { NameOf } from './readers.ts';

/**
 * Adium's list of accounts, `Accounts.plist`. In libotr's files Adium names an account by a number of its own; here
 * stands which address that is. Gives that; the accounts of XMPP are in the finding, also where they never used OTR, and
 * the file itself where it is no such list.
 */
export function readAdiumAccounts(finding: Finding, file: Uint8Array, fileName: string): NameOf {
  const names = new Map<string, string>();
  const list = readPlist(file);
  if (list === null) finding.skip(fileName, 'unreadable');
  for (const entry of array(dictionary(list)['Accounts'])) {
    const { ObjectID, UID, Type } = dictionary(entry);
    const [id, name, type] = [textOf(ObjectID), textOf(UID), textOf(Type)];
    if (id === '' || name === '') continue;
    names.set(id, name);
    finding.account(name, type);
  }
  return (name) => names.get(name) ?? name;
}

function textOf(value: Plist | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
