import { closeSync, lstatSync, mkdirSync, openSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../../base/fault.ts';
import { isExistingFile, withStorageFaults } from '../../base/private-files.ts';
import { writeFingerprints, writePrivateKeys } from '../../otr/index.ts';
import type { Account, AccountKey, DsaPrivateKey, KnownFingerprint } from '../../otr/index.ts';
import type { ExportStyle } from '../../../shared/views.ts';
import type { FingerprintRecord } from '../../store/records.ts';

/** One account of ours with what it is to hand over. */
export type Exported = {
  readonly address: string;
  readonly key: DsaPrivateKey | null;
  readonly fingerprints: readonly FingerprintRecord[];
};

/** How a program names an account and XMPP, without which it does not find its own, and its files. */
type Style = {
  readonly protocol: string;
  readonly nameOf: (address: string) => string;
  readonly files: (address: string) => { readonly keys: string; readonly fingerprints: string };
};

const styles: { readonly [Name in ExportStyle]: Style } = {
  pidgin: {
    protocol: 'prpl-jabber',
    nameOf: (address) => `${address}/`,
    files: () => ({ keys: 'otr.private_key', fingerprints: 'otr.fingerprints' }),
  },
  profanity: {
    protocol: 'xmpp',
    nameOf: (address) => address,
    files: (address) => {
      const folder = address.replace('@', '_at_');
      return { keys: `${folder}/keys.txt`, fingerprints: `${folder}/fingerprints.txt` };
    },
  },
  mcabber: {
    protocol: 'jabber',
    nameOf: (address) => address,
    files: (address) => ({ keys: `${address}.key`, fingerprints: `${address}.fpr` }),
  },
  irssi: {
    protocol: 'IRC',
    nameOf: (address) => address,
    files: () => ({ keys: 'otr.key', fingerprints: 'otr.fp' }),
  },
};

/**
 * Writes a program's files of keys and fingerprints, in libotr's format, into a folder, readable by their owner only,
 * and gives the names of what was written. Where one of them is there already, if only as a link to nothing, or its folder is
 * there and is none, nothing is written; where one cannot be written none of them stays.
 * Throws `Fault` (`file-exists`, `storage-failed`).
 */
export function exportFiles(folder: string, accounts: readonly Exported[], style: ExportStyle): readonly string[] {
  const files = [...textsOf(accounts, styles[style])];
  if (files.some(([name]) => isTaken(folder, name))) throw new Fault('file-exists');
  writeAll(files.map(([name, text]) => [join(folder, name), text]));
  return files.map(([name]) => name);
}

/** The text of each file by its name. Accounts whose files have one name share it. */
function textsOf(accounts: readonly Exported[], { protocol, nameOf, files }: Style): ReadonlyMap<string, string> {
  const keys = new Map<string, AccountKey[]>();
  const known = new Map<string, KnownFingerprint[]>();
  for (const { address, key, fingerprints } of accounts) {
    const account = { name: nameOf(address), protocol };
    const names = files(address);
    if (key !== null) keys.set(names.keys, [...(keys.get(names.keys) ?? []), { ...account, key }]);
    if (fingerprints.length === 0) continue;
    const lines = fingerprints.map((record) => lineOf(record, account));
    known.set(names.fingerprints, [...(known.get(names.fingerprints) ?? []), ...lines]);
  }
  const texts = new Map([...keys].map(([name, of]) => [name, writePrivateKeys(of)]));
  for (const [name, lines] of known) {
    const table = writeFingerprints(lines);
    if (!table.ok) throw new Fault('storage-failed');
    texts.set(name, table.value);
  }
  return texts;
}

function lineOf({ address, fingerprint, verified, verifiedHow }: FingerprintRecord, account: Account): KnownFingerprint {
  const bySmp = verifiedHow === 'question' || verifiedHow === 'secret';
  return { username: address, account, fingerprint, trust: !verified ? '' : bySmp ? 'smp' : 'verified' };
}

/** Links are not followed: one that leads nowhere is somebody's, too, and so is one where the file's own folder would be. */
function isTaken(folder: string, name: string): boolean {
  const [own, there] = [dirname(name), (path: string) => lstatSync(join(folder, path), { throwIfNoEntry: false })];
  return withStorageFaults(() => (own !== '.' && there(own)?.isDirectory() === false) || there(name) !== undefined);
}

/** Writes all of the files, or takes away again what it has made. */
function writeAll(files: readonly (readonly [path: string, text: string])[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const [path, text] of files) {
      const parent = dirname(path);
      if (mkdirSync(parent, { recursive: true, mode: 0o700 }) !== undefined) undo.unshift(() => rmdirSync(parent));
      const handle = openSync(path, 'wx', 0o600);
      // From here on it is ours, also where it stays cut off.
      undo.unshift(() => rmSync(path));
      try {
        writeFileSync(handle, text);
      } finally {
        closeSync(handle);
      }
    }
  } catch (thrown) {
    for (const step of undo) attempt(step);
    throw new Fault(isExistingFile(thrown) ? 'file-exists' : 'storage-failed');
  }
}

/** What cannot be taken away stays; the fault that led here is the one to tell. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    return;
  }
}
