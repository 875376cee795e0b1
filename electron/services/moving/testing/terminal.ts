import { spawn } from 'node:child_process';
import { once } from 'node:events';

const longestMs = 30_000;

/** Waits until this is on the screen, or is so, and then types. */
export type Step = { readonly until: RegExp | (() => boolean); readonly type: string };

/**
 * Runs a program in a pseudo-terminal with a home of its own, steps through `steps`, and resolves with all that it
 * showed once it has ended. Rejects where it does not within 30 s, and where it or `script` is missing.
 */
export async function runInTerminal(home: string, command: string, steps: readonly Step[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', SHELL: '/bin/sh' };
  // Wide enough that no line is broken.
  const child = spawn('script', ['-qfec', `stty cols 200 rows 60; exec ${command}`, '/dev/null'], { cwd: home, env });
  const timer = setTimeout(() => child.kill('SIGKILL'), longestMs);
  const left = [...steps];
  let shown = '';
  const look = () => {
    for (let [step] = left; step !== undefined && isSo(step, shown); [step] = left) {
      left.shift();
      child.stdin.write(step.type);
    }
  };
  child.stdin.on('error', () => {});
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    look();
  });
  // Files are written without a word on the screen.
  const watch = setInterval(look, 50);
  try {
    await once(child, 'close');
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
  }
  if (left.length > 0) throw new Error(`${command} ended before ${String(left[0]?.until)}; it showed:\n${plain(shown).slice(-2_000)}`);
  return plain(shown);
}

function isSo({ until }: Step, shown: string): boolean {
  return until instanceof RegExp ? until.test(plain(shown)) : until();
}

/** What is left without colours and moves of the cursor. */
function plain(shown: string): string {
  return shown.replace(/\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78])/g, ' ').replace(/ +/g, ' ');
}
