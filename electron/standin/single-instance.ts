import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, watch, writeSync, closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

export type Knock = { readonly argv: string[]; readonly directory: string; readonly data: unknown };

/** When a process started, in the kernel's ticks, so that a reused process id is not taken for it. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(holder: string): boolean {
  const [pid, start] = holder.split(' ');
  if (pid === undefined || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch {
    return false;
  }
  return startOf(Number(pid)) === (start ?? '');
}

/**
 * One running app a profile: a lock file in the profile, and knocks of later starts as files beside it.
 *
 * Everything is synchronous, as Electron's own call is: a second start may exit right after it.
 * Answers the function that gives the lock back, or `null` when another process holds it.
 */
export function takeInstanceLock(profile: string, knock: Knock, onKnock: (knock: Knock) => void): (() => void) | null {
  const lock = join(profile, 'standin-instance');
  const knocks = join(profile, 'standin-knocks');
  mkdirSync(knocks, { recursive: true, mode: 0o700 });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryLock(lock)) return hold(lock, knocks, onKnock);
    let holder = '';
    try {
      holder = readFileSync(lock, 'utf8');
    } catch {
      continue;
    }
    if (isAlive(holder)) {
      leaveKnock(knocks, knock);
      return null;
    }
    rmSync(lock, { force: true });
  }
  return null;
}

function tryLock(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx', 0o600);
    writeSync(file, `${process.pid} ${startOf(process.pid)}`);
    closeSync(file);
    return true;
  } catch {
    return false;
  }
}

function leaveKnock(knocks: string, knock: Knock): void {
  const name = join(knocks, `${process.pid}-${Date.now()}`);
  writeFileSync(`${name}.part`, serialize(knock), { mode: 0o600 });
  renameSync(`${name}.part`, `${name}.knock`);
}

function hold(lock: string, knocks: string, onKnock: (knock: Knock) => void): () => void {
  for (const old of readdirSync(knocks)) rmSync(join(knocks, old), { force: true });
  const watcher = watch(knocks, { persistent: false }, () => {
    for (const name of readdirSync(knocks).filter((each) => each.endsWith('.knock'))) {
      const file = join(knocks, name);
      const knock = deserialize(readFileSync(file)) as Knock;
      rmSync(file, { force: true });
      onKnock(knock);
    }
  });
  return () => {
    watcher.close();
    if (existsSync(lock)) rmSync(lock, { force: true });
  };
}
