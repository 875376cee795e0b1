import type { PrivacySwitches } from '../../../shared/views.ts';
import type { Finding, FoundAccount } from './finding.ts';
import { proxyFrom, type FoundProxy } from './proxies.ts';
import { walk } from './xml.ts';

/*
 * What libpurple keeps in XML: Pidgin, Finch, Adium. Passwords stand in these files in clear; only a proxy's are taken.
 * Of a file that is given up on the way counts what stands before that, and the file is named as skipped.
 */

/** `accounts.xml`: those of XMPP, also where they never used OTR, and what they go through. Gives them. */
export function readPurpleAccounts(finding: Finding, file: Uint8Array, fileName: string): readonly FoundAccount[] {
  const accounts: FoundAccount[] = [];
  let account = newAccount();
  let isCut = true;
  const isWhole = walk(file, {
    onEnd: () => {
      isCut = false;
    },
    onOpen: (path) => {
      if (path === 'account/account') account = newAccount();
    },
    onClose: ({ path, text }) => {
      if (path === 'account/account/protocol') account.protocol = text.trim();
      else if (path === 'account/account/name') account.name = text.trim();
      else if (path.startsWith(inProxy)) account.proxy.set(path.slice(inProxy.length), text);
      else if (path === 'account/account' && account.protocol !== '') {
        const found = finding.account(account.name, account.protocol);
        if (found === null) return;
        accounts.push(found);
        finding.proxy(found, proxyOf(account.proxy));
      }
    },
  });
  if (!isWhole || isCut) {
    finding.skip(fileName, 'unreadable');
    finding.proxyOfOthers('unusable');
    // What an account had of its own may be what is missing.
    for (const found of accounts) if (found.proxy === 'shared') found.proxy = 'unusable';
  }
  return accounts;
}

const inProxy = 'account/account/proxy/';
const newAccount = () => ({ protocol: '', name: '', proxy: new Map<string, string>() });

/** libpurple's words for a proxy. Without a type it is the one of all accounts. */
function proxyOf(words: ReadonlyMap<string, string>): FoundProxy {
  const word = (name: string) => words.get(name) ?? '';
  const type = words.get('type') ?? 'global';
  if (type === 'global') return 'shared';
  return proxyFrom({ type, host: word('host'), port: word('port'), username: word('username'), password: word('password') });
}

/**
 * `blist.xml`: the names that the person gave to buddies, the groups that they put them in, and what pidgin-otr was told
 * about them.
 */
export function readPurpleBuddies(finding: Finding, file: Uint8Array, fileName: string): void {
  const inGroup = 'purple/blist/group';
  const inBuddy = `${inGroup}/contact/buddy`;
  let group = '';
  let contact = '';
  let buddy = newBuddy();
  const isWhole = walk(file, {
    onOpen: (path, attributes) => {
      if (path === inGroup) group = attributes['name'] ?? '';
      else if (path === `${inGroup}/contact`) contact = attributes['alias'] ?? '';
      else if (path === inBuddy) buddy = newBuddy();
    },
    onClose: ({ path, attributes, text }) => {
      if (path === `${inBuddy}/name`) buddy.name = text;
      else if (path === `${inBuddy}/alias`) buddy.alias = text;
      else if (path === `${inBuddy}/setting`) buddy.settings.set(attributes['name'] ?? '', isOn(text));
      else if (path === inBuddy) {
        const account = finding.account(attributes['account'] ?? '', attributes['proto'] ?? attributes['protocol'] ?? '');
        // What somebody is called on the server ("server_alias") is none of the person's words.
        if (account === null) return;
        finding.buddy(account, buddy.name, contact || buddy.alias, [group]);
        if (buddy.settings.get('OTR/overridedefault')) finding.policy(account, buddy.name, switchesOf(buddy.settings, 'OTR/'));
      }
    },
  });
  if (!isWhole) finding.skip(fileName, 'unreadable');
}

const newBuddy = () => ({ name: '', alias: '', settings: new Map<string, boolean>() });

/**
 * `prefs.xml`: what pidgin-otr does where nothing else is said of a buddy, and the proxy of accounts that have none of
 * their own. It goes for all of these accounts.
 */
export function readPurplePreferences(finding: Finding, file: Uint8Array, fileName: string, accounts: Iterable<FoundAccount>): void {
  const settings = new Map<string, boolean>();
  const proxy = new Map([['type', 'none']]);
  let group = '';
  let part = '';
  let isCut = true;
  const isWhole = walk(file, {
    onEnd: () => {
      isCut = false;
    },
    onOpen: (path, { name = '', value = '' }) => {
      if (path === 'pref/pref') [group, part] = [name, ''];
      else if (path === 'pref/pref/pref/pref' && group === 'purple' && part === 'proxy') proxy.set(name, value);
      else if (path === 'pref/pref/pref' && group === 'OTR') settings.set(name, isOn(value));
      if (path === 'pref/pref/pref') part = name;
    },
    onClose: () => undefined,
  });
  // Until the person has changed something there, pidgin-otr writes nothing.
  if (settings.has('enabled')) for (const account of accounts) finding.policy(account, null, switchesOf(settings, ''));
  const shared = isWhole && !isCut ? proxyOf(proxy) : 'unusable';
  for (const account of accounts) if (account.proxy === 'shared') account.proxy = shared;
  finding.proxyOfOthers(shared);
  if (!isWhole || isCut) finding.skip(fileName, 'unreadable');
}

/** How libpurple reads a truth value. */
function isOn(text: string): boolean {
  return /^\s*[-+]?0*[1-9]/.test(text);
}

/** pidgin-otr's four switches, of which one that is missing is off, and each counts only where those before it are on. */
function switchesOf(settings: ReadonlyMap<string, boolean>, prefix: string): PrivacySwitches {
  const isSet = (name: string) => settings.get(`${prefix}${name}`) ?? false;
  const enabled = isSet('enabled');
  const automatic = enabled && isSet('automatic');
  return { enabled, automatic, required: automatic && isSet('onlyprivate'), unkept: isSet('avoidloggingotr') };
}
