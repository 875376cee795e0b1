import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toHex } from './bytes.ts';
import { Fault } from './fault.ts';
import { systemRandom } from './random.ts';

const privateDirectoryMode = 0o700;
const privateFileMode = 0o600;
const othersMask = 0o077;
const stickyMask = 0o1000;

/**
 * Makes a directory that only its owner can enter, with its parents, or tightens the one that is there.
 *
 * A directory that several users share (its sticky bit is set, like the system's for temporary files) is
 * left as it is. Throws what the file system throws.
 */
export function makePrivateDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: privateDirectoryMode });
  const { mode } = statSync(directory);
  if ((mode & stickyMask) === 0 && (mode & othersMask) !== 0) chmodSync(directory, privateDirectoryMode);
}

/** Takes a file's permissions away from everybody but its owner, if there were any. */
export function makePrivateFile(file: string): void {
  if ((statSync(file).mode & othersMask) !== 0) chmodSync(file, privateFileMode);
}

/** Makes the names in a directory durable. Windows has no such call; there a rename is durable by itself. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Puts a small file in place in one step: whoever looks sees all of the old or all of the new content.
 *
 * The content is durable under its final name when this returns. The file's mode is 0600. Interrupted, it
 * leaves at most `file` + `.new`, which nothing reads and the next write replaces. What is there under that name
 * goes: where it may be somebody's, `replaceChosenFile` is the one to call.
 */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  writeNew(fresh, content);
  renameSync(fresh, file);
  syncDirectory(dirname(file));
}

/**
 * The same in a folder of the person's, where nothing but `file` itself may be lost.
 *
 * The new content stands under a name drawn at random until it is in place. Where it cannot be written or put in
 * place it is taken away again; only an interruption leaves it, as `sotto-` + 16 hex digits + `.new`.
 */
export function replaceChosenFile(file: string, content: string | Uint8Array): void {
  const fresh = join(dirname(file), `sotto-${toHex(systemRandom(8))}.new`);
  try {
    writeNew(fresh, content);
    renameSync(fresh, file);
  } catch (thrown) {
    if (!isExistingFile(thrown)) rmSync(fresh, { force: true });
    throw thrown;
  }
  syncDirectory(dirname(file));
}

/** The same for content that comes in parts, each made when the one before is written; other work goes on in between. */
export async function replaceChosenFileByParts(file: string, parts: Iterable<string>): Promise<void> {
  const fresh = join(dirname(file), `sotto-${toHex(systemRandom(8))}.new`);
  const handle = openSync(fresh, 'wx', privateFileMode);
  try {
    try {
      for (const part of parts) {
        writeFileSync(handle, part);
        await new Promise((resolve) => setImmediate(resolve));
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(fresh, file);
  } catch (thrown) {
    rmSync(fresh, { force: true });
    throw thrown;
  }
  syncDirectory(dirname(file));
}

/** Writes a file that is not there yet, mode 0600, durably; throws where there is one (`isExistingFile`). */
export function createPrivateFile(file: string, content: string | Uint8Array): void {
  writeNew(file, content);
  syncDirectory(dirname(file));
}

/**
 * Adds to the end of a file, durably; what is there stays as it is, byte for byte, also where several processes add at
 * once. A missing file is made, mode 0600.
 */
export function addToFile(file: string, content: string): void {
  const handle = openSync(file, 'a', privateFileMode);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncDirectory(dirname(file));
}

/** All of the content, or a fault: a single call to the system may write a part only, where the disk is nearly full. */
function writeNew(file: string, content: string | Uint8Array): void {
  const handle = openSync(file, 'wx', privateFileMode);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Runs `work`; what the file system refuses becomes a `Fault` (`storage-failed`). */
export function withStorageFaults<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    throw isFileFault(thrown) ? new Fault('storage-failed', { cause: thrown }) : thrown;
  }
}

/** Whether something that was thrown is the file system's refusal, and not our own mistake. */
export function isFileFault(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown;
}

/** Whether something that was thrown says that a file is not there. */
export function isMissingFile(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}

/** Whether something that was thrown says that a file is there already. */
export function isExistingFile(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
}
