import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleForNode } from '../base/testing/bundle.ts';
import { openStore } from './index.ts';
import { inFreshDirectory, testKey } from './testing/fixtures.ts';

let writer: Awaited<ReturnType<typeof bundleForNode>>;
beforeAll(async () => {
  writer = await bundleForNode(new URL('./testing/writer.ts', import.meta.url));
}, 60_000);
afterAll(() => writer?.remove());

/** Starts the writer, gives each of its lines to `onLine`, and resolves with the last one when it is gone. */
async function runWriter(command: string, args: readonly string[], onLine: (line: string, kill: () => void) => void): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => void child.kill('SIGKILL');
  const limit = setTimeout(kill, 20_000);
  let last = '';
  try {
    createInterface({ input: child.stdout }).on('line', (line) => {
      last = line;
      onLine(line, kill);
    });
    await once(child, 'close');
    return last;
  } finally {
    clearTimeout(limit);
    kill();
  }
}

/** What a store holds after the writer: its records must be all of 0 to n, whole. */
function lastRecord(file: string): number {
  const store = openStore(file, testKey());
  try {
    const next = Number(store.settings.get('next'));
    const roster = store.roster.list('hamlet');
    const prints = store.fingerprints.list('hamlet');
    expect(roster).toHaveLength(next);
    expect(prints.map(({ lastSeenMs }) => lastSeenMs).sort((a, b) => a - b)).toEqual(Array.from({ length: next }, (_, n) => n));
    for (const { address, name } of roster) expect(name).toHaveLength(Number(/\d+/.exec(address)?.[0]) % 500);
    return next - 1;
  } finally {
    store.close();
  }
}

it('a process that is killed while it writes loses nothing that was acknowledged', async () => {
  await inFreshDirectory(async (directory) => {
    const file = join(directory, 'sotto.db');
    let acknowledged = -1;
    for (const more of [1, 7, 40, 90, 150, 220]) {
      const until = acknowledged + more;
      const last = await runWriter(process.execPath, [writer.file, file], (line, kill) => {
        if (Number(line) >= until) kill();
      });
      expect(Number(last)).toBeGreaterThanOrEqual(until);
      acknowledged = Number(last);
      expect(lastRecord(file)).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = lastRecord(file);
    }
  });
}, 120_000);

it.runIf(process.platform !== 'win32')('a disk that takes no more is a storage fault, and what was acknowledged is kept', async () => {
  await inFreshDirectory(async (directory) => {
    const file = join(directory, 'sotto.db');
    let acknowledged = -1;
    const blocks = 400;
    const last = await runWriter('sh', ['-c', `ulimit -f ${blocks} && exec "$0" "$@"`, process.execPath, writer.file, file], (line) => {
      if (/^\d+$/.test(line)) acknowledged = Number(line);
    });
    expect(last).toBe('storage-failed');
    expect(acknowledged).toBeGreaterThan(0);
    expect(statSync(file).size).toBeGreaterThan(0);
    expect(lastRecord(file)).toBe(acknowledged);
  });
}, 60_000);
