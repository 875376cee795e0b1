import { basename, join } from 'node:path';
import type { MovingClient } from '../../../shared/views.ts';
import { readAdiumAccounts } from './adium.ts';
import { isSealedCoyim, readCoyim } from './coyim.ts';
import { list, on } from './files.ts';
import { Finding } from './finding.ts';
import { readGajimDatabase, readGajimSettings } from './gajim.ts';
import { readMcabberProxy } from './mcabber.ts';
import { readPurpleAccounts, readPurpleBuddies, readPurplePreferences } from './purple.ts';
import { readKey3, readLibotrFingerprints, readLibotrKeys, readLibotrTags, type NameOf } from './readers.ts';

/** Where a person's files lie on this system. */
export type Home = {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** XDG_CONFIG_HOME, XDG_DATA_HOME and APPDATA count where they are set. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Looks into the usual places of every program that Sotto knows; only what holds something is given. */
export function findAll(home: Home): readonly Finding[] {
  return (Object.keys(finders) as (keyof typeof finders)[])
    .map((client) => {
      const finding = new Finding(client);
      finders[client](finding, home);
      return finding;
    })
    .filter((finding) => !finding.isEmpty);
}

const finders: { readonly [Client in Exclude<MovingClient, 'files'>]: (finding: Finding, home: Home) => void } = {
  pidgin: (finding, home) => {
    const folder = home.platform === 'win32' ? join(roaming(home), '.purple') : join(home.home, '.purple');
    on(join(folder, 'accounts.xml'), (file) => readPurpleAccounts(finding, file, 'accounts.xml'));
    on(join(folder, 'blist.xml'), (file) => readPurpleBuddies(finding, file, 'blist.xml'));
    readLibotrFolder(finding, folder, libotrNames);
    on(join(folder, 'prefs.xml'), (file) => readPurplePreferences(finding, file, 'prefs.xml', finding.accounts));
  },
  adium: (finding, { home }) => {
    const users = join(home, 'Library', 'Application Support', 'Adium 2.0', 'Users');
    for (const user of list(users)) {
      const folder = join(users, user);
      const nameOf = on(join(folder, 'Accounts.plist'), (file) => readAdiumAccounts(finding, file, 'Accounts.plist'));
      readLibotrFolder(finding, folder, libotrNames, nameOf ?? undefined);
      const accounts = on(join(folder, 'libpurple', 'accounts.xml'), (file) => readPurpleAccounts(finding, file, 'accounts.xml')) ?? [];
      on(join(folder, 'libpurple', 'prefs.xml'), (file) => readPurplePreferences(finding, file, 'prefs.xml', accounts));
      on(join(folder, 'libpurple', 'blist.xml'), (file) => readPurpleBuddies(finding, file, 'blist.xml'));
    }
  },
  gajim: (finding, home) => {
    const isWindows = home.platform === 'win32';
    const config = join(isWindows ? roaming(home) : configOf(home), isWindows ? 'Gajim' : 'gajim');
    const data = isWindows ? config : join(dataOf(home), 'gajim');
    const names = gajimNames(finding, config);
    readKey3Folder(finding, data, 'xmpp', (name) => names.get(name) ?? name);
  },
  coyim: (finding, home) => {
    const folder = join(home.platform === 'win32' ? roaming(home) : configOf(home), 'coyim');
    for (const name of ['accounts.json', 'accounts.json.enc']) {
      on(join(folder, name), (file) => {
        if (isSealedCoyim(file)) finding.locked = join(folder, name);
        else readCoyim(finding, file, name);
      });
    }
  },
  profanity: (finding, home) => {
    const folder = join(dataOf(home), 'profanity', 'otr');
    for (const account of list(folder)) {
      readLibotrFolder(finding, join(folder, account), { keys: 'keys.txt', fingerprints: 'fingerprints.txt' });
    }
  },
  mcabber: (finding, home) => {
    for (const base of [join(home.home, '.mcabber'), join(configOf(home), 'mcabber')]) {
      const folder = join(base, 'otr');
      on(join(base, 'mcabberrc'), (file) => readMcabberProxy(finding, file));
      for (const file of list(folder)) {
        if (file.endsWith('.key')) on(join(folder, file), (bytes) => readLibotrKeys(finding, bytes, file));
        if (file.endsWith('.fpr')) on(join(folder, file), (bytes) => readLibotrFingerprints(finding, bytes, file));
      }
    }
  },
  irssi: (finding, home) => {
    const names = { keys: 'otr.key', fingerprints: 'otr.fp', tags: 'otr.instag' };
    readLibotrFolder(finding, join(home.home, '.irssi', 'otr'), names);
  },
  weechat: (finding, home) => {
    for (const folder of [join(home.home, '.weechat', 'otr'), join(dataOf(home), 'weechat', 'otr')]) {
      // Its plugin speaks OTR over IRC only.
      readKey3Folder(finding, folder, 'irc');
    }
  },
};

type FileNames = { readonly keys: string; readonly fingerprints: string; readonly tags?: string };
const libotrNames: FileNames = { keys: 'otr.private_key', fingerprints: 'otr.fingerprints', tags: 'otr.instance_tags' };

function readLibotrFolder(finding: Finding, folder: string, { keys, fingerprints, tags }: FileNames, nameOf?: NameOf): void {
  on(join(folder, keys), (file) => readLibotrKeys(finding, file, keys, nameOf));
  on(join(folder, fingerprints), (file) => readLibotrFingerprints(finding, file, fingerprints, nameOf));
  if (tags !== undefined) on(join(folder, tags), (file) => readLibotrTags(finding, file, nameOf));
}

/** The addresses of Gajim's accounts: from the settings of its later versions, or of the earlier ones where it never became one. */
function gajimNames(finding: Finding, config: string): ReadonlyMap<string, string> {
  const later = on(join(config, 'settings.sqlite'), (file) => readGajimDatabase(finding, file) ?? unreadable(finding, 'settings.sqlite'));
  return later ?? on(join(config, 'config'), (file) => readGajimSettings(finding, file)) ?? new Map<string, string>();
}

/** A list of accounts that cannot be read hides what they go through, too. */
export function unreadable(finding: Finding, fileName: string): null {
  finding.proxyOfOthers('unusable');
  return finding.skip(fileName, 'unreadable');
}

function readKey3Folder(finding: Finding, folder: string, protocol: string, nameOf?: NameOf): void {
  for (const file of list(folder)) {
    if (file.endsWith('.key3')) {
      const name = basename(file, '.key3');
      on(join(folder, file), (bytes) => readKey3(finding, bytes, file, nameOf?.(name) ?? name, protocol));
    } else if (file.endsWith('.fpr')) on(join(folder, file), (bytes) => readLibotrFingerprints(finding, bytes, file, nameOf));
  }
}

function roaming({ env, home }: Home): string {
  return env['APPDATA'] || join(home, 'AppData', 'Roaming');
}

function configOf({ env, home }: Home): string {
  return env['XDG_CONFIG_HOME'] || join(home, '.config');
}

function dataOf({ env, home }: Home): string {
  return env['XDG_DATA_HOME'] || join(home, '.local', 'share');
}
