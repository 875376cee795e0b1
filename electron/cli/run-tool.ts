import { longestMessage, Scanner, type Outcome, type Started, type Tool } from '../otr/toolkit/index.ts';
import type { Primitives } from '../otr/index.ts';
import { write, type Streams } from './streams.ts';

/** The lines that say how a command is called. */
export function usageOf(tool: Pick<Tool, 'name' | 'takes' | 'about'>): string {
  return `Usage: ${['sotto-otr', tool.name, tool.takes].filter((word) => word !== '').join(' ')}\n${tool.about}\n`;
}

/** Runs one command of the toolkit over the streams and answers its exit code. */
export async function runTool(tool: Tool, args: readonly string[], streams: Streams, primitives: Primitives): Promise<number> {
  const started = tool.start(args, primitives);
  switch (started.at) {
    case 'refused':
      await write(streams.err, `${started.complaint === '' ? '' : `${started.complaint}\n`}${usageOf(tool)}`);
      return 1;
    case 'done':
      return put(started.outcome, streams);
    case 'one':
    case 'every':
      return read(started, streams);
  }
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
