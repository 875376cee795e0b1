import { write, type Streams } from '../streams.ts';
import type { Account, PeerEvent } from './account.ts';
import { readCommand } from './commands.ts';
import { linesIn } from './lines.ts';

/** How often what is old may expire. */
const tickMs = 1_000;
const tooLong = { ok: false, fault: 'The line is too long.' } as const;

/**
 * Runs an account whose network and whose person are the other end of the streams, until `quit` or the end
 * of the input. What a line leads to is written before the next one is read.
 */
export async function serve(account: Account, { input, out }: Pick<Streams, 'input' | 'out'>): Promise<void> {
  const put = (events: readonly PeerEvent[]): Promise<void> =>
    write(out, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  await put([account.ready]);
  const ticking = setInterval(() => void put(account.tick(Date.now())), tickMs);
  try {
    for await (const line of linesIn(input)) {
      const command = line === null ? tooLong : readCommand(line);
      if (!command.ok) await put([{ event: 'error', message: command.fault }]);
      else if (command.value.do === 'quit') return;
      else await put(account.run(command.value, Date.now()));
    }
  } finally {
    clearInterval(ticking);
  }
}
