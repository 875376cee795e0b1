import { systemRandom } from '../base/random.ts';
import { newEnv, type OtrEnv } from '../otr/index.ts';
import { write, type Streams } from './streams.ts';

/** One of the commands of `sotto-otr`. */
export type Command = {
  readonly name: string;
  /** The arguments, for the usage. */
  readonly takes: string;
  /** What it does, in a sentence or two. */
  readonly about: string;
  /** Answers the exit code. */
  readonly run: (args: readonly string[], streams: Streams) => Promise<number>;
};

/** Says what is wrong with the arguments ("" for nothing but the usage) and how the command is called. */
export async function refuse(command: Omit<Command, 'run'>, complaint: string, streams: Streams): Promise<1> {
  const usage = ['sotto-otr', command.name, command.takes].filter((word) => word !== '').join(' ');
  await write(streams.err, `${complaint === '' ? '' : `${complaint}\n`}Usage: ${usage}\n${command.about}\n`);
  return 1;
}

/** The engine's environment with the system's random source. */
export function systemEnv(): OtrEnv {
  return newEnv(systemRandom);
}
