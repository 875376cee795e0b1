import { constants, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFile, syncDirectory, withStorageFaults } from '../base/private-files.ts';
import { profileFiles } from '../base/profile.ts';
import type { Rescue } from './records.ts';

/** The log before its database, and the key last: whatever breaks it off, what is left is seen as damaged, or opens with the key. */
const files = [`${profileFiles.database}-wal`, profileFiles.database, profileFiles.attempts, profileFiles.vault];

export function rescueOf(profile: string, nowMs: () => number): Rescue {
  /** A folder that was not there before, for the owner alone. */
  const makeFolder = (inside: string): { readonly name: string; readonly path: string } => {
    const name = `sotto-damaged-${new Date(nowMs()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`;
    const path = join(inside, name);
    mkdirSync(path, { mode: 0o700 });
    return { name, path };
  };
  const each = (inside: string, take: (from: string, to: string) => void): string =>
    withStorageFaults(() => {
      const { name, path } = makeFolder(inside);
      for (const file of files) if (existsSync(join(profile, file))) take(join(profile, file), join(path, file));
      syncDirectory(path);
      syncDirectory(inside);
      return name;
    });
  return {
    copyInto: (folder) =>
      each(folder, (from, to) => {
        copyFileSync(from, to, constants.COPYFILE_EXCL);
        makePrivateFile(to);
      }),
    setAside: () => each(profile, renameSync),
  };
}
