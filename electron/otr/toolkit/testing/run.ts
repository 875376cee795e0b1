import { spawnSync } from 'node:child_process';
import { native } from '../../primitives/native.ts';
import { Scanner, tools, type Outcome } from '../index.ts';

/** What a run put out. `err` goes no further than the usage, which is in our own words. */
export type Run = { readonly out: string; readonly err: string; readonly code: number | null };

const theirsMs = 20_000;

function run(out: Uint8Array, err: string, code: number | null): Run {
  return { out: Buffer.from(out).toString('latin1'), err: err.split('Usage: ')[0]!, code };
}

/** Runs our command over an input in this process. */
export function ours(name: string, args: readonly string[], input: string | Uint8Array = ''): Run {
  const tool = tools.find((each) => each.name === name)!;
  const started = tool.start(args, native);
  const finish = ({ out, err, code }: Outcome): Run => run(out, err, code);
  if (started.at === 'refused') {
    return run(new Uint8Array(0), started.complaint === '' ? '' : `${started.complaint}\n`, 1);
  }
  if (started.at === 'done') return finish(started.outcome);
  const scanner = new Scanner();
  const messages = [...scanner.push(Buffer.from(input))];
  const last = scanner.finish();
  if (last !== null) messages.push(last);
  if (started.at === 'one') return finish(started.read(messages[0] ?? null));
  return run(Buffer.concat(messages.map(started.read)), '', 0);
}

/** Runs the reference toolkit's command; throws with what to do where it is missing. */
export function theirs(name: string, args: readonly string[], input: string | Uint8Array = ''): Run {
  const program = `otr_${name}`;
  const { error, stdout, stderr, status } = spawnSync(program, args, {
    input,
    timeout: theirsMs,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    throw new Error(`${program} is missing: install it with "apt-get install libotr5-bin"`, { cause: error });
  }
  // Tools that find an answer before the end of the input close it early.
  if (error !== undefined && !('code' in error && error.code === 'EPIPE')) throw error;
  return run(stdout, stderr.toString('utf8'), status);
}
