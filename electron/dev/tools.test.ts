import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/* The commands `npm run fuzz`, `npm run bench` and `npm run bench:app`, as processes. */

/** Runs a tool; `onError` sees its error output, which is where it says how it goes, as it grows. */
async function run(tool: 'fuzz' | 'bench' | 'bench-app', args: readonly string[], onError: (err: string, end: () => void) => void = () => {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${tool}.mjs`), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    onError(err, () => child.kill('SIGINT'));
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { out, err, code };
}

describe.each(['fuzz', 'bench'] as const)('npm run %s', (tool) => {
  it('explains its options when asked', async () => {
    const { out, err, code } = await run(tool, ['--help']);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(new RegExp(`^Usage: npm run ${tool} -- \\[OPTION …\\]\\n`));
    const options = { fuzz: ['seed', 'minutes', 'inputs'], bench: ['only', 'rounds', 'json', 'without-otrjs'] }[tool];
    for (const option of [...options, 'help']) expect(out).toMatch(new RegExp(`^ {2}--${option}\\b.* {2}\\S`, 'm'));
  });

  it('refuses what is no option of it, before it sets anything up', async () => {
    const number = { fuzz: 'minutes', bench: 'rounds' }[tool];
    for (const [args, complaint] of [
      [['--color', 'red'], "Unknown option '--color'.\n"],
      [['more'], "Unexpected argument 'more'.\n"],
      [[`--${number}`], `Option '--${number} <value>' argument missing.\n`],
      [[`--${number}`, 'soon'], `--${number} takes a ${tool === 'bench' ? 'whole number, 1' : 'number, 0'} or more.\n`],
      [[`--${number}=`], `--${number} takes a ${tool === 'bench' ? 'whole number, 1' : 'number, 0'} or more.\n`],
    ] as const) {
      const { out, err, code } = await run(tool, args);
      expect({ out, code, complaint: err.split('Usage: ')[0] }).toEqual({ out: '', code: 2, complaint });
      expect(err).toContain('--help');
    }
  });
});

describe('npm run fuzz', () => {
  it('that is interrupted prints its report', async () => {
    const { err, code } = await run('fuzz', ['--minutes', '10', '--seed', '7'], (soFar, end) => {
      if (soFar.endsWith('seed 7\n')) end();
    });
    expect(err).toMatch(/\nstopped before its end\n\d+ inputs, \d+ a second, \d+ scripts, slowest [\d.]+ ms, [\d.]+ MB, 0 findings\n/);
    expect(code).toBe(0);
  }, 60_000);
});

describe('npm run bench:app', () => {
  it('explains itself, and refuses what it does not measure before it builds anything', async () => {
    const { out, code } = await run('bench-app', ['--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: npm run bench:app -- /);
    for (const option of ['only', 'json', 'help']) expect(out).toMatch(new RegExp(`^ {2}--${option}\\b.* {2}\\S`, 'm'));
    expect(await run('bench-app', ['--only', 'speed'])).toMatchObject({ out: '', code: 2, err: expect.stringMatching(/^There is no speed\. The names are start, /) });
    expect(await run('bench-app', ['--only'])).toMatchObject({ out: '', code: 2 });
  });
});
