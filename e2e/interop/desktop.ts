import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { findCommand } from '../../electron/dev/setup.mjs';

const startMs = 20_000;
const endMs = 5_000;
const run = promisify(execFile);

/*
 * A bus and a screen of its own, and the program on them. The shell waits on our pipe: when we are gone, however that
 * came about, the pipe closes, and all of it goes with us.
 */
const script = [
  'exec 3<&0',
  'dbus-daemon --session --nofork --nopidfile --address="unix:path=$HOME/bus" </dev/null 2>/dev/null & bus=$!',
  'Xvfb -displayfd 4 -screen 0 1000x700x24 -nolisten tcp 4>"$HOME/display" </dev/null 2>/dev/null & screen=$!',
  '{ read -r _ <&3; kill -9 "$bus" "$screen" $(cat "$HOME/program" 2>/dev/null); } & guard=$!',
  'until [ -S "$HOME/bus" ] && [ -s "$HOME/display" ]; do sleep 0.02; done',
  'export DISPLAY=":$(cat "$HOME/display")" DBUS_SESSION_BUS_ADDRESS="unix:path=$HOME/bus"',
  '"$@" </dev/null & program=$!',
  'echo "$program" >"$HOME/program"; echo "display $DISPLAY"',
  'wait "$program"',
  'kill "$guard" "$screen" "$bus" 2>/dev/null',
  'wait',
].join('\n');

type Guarded = ChildProcessByStdio<Writable, Readable, Readable>;

/** A program with windows on a screen that nobody sees: keys go in, and it is asked over its bus what it shows. */
export class Desktop {
  readonly #home: string;
  readonly #shell: Guarded;
  readonly #gone: Promise<void>;
  #isGone = false;
  #said = '';
  #env: NodeJS.ProcessEnv;

  private constructor(home: string, shell: Guarded, env: NodeJS.ProcessEnv) {
    this.#home = home;
    this.#shell = shell;
    this.#env = env;
    this.#gone = once(shell, 'close').then(() => void (this.#isGone = true));
    shell.stdin.on('error', () => {});
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (data) => (this.#said += String(data)));
  }

  /** Starts a program in a folder that is its home; nothing of this process's environment but the path reaches it. */
  static async start(home: string, command: readonly string[]): Promise<Desktop> {
    for (const program of ['dbus-daemon', 'gdbus', 'Xvfb', 'xdotool', command[0] ?? '']) {
      if (findCommand(program) === null) throw new Error(`${program} is not installed; npm test installs it on Debian, as root`);
    }
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8' };
    const shell = spawn('sh', ['-c', script, 'sh', ...command], { cwd: home, env, stdio: 'pipe' });
    const desktop = new Desktop(home, shell, env);
    const display = await desktop.#hears(/^display (:\d+)$/m);
    desktop.#env = { ...env, DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'bus')}` };
    return desktop;
  }

  /** Types a text and Enter into the window of this title, once it is there. */
  async enter(title: string, text: string): Promise<void> {
    await this.#keys(title, 'type', text);
    await this.#keys(title, 'key', 'Return');
  }

  /** Presses a key by X's name for it in the window of this title, once it is there. */
  async press(title: string, key: string): Promise<void> {
    await this.#keys(title, 'key', key);
  }

  /** Runs a command of the bus's client. */
  async gdbus(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('gdbus', args, { env: this.#env, timeout: startMs });
    return stdout.trim();
  }

  /** The bus's client, which goes on until the program is gone. */
  monitor(name: string): ChildProcessByStdio<null, Readable, null> {
    return spawn('gdbus', ['monitor', '--session', '--dest', name], { env: this.#env, stdio: ['ignore', 'pipe', 'ignore'] });
  }

  /** What the program wrote to its outputs, and the titles of its windows. */
  async shown(): Promise<string> {
    const titles = await run('xdotool', ['search', '--onlyvisible', '--name', '.', 'getwindowname', '%@'], { env: this.#env }).catch(() => null);
    return `${this.#said}\n${titles?.stdout ?? ''}`;
  }

  /** Resolves when all of it is gone, which the program was told before or is told now. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.#shell.stdin.end(), endMs);
    await this.#gone;
    clearTimeout(timer);
  }

  async #keys(title: string, how: 'type' | 'key', what: string): Promise<void> {
    const xdotool = (...words: readonly string[]) => run('xdotool', words, { env: this.#env, timeout: startMs });
    // Nothing manages windows here, so none has the keyboard before it is told.
    await xdotool('search', '--sync', '--onlyvisible', '--limit', '1', '--name', title, 'windowfocus', '--sync');
    await xdotool(how, '--', what);
  }

  async #hears(pattern: RegExp): Promise<string> {
    const endsAt = Date.now() + startMs;
    for (;;) {
      const found = pattern.exec(this.#said)?.[1];
      if (found !== undefined) return found;
      if (this.#isGone || Date.now() > endsAt) throw new Error(`the desktop did not start in ${this.#home}:\n${this.#said}`);
      await Promise.race([this.#gone, once(this.#shell.stdout, 'data', { signal: AbortSignal.timeout(startMs) }).catch(() => null)]);
    }
  }
}
