import type { Finding } from './finding.ts';
import { walk } from './xml.ts';

/*
 * What libpurple keeps in XML: Pidgin, Finch, Adium. Passwords stand in these files in clear; they are not taken.
 * Of a file that is given up on the way counts what stands before that, and the file is named as skipped.
 */

/** `accounts.xml`: those of XMPP, also where they never used OTR. */
export function readPurpleAccounts(finding: Finding, file: Uint8Array, fileName: string): void {
  let account = { protocol: '', name: '' };
  const isWhole = walk(file, {
    onOpen: (path) => {
      if (path === 'account/account') account = { protocol: '', name: '' };
    },
    onClose: ({ path, text }) => {
      if (path === 'account/account/protocol') account.protocol = text.trim();
      else if (path === 'account/account/name') account.name = text.trim();
      else if (path === 'account/account' && account.protocol !== '') finding.account(account.name, account.protocol);
    },
  });
  if (!isWhole) finding.skip(fileName, 'unreadable');
}

/** `blist.xml`: the names that the person gave to buddies, and the groups that they put them in. */
export function readPurpleBuddies(finding: Finding, file: Uint8Array, fileName: string): void {
  const inGroup = 'purple/blist/group';
  const inBuddy = `${inGroup}/contact/buddy`;
  let group = '';
  let contact = '';
  let buddy = { name: '', alias: '' };
  const isWhole = walk(file, {
    onOpen: (path, attributes) => {
      if (path === inGroup) group = attributes['name'] ?? '';
      else if (path === `${inGroup}/contact`) contact = attributes['alias'] ?? '';
      else if (path === inBuddy) buddy = { name: '', alias: '' };
    },
    onClose: ({ path, attributes, text }) => {
      if (path === `${inBuddy}/name`) buddy.name = text;
      else if (path === `${inBuddy}/alias`) buddy.alias = text;
      else if (path === inBuddy) {
        const account = finding.account(attributes['account'] ?? '', attributes['proto'] ?? attributes['protocol'] ?? '');
        // What somebody is called on the server ("server_alias") is none of the person's words.
        if (account !== null) finding.buddy(account, buddy.name, contact || buddy.alias, [group]);
      }
    },
  });
  if (!isWhole) finding.skip(fileName, 'unreadable');
}
