/** A contender as a process: requests of the form "NAME COUNT" come in, a line of JSON with samples goes out. */
import { createInterface } from 'node:readline';
import type { Contender, Measure } from './measures.ts';

/** Milliseconds of processor time that this process has used, so that what else the machine does does not count. */
export function nowMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** How long some work takes, in milliseconds of processor time. */
export function timed(work: () => void): number {
  const startMs = nowMs();
  work();
  return nowMs() - startMs;
}

/** Memory that the process holds more after some work than before, in megabytes; needs `--expose-gc`. */
export function grown(work: () => unknown): number {
  const beforeMb = residentMb();
  const kept = work();
  const afterMb = residentMb();
  if (kept === undefined) throw new Error('assertion failed: what was made is kept until it is weighed');
  return afterMb - beforeMb;
}

function residentMb(): number {
  if (globalThis.gc === undefined) throw new Error('start this with node --expose-gc');
  for (let i = 0; i < 3; i += 1) globalThis.gc();
  return process.memoryUsage.rss() / 1e6;
}

/** Answers requests until the input ends. */
export function serve(contender: Contender): void {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const [name, count] = line.split(' ');
    const samples = Array.from({ length: Number(count) }, () => contender[name as Measure]());
    process.stdout.write(`${JSON.stringify(samples)}\n`);
  });
}
