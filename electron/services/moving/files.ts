import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Above this a file is none of those that are looked for, in bytes. */
const largestFile = 8_000_000;
/** Entries of a folder that are looked at. */
const mostEntries = 1_000;

/** Runs `read` on a file that is there, is a file and is not too large; the bytes are overwritten afterwards. */
export function on<Answer>(path: string, read: (file: Uint8Array) => Answer): Answer | null {
  const file = contentOf(path);
  if (file === null) return null;
  try {
    return read(file);
  } finally {
    file.fill(0);
  }
}

/** The bytes of a file, which the caller overwrites; `null` where it cannot be read or is too large. */
export function contentOf(path: string): Uint8Array | null {
  try {
    const about = statSync(path);
    return about.isFile() && about.size <= largestFile ? readFileSync(path) : null;
  } catch {
    return null;
  }
}

/** The names in a folder, sorted; none where there is no such folder. */
export function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort().slice(0, mostEntries);
  } catch {
    return [];
  }
}

/** What a name in a folder is. Links are not followed: a chosen folder is only what is in it. */
export function kindOf(path: string): 'file' | 'folder' | 'other' {
  try {
    const about = lstatSync(path);
    return about.isFile() ? 'file' : about.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'other';
  }
}

/** Every file within a folder, nearest first, at most four levels deep; bounded in number. */
export function filesWithin(folder: string): readonly string[] {
  const files: string[] = [];
  let level: readonly string[] = [folder];
  for (let depth = 0; depth < 4 && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const path of level.flatMap((one) => list(one).map((name) => join(one, name)))) {
      const kind = kindOf(path);
      if (kind === 'file') files.push(path);
      else if (kind === 'folder') next.push(path);
      if (files.length + next.length >= mostEntries) return files;
    }
    level = next;
  }
  return files;
}
