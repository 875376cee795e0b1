import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MovingClient } from '../../../shared/views.ts';
import { Finding } from './finding.ts';
import { readCoyim, readGajimAccounts, readKey3, readLibotrFingerprints, readLibotrKeys, readPidginAccounts } from './readers.ts';

/** Where a person's files lie on this system. */
export type Home = {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** XDG_CONFIG_HOME, XDG_DATA_HOME and APPDATA count where they are set. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Above this a file is none of ours, in bytes. */
const largestFile = 8_000_000;
const mostFiles = 1_000;

/** Looks into the usual places of every program that Sotto knows; only what holds something is given. */
export function findAll(home: Home): readonly Finding[] {
  return (Object.keys(finders) as MovingClient[])
    .map((client) => {
      const finding = new Finding(client);
      finders[client](finding, home);
      return finding;
    })
    .filter((finding) => !finding.isEmpty);
}

const finders: { readonly [Client in MovingClient]: (finding: Finding, home: Home) => void } = {
  pidgin: (finding, home) => {
    const folder = home.platform === 'win32' ? join(roaming(home), '.purple') : join(home.home, '.purple');
    on(join(folder, 'accounts.xml'), (file) => readPidginAccounts(finding, file));
    readLibotrFolder(finding, folder, 'otr.private_key', 'otr.fingerprints');
  },
  gajim: (finding, home) => {
    const isWindows = home.platform === 'win32';
    const config = join(isWindows ? roaming(home) : configOf(home), isWindows ? 'Gajim' : 'gajim');
    const data = isWindows ? config : join(dataOf(home), 'gajim');
    const names = on(join(config, 'config'), readGajimAccounts) ?? new Map<string, string>();
    readKey3Folder(finding, data, (name) => names.get(name) ?? name);
  },
  coyim: (finding, home) => {
    const folder = join(home.platform === 'win32' ? roaming(home) : configOf(home), 'coyim');
    on(join(folder, 'accounts.json'), (file) => readCoyim(finding, file, 'accounts.json'));
    on(join(folder, 'accounts.enc'), () => finding.skip('accounts.enc', 'encrypted'));
  },
  profanity: (finding, home) => {
    const folder = join(dataOf(home), 'profanity', 'otr');
    for (const account of list(folder)) readLibotrFolder(finding, join(folder, account), 'keys.txt', 'fingerprints.txt');
  },
  mcabber: (finding, home) => {
    const folder = join(home.home, '.mcabber', 'otr');
    for (const file of list(folder)) {
      if (file.endsWith('.key')) on(join(folder, file), (bytes) => readLibotrKeys(finding, bytes, file));
      if (file.endsWith('.fpr')) on(join(folder, file), (bytes) => readLibotrFingerprints(finding, bytes));
    }
  },
  irssi: (finding, home) => readLibotrFolder(finding, join(home.home, '.irssi', 'otr'), 'otr.key', 'otr.fp'),
  weechat: (finding, home) => {
    for (const folder of [join(home.home, '.weechat', 'otr'), join(dataOf(home), 'weechat', 'otr')]) {
      readKey3Folder(finding, folder, (name) => name);
    }
  },
};

function readLibotrFolder(finding: Finding, folder: string, keys: string, fingerprints: string): void {
  on(join(folder, keys), (file) => readLibotrKeys(finding, file, keys));
  on(join(folder, fingerprints), (file) => readLibotrFingerprints(finding, file));
}

function readKey3Folder(finding: Finding, folder: string, addressOf: (name: string) => string): void {
  for (const file of list(folder)) {
    if (file.endsWith('.key3')) {
      on(join(folder, file), (bytes) => readKey3(finding, bytes, file, addressOf(basename(file, '.key3'))));
    } else if (file.endsWith('.fpr')) on(join(folder, file), (bytes) => readLibotrFingerprints(finding, bytes, addressOf));
  }
}

function roaming({ env, home }: Home): string {
  return env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
}

function configOf({ env, home }: Home): string {
  return env['XDG_CONFIG_HOME'] ?? join(home, '.config');
}

function dataOf({ env, home }: Home): string {
  return env['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
}

/** Runs `read` on a file that is there, is a file and is not too large; the bytes are overwritten afterwards. */
function on<Answer>(path: string, read: (file: Uint8Array) => Answer): Answer | null {
  let file: Uint8Array;
  try {
    const { size } = statSync(path);
    if (size > largestFile || !statSync(path).isFile()) return null;
    file = readFileSync(path);
  } catch {
    return null;
  }
  try {
    return read(file);
  } finally {
    file.fill(0);
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, mostFiles);
  } catch {
    return [];
  }
}
