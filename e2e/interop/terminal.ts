import { spawn, type ChildProcessByStdio, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { findCommand } from '../../electron/dev/setup.mjs';

const waitMs = 15_000;
const endMs = 5_000;

/** So many rows and columns that nothing scrolls away and no line is broken during a test. */
const columns = 240;
const rows = 400;

/*
 * tmux holds the terminal. We are its client in control mode, which says whenever the screen has changed.
 */
const configuration = `
set -g status off
set -g destroy-unattached on
set -g default-size ${columns}x${rows}
set -s escape-time 0
`;

/*
 * The shell beside tmux waits on our pipe: when we are gone, however that came about, the pipe closes, and the
 * terminal and the program in it go with us.
 */
const script = [
  'exec 3<&0',
  'tmux -D -S "$0" -f "$1" </dev/null & server=$!',
  '{ read -r _ <&3; kill -9 "$server"; } & guard=$!',
  'wait "$server"',
  'kill "$guard" 2>/dev/null',
  'wait',
].join('\n');

type Guarded = ChildProcessByStdio<Writable, null, null>;

/** A program in a terminal of its own: keys go in, and what stands on the screen comes out. */
export class Terminal {
  readonly #server: Guarded;
  readonly #tmux: ChildProcessWithoutNullStreams;
  readonly #replies: ((lines: readonly string[]) => void)[] = [];
  readonly #screen = new EventEmitter();
  readonly #gone: Promise<void>;
  #isGone = false;
  #complaints = '';
  /** The process of the program, once tmux has said it. */
  #program: number | null = null;

  private constructor(server: Guarded, tmux: ChildProcessWithoutNullStreams) {
    this.#server = server;
    this.#tmux = tmux;
    this.#gone = Promise.all([once(tmux, 'close'), once(server, 'close')]).then(() => {
      this.#isGone = true;
      for (const reply of this.#replies.splice(0)) reply([]);
      this.#screen.emit('changed');
    });
    for (const { stdin } of [server, tmux]) stdin.on('error', () => {});
    tmux.stderr.on('data', (data) => (this.#complaints += String(data)));
    this.#listen();
  }

  /**
   * Starts a program in a folder that is its home; nothing of this process's environment but the path reaches it.
   * Rejects where tmux or the program is missing.
   */
  static async start(home: string, command: readonly string[]): Promise<Terminal> {
    for (const program of ['tmux', command[0] ?? '']) {
      if (findCommand(program) === null) throw new Error(`${program} is not installed; npm test installs it on Debian, as root`);
    }
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', SHELL: '/bin/sh' };
    const [socket, settings] = [join(home, 'tmux.sock'), join(home, 'tmux.conf')];
    writeFileSync(settings, configuration);
    const server = spawn('sh', ['-c', script, socket, settings], { cwd: home, env, stdio: ['pipe', 'ignore', 'ignore'] });
    await listening(server, socket);
    // One word alone would go through a shell, and the terminal's process would be that.
    const tmux = spawn('tmux', ['-u', '-C', '-S', socket, 'new-session', '--', 'env', ...command], { cwd: home, env, stdio: 'pipe' });
    const terminal = new Terminal(server, tmux);
    // The first reply is that of new-session. The server came up without a session; from now on it ends with its last.
    await new Promise<readonly string[]>((resolve) => terminal.#replies.push(resolve));
    void terminal.#command('set -s exit-empty on');
    const [pid = ''] = await terminal.#command("display-message -p '#{pane_pid}'");
    if (/^\d+$/.test(pid)) {
      terminal.#program = Number(pid);
      return terminal;
    }
    await terminal.end();
    throw new Error(`${command[0] ?? ''} did not start. ${terminal.#complaints}`);
  }

  /** Types a line and Enter. */
  enter(line: string): void {
    this.type(line);
    this.press('Enter');
  }

  /** Types, and nothing more. */
  type(keys: string): void {
    void this.#command(`send-keys -l -- '${keys.replaceAll("'", String.raw`'\''`)}'`);
  }

  /** Presses a key by tmux's name for it. */
  press(key: string): void {
    void this.#command(`send-keys ${key}`);
  }

  /** The screen as it stands, a text a row, without the spaces at its end. */
  async lines(): Promise<readonly string[]> {
    return (await this.#command('capture-pane -p')).map((line) => line.trimEnd());
  }

  /** Resolves with what `find` finds on the screen, now or after it changes; rejects with the screen after 15 s. */
  async until<T>(find: (lines: readonly string[]) => T | null, wanted: string): Promise<T> {
    const signal = AbortSignal.timeout(waitMs);
    for (;;) {
      const changed = once(this.#screen, 'changed', { signal }).then(() => true, () => false);
      const lines = await this.lines();
      const found = find(lines);
      if (found !== null) return found;
      if (this.#isGone || !(await changed)) throw new Error(`the terminal waited in vain for ${wanted}; it shows:\n${written(lines)}`);
    }
  }

  /** What stands on the screen, for somebody who looks for what went wrong. */
  async shown(): Promise<string> {
    return written(await this.lines());
  }

  /** Resolves when the program is gone, which a line told it before or the end of its terminal tells it now. */
  async end(): Promise<void> {
    // Where the program is gone the terminal goes too.
    const kill = () => {
      if (this.#program === null) this.#server.stdin.end();
      else if (!this.#isGone) process.kill(this.#program, 'SIGKILL');
    };
    const timer = setTimeout(kill, endMs);
    if (this.#program === null) kill();
    await this.#gone;
    clearTimeout(timer);
  }

  #command(line: string): Promise<readonly string[]> {
    if (this.#isGone) return Promise.resolve([]);
    return new Promise((resolve) => {
      this.#replies.push(resolve);
      this.#tmux.stdin.write(`${line}\n`);
    });
  }

  /** Sorts what tmux says: replies between %begin and %end, and news. */
  #listen(): void {
    let rest = '';
    let reply: string[] | null = null;
    this.#tmux.stdout.setEncoding('utf8').on('data', (data: string) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (reply === null && line.startsWith('%begin ')) reply = [];
        else if (reply !== null && /^%(end|error) \d+ \d+ \d+$/.test(line)) {
          this.#replies.shift()?.(reply);
          reply = null;
        } else if (reply !== null) reply.push(line);
        else if (line.startsWith('%output ')) this.#screen.emit('changed');
      }
    });
  }
}

/** A part of a screen that is read from its top to its bottom, each row once. */
export class Reading {
  readonly #terminal: Terminal;
  readonly #part: (rows: readonly string[]) => readonly string[];
  #next = 0;

  /** `part` picks rows of the screen; what was one of them must stay where it is among them. */
  constructor(terminal: Terminal, part: (rows: readonly string[]) => readonly string[]) {
    this.#terminal = terminal;
    this.#part = part;
  }

  /** Resolves with a row that matches, below the one that was read last, and has then read up to it. */
  sees(pattern: RegExp): Promise<string> {
    return this.#terminal.until((screen) => {
      const rows = this.#part(screen);
      const at = rows.findIndex((row, index) => index >= this.#next && pattern.test(row));
      if (at < 0) return null;
      this.#next = at + 1;
      return rows[at] ?? '';
    }, String(pattern));
  }
}

/** The rows in which anything is written. */
function written(rows: readonly string[]): string {
  return rows.filter((row) => /[^\s│]/.test(row)).join('\n');
}

/** Resolves once tmux takes clients; rejects where it is missing or does not in time. */
async function listening(server: Guarded, socket: string): Promise<void> {
  const faults: Error[] = [];
  server.once('error', (error) => faults.push(error));
  for (const endsAt = Date.now() + waitMs; ; ) {
    const client = connect(socket);
    const isThere = await once(client, 'connect').then(() => true, () => false);
    client.destroy();
    if (isThere) return;
    if (faults.length > 0 || server.exitCode !== null || Date.now() > endsAt) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  server.stdin.end();
  throw new Error('tmux did not start', { cause: faults[0] });
}
