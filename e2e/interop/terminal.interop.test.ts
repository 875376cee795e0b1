import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Reading, Terminal } from './terminal.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sotto-terminal-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('keys go in as they are, the screen comes out, and each row is read once', async () => {
  const terminal = await Terminal.start(home, ['cat']);
  const screen = new Reading(terminal, (rows) => rows);
  const line = String.raw`it's "$HOME" \; #{pane_pid} ünï;`;
  terminal.enter(line);
  // The terminal's own echo, and what the program says.
  for (let time = 0; time < 2; time += 1) expect(await screen.sees(/it's/)).toBe(line);
  terminal.press('C-d');
  await terminal.end();
  await expect(screen.sees(/it's/)).rejects.toThrow('waited in vain');
});

test('a program that does not end by itself is ended', async () => {
  const terminal = await Terminal.start(home, ['sh', '-c', 'trap "" HUP TERM; echo "process $$"; exec sleep 600']);
  const row = await new Reading(terminal, (rows) => rows).sees(/^process \d+$/);
  await terminal.end();
  // Killed as it is, it counts as a process until whoever adopted it has heard of that.
  const isThere = () => {
    try {
      return process.kill(Number(row.slice(8)), 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isThere, { timeout: 5_000 }).toBe(false);
}, 20_000);

test('a program that is missing is named', async () => {
  await expect(Terminal.start(home, ['no-such-program-of-ours'])).rejects.toThrow(/^no-such-program-of-ours is not installed/);
});
