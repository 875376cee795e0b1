#!/usr/bin/env node
/**
 * The command `sotto-otr`: the OTR engine without a window, for scripts, for tests and for people who study
 * the protocol. It runs on plain Node.
 */
import { isFileFault } from '../base/private-files.ts';
import { tools } from '../otr/toolkit/index.ts';
import type { Command } from './command.ts';
import { convert } from './convert.ts';
import { fingerprint, keygen } from './keys.ts';
import { peer } from './peer/run-peer.ts';
import { toolCommand } from './run-tool.ts';
import { write, type Streams } from './streams.ts';

const commands: readonly Command[] = [peer, keygen, fingerprint, convert, ...tools.map(toolCommand)];

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return `Usage: sotto-otr COMMAND [ARGUMENT …]\n\n${lines.join('\n')}\n`;
}

async function main([name, ...args]: readonly string[], streams: Streams): Promise<number> {
  if (name === 'help' || name === '--help' || name === '-h') {
    await write(streams.out, overview());
    return 0;
  }
  const command = commands.find((each) => each.name === name);
  if (command !== undefined) return command.run(args, streams);
  await write(streams.err, `${name === undefined ? '' : `There is no command ${name}.\n`}${overview()}`);
  return 1;
}

const { stdin, stdout, stderr } = process;
for (const stream of [stdout, stderr]) {
  // Whoever reads our output has gone, as `head` does: nothing is left to do.
  stream.on('error', () => process.exit(1));
}
try {
  process.exitCode = await main(process.argv.slice(2), { input: stdin, out: stdout, err: stderr });
} catch (thrown) {
  if (!isFileFault(thrown)) throw thrown;
  stderr.write('The standard input cannot be read.\n');
  process.exitCode = 1;
}
