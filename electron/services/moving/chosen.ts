import { basename, dirname, extname } from 'node:path';
import { readAdiumAccounts } from './adium.ts';
import { isSealedCoyim, readCoyim } from './coyim.ts';
import { filesWithin, headOf, kindOf, on } from './files.ts';
import { Finding, type FoundAccount } from './finding.ts';
import { readGajimDatabase, readGajimSettings } from './gajim.ts';
import { readMcabberProxy } from './mcabber.ts';
import { findAll, unreadable } from './places.ts';
import { readPurpleAccounts, readPurpleBuddies, readPurplePreferences } from './purple.ts';
import { readKey3, readLibotrFingerprints, readLibotrKeys, readLibotrTags, type NameOf } from './readers.ts';
import { isSqlite } from './sqlite.ts';

/**
 * Looks into a folder or a file that the person chose. A folder that is somebody's home, or the copy of one, is
 * searched in the usual places; in any other the files are known by what is in them, whatever they are called.
 */
export function findIn(path: string): readonly Finding[] {
  const isFolder = kindOf(path) === 'folder';
  const asHome = isFolder ? homes(path) : [];
  if (asHome.length > 0) return asHome;
  const finding = new Finding('files');
  readAll(finding, isFolder ? filesWithin(path) : [path]);
  if (!isFolder && finding.isEmpty) finding.skip(basename(path), 'unreadable');
  return finding.isEmpty ? [] : [finding];
}

/** What the usual places below a folder hold, on whatever system it was somebody's home. */
function homes(path: string): readonly Finding[] {
  const [unix, windows] = (['linux', 'win32'] as const).map((platform) => findAll({ platform, home: path, env: {} })) as [
    readonly Finding[],
    readonly Finding[],
  ];
  const found = new Set(unix.map(({ client }) => client));
  for (const finding of windows) if (found.has(finding.client)) finding.wipe();
  return [...unix, ...windows.filter(({ client }) => !found.has(client))];
}

type Kind =
  | 'libotr-keys'
  | 'fingerprints'
  | 'tags'
  | 'key3'
  | 'purple-accounts'
  | 'purple-buddies'
  | 'purple-preferences'
  | 'adium-accounts'
  | 'gajim-settings'
  | 'sqlite'
  | 'coyim'
  | 'mcabber-settings'
  | 'other';

function readAll(finding: Finding, files: readonly string[]): void {
  const kinds = files.map((path) => {
    const begin = headOf(path, head) ?? new Uint8Array(0);
    const kind = sniff(begin);
    begin.fill(0);
    return { path, kind };
  });
  let left = mostBytes;
  const of = (kind: Kind, read: (file: Uint8Array, path: string) => void): void => {
    for (const { path } of kinds.filter((one) => one.kind === kind)) {
      const isRead = left > 0 && on(path, (file) => {
        left -= file.length;
        if (left >= 0) read(file, path);
        return left >= 0;
      });
      // What is passed over may say what accounts go through.
      if (!isRead) unreadable(finding, basename(path));
    }
  };
  // First the lists that explain the names in the others.
  const explained = new Map<string, NameOf>();
  of('adium-accounts', (file, path) => explained.set(dirname(path), readAdiumAccounts(finding, file, basename(path))));
  const gajim = new Map<string, string>();
  const know = (accounts: ReadonlyMap<string, string>): void => {
    for (const [name, address] of accounts) gajim.set(name, address);
  };
  of('gajim-settings', (file) => know(readGajimSettings(finding, file)));
  of('sqlite', (file, path) => know(readGajimDatabase(finding, file) ?? unreadable(finding, basename(path)) ?? new Map<string, string>()));
  of('mcabber-settings', (file) => readMcabberProxy(finding, file));
  const nameOf = (path: string): NameOf => (name) => explained.get(dirname(path))?.(name) ?? gajim.get(name) ?? name;

  const pidgins = new Map<string, readonly FoundAccount[]>();
  of('purple-accounts', (file, path) => pidgins.set(dirname(path), readPurpleAccounts(finding, file, basename(path))));
  of('purple-buddies', (file, path) => readPurpleBuddies(finding, file, basename(path)));
  of('purple-preferences', (file, path) => readPurplePreferences(finding, file, basename(path), pidgins.get(dirname(path)) ?? []));
  of('libotr-keys', (file, path) => readLibotrKeys(finding, file, basename(path), nameOf(path)));
  of('key3', (file, path) => readKey3(finding, file, basename(path), nameOf(path)(basename(path, extname(path)))));
  of('fingerprints', (file, path) => readLibotrFingerprints(finding, file, basename(path), nameOf(path)));
  of('tags', (file, path) => readLibotrTags(finding, file, nameOf(path)));
  of('coyim', (file, path) => {
    if (isSealedCoyim(file)) finding.locked = path;
    else readCoyim(finding, file, basename(path));
  });
}

/** So much is read of all the files together; more would hold the app up for long. In bytes. */
const mostBytes = 24_000_000;

/** So much of a file says what it is, in bytes. */
const head = 4_096;

/** What a file is, by its first bytes. */
function sniff(file: Uint8Array): Kind {
  const [a, b, c, d] = file;
  if (a === 0 && b === 0 && c === 0 && d === 0) return 'key3';
  if (isSqlite(file)) return 'sqlite';
  const text = new TextDecoder('latin1').decode(file).replace(/^\xef\xbb\xbf/, '');
  if (text.startsWith('bplist')) return 'adium-accounts';
  if (/^\s*\(\s*privkeys\b/.test(text)) return 'libotr-keys';
  if (/^\s*\{/.test(text)) return /"(?:Accounts|Params)"/.test(text) ? 'coyim' : 'other';
  const [, root = ''] = /^\s*(?:<[?!][^>]*>\s*)*<(\w+)/.exec(text) ?? [];
  if (root !== '') {
    return root === 'account' ? 'purple-accounts' : root === 'purple' ? 'purple-buddies' : root === 'plist' ? 'adium-accounts' : root === 'pref' ? 'purple-preferences' : 'other';
  }
  if (/^[^\t\r\n]+\t[^\t\r\n]+\t[^\t\r\n]+\t[0-9a-f]{40}\b/im.test(text)) return 'fingerprints';
  if (/^[^\t\r\n]+\t[^\t\r\n]+\t[0-9a-f]{8}\r?$/im.test(text)) return 'tags';
  if (/^\s*set\s+(?:jid|proxy_host)\s*=/m.test(text)) return 'mcabber-settings';
  return /^accounts\..+\.hostname = /m.test(text) ? 'gajim-settings' : 'other';
}
