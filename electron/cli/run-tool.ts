import { choosePrimitives } from '../otr/index.ts';
import { longestMessage, Scanner, type Outcome, type Started, type Tool } from '../otr/toolkit/index.ts';
import { refuse, type Command } from './command.ts';
import { write, type Streams } from './streams.ts';

/** A command of the toolkit over the streams of a process. */
export function toolCommand(tool: Tool): Command {
  const { name, takes, about } = tool;
  return {
    name,
    takes,
    about,
    run: async (args, streams) => {
      const started = tool.start(args, choosePrimitives());
      switch (started.at) {
        case 'refused':
          return refuse(tool, started.complaint, streams);
        case 'done':
          return put(started.outcome, streams);
        case 'one':
        case 'every':
          return read(started, streams);
      }
    },
  };
}

async function put(outcome: Outcome, { out, err }: Streams): Promise<number> {
  await write(err, outcome.err);
  await write(out, outcome.out);
  return outcome.code;
}

/** Hands messages over as they come, and stops reading after the first where one is enough. */
async function read(started: Extract<Started, { at: 'one' | 'every' }>, streams: Streams): Promise<number> {
  for await (const message of messagesIn(streams.input)) {
    if (message === 'too-long') {
      await write(streams.err, `A message is longer than ${longestMessage} bytes.\n`);
      return 1;
    }
    if (started.at === 'one') return put(started.read(message), streams);
    await write(streams.out, started.read(message));
  }
  return started.at === 'one' ? put(started.read(null), streams) : 0;
}

async function* messagesIn(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | 'too-long'> {
  const scanner = new Scanner();
  for await (const chunk of input) {
    yield* scanner.push(chunk);
    if (scanner.tooLong) yield 'too-long';
  }
  const last = scanner.finish();
  if (last !== null) yield last;
}
