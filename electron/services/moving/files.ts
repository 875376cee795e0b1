import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
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
  return readFrom(path, largestFile, (handle, size) => {
    // One more than it says: a file that grows while it is read is another one by now.
    const bytes = new Uint8Array(size + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) read = readSync(handle, bytes, length, bytes.length - length, length);
    if (length === size) return bytes.subarray(0, size);
    bytes.fill(0);
    return null;
  });
}

/** The first bytes of a file that `contentOf` may read; `null` where it cannot be read or is too large. */
export function headOf(path: string, length: number): Uint8Array | null {
  return readFrom(path, largestFile, (handle) => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, 0));
  });
}

/** Looks at what was opened, and not at its name once more; opening a pipe waits for nobody. */
function readFrom(path: string, largest: number, read: (handle: number, size: number) => Uint8Array | null): Uint8Array | null {
  let handle: number | null = null;
  try {
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const about = fstatSync(handle);
    return about.isFile() && about.size <= largest ? read(handle, about.size) : null;
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
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
