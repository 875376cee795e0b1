/** Builds the command once, and runs it as a process of plain Node. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { build } from 'vite';
import { cliConfigs, root } from '../../dev/bundles.mjs';

const runMs = 15_000;

export type Command = {
  /** Runs it to its end over an input. */
  run(args: readonly string[], input?: string | Uint8Array): Promise<{ out: string; err: string; code: number | null }>;
  /** Starts it; whoever does closes its input or kills it. */
  start(args: readonly string[]): ChildProcessByStdio<Writable, Readable, Readable>;
  remove(): void;
};

export async function buildCommand(): Promise<Command> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'cli-test-'));
  for (const config of cliConfigs(folder)) await build(config);
  const start: Command['start'] = (args) =>
    spawn(process.execPath, [join(folder, 'sotto-otr.js'), ...args], { stdio: 'pipe', timeout: runMs });
  return {
    start,
    run: async (args, input = '') => {
      const child = start(args);
      const [out, err]: Buffer[][] = [[], []];
      child.stdout.on('data', (bytes: Buffer) => out!.push(bytes));
      child.stderr.on('data', (bytes: Buffer) => err!.push(bytes));
      // A command that needs no more of its input closes it early.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      return { out: Buffer.concat(out!).toString('latin1'), err: Buffer.concat(err!).toString('utf8'), code };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
