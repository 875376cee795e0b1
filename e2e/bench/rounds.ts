/** Runs the contenders side by side, one at a time and round by round, and makes rows of what they answer. */
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { measures, text, type Measure } from './measures.ts';

/** A line of the result; `ratio` is libotr's number divided by ours. `null`: not measured here. */
export type Row = {
  readonly name: Measure;
  readonly unit: string;
  readonly ours: number;
  readonly libotr: number | null;
  readonly otrjs: number | null;
  readonly ratio: number | null;
};

export type Plan = {
  readonly rounds: number;
  readonly only: readonly Measure[];
  /** Where the bundles of the contenders are, and where libotr's program goes. */
  readonly folder: string;
  /** Where `libotr.c` is. */
  readonly sources: string;
  readonly contenders: readonly Name[];
  readonly onProgress: (line: string) => void;
};

export const everybody = ['ours', 'libotr', 'otrjs'] as const;
export type Name = (typeof everybody)[number];

/** One contender's process. */
class Runner {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Asks for samples; throws where the process ended without an answer. */
  async take(name: Measure, count: number): Promise<readonly number[]> {
    if (count === 0) return [];
    this.#child.stdin.write(`${name} ${count}\n`);
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error(`a contender ended in the middle of ${name}`);
    return JSON.parse(answer.value) as number[];
  }

  stop(): void {
    this.#child.kill();
  }
}

/** Compiles libotr's side; throws with what to install where that does not work. */
export function compileLibotr(sources: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'libotr');
  const args = ['-O2', '-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-o', program, join(sources, 'libotr.c'), '-lotr', '-lgcrypt'];
  const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`libotr.c does not compile; it needs gcc, libotr5-dev and libgcrypt20-dev\n${stderr ?? ''}`);
  }
  return program;
}

/** Each in whichever way is quickest for it: `otr` takes up to three times as long without V8's helper threads. */
function start(name: Name, plan: Plan): Runner | null {
  const script = (file: string, ...flags: string[]) => new Runner(process.execPath, ['--expose-gc', ...flags, join(plan.folder, file)]);
  if (name === 'ours') return script('ours.js', '--single-threaded');
  if (name === 'otrjs') return script('otrjs.js');
  return process.platform === 'linux' ? new Runner(compileLibotr(plan.sources, plan.folder), [text]) : null;
}

/** Measures everything that the plan asks for. Memory is weighed in fresh processes of its own. */
export async function measure(plan: Plan): Promise<readonly Row[]> {
  if (!existsSync(plan.folder)) throw new Error('the contenders are not built');
  const rows: Row[] = [];
  for (const name of plan.only) {
    const runners = plan.contenders.map((contender) => ({ contender, runner: start(contender, plan) }));
    try {
      const found: Record<Name, number[]> = { ours: [], libotr: [], otrjs: [] };
      const rounds = measures[name].once ? 1 : plan.rounds;
      for (let round = 0; round < rounds; round += 1) {
        plan.onProgress(`${name}: round ${round + 1} of ${rounds}`);
        for (const { contender, runner } of runners) {
          if (runner !== null) found[contender].push(...(await sample(runner, name, contender, round)));
        }
      }
      rows.push(rowOf(name, found));
    } finally {
      for (const { runner } of runners) runner?.stop();
    }
  }
  return rows;
}

async function sample(runner: Runner, name: Measure, contender: Name, round: number): Promise<readonly number[]> {
  const { warmUp, samples, samplesOfOtrjs } = measures[name];
  if (contender === 'otrjs') return runner.take(name, samplesOfOtrjs);
  if (round === 0) await runner.take(name, warmUp);
  return runner.take(name, samples);
}

function rowOf(name: Measure, found: Readonly<Record<Name, readonly number[]>>): Row {
  const [ours, libotr, otrjs] = [typical(found.ours), typical(found.libotr), typical(found.otrjs)];
  if (ours === null) throw new Error(`nothing was measured for ${name}`);
  return { name, unit: measures[name].unit, ours, libotr, otrjs, ratio: libotr === null ? null : libotr / ours };
}

/**
 * The lower quartile of some samples, `null` of none: whatever else a machine and its host do only makes a sample slower, and
 * may be about for half of a run.
 */
export function typical(samples: readonly number[]): number | null {
  return samples.toSorted((a, b) => a - b)[(samples.length - 1) >> 2] ?? null;
}
