/** Builds the stand-in and the fixture app once, and starts them as processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { nodeBundle, root, scriptBundle, standinConfigs } from '../../dev/bundles.mjs';

const startMs = 20_000;

export type Built = { readonly folder: string; remove(): void };

/** The built stand-in and fixture in a folder of their own, inside the project so that packages resolve. */
export async function buildFixture(): Promise<Built> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'standin-test-'));
  const testing = join(root, 'electron/standin/testing');
  const main = nodeBundle({ entries: { main: join(testing, 'main.ts') }, outDir: join(folder, 'app'), external: ['electron', /^node:/] });
  const preload = scriptBundle({ entry: join(testing, 'preload.ts'), outDir: join(folder, 'app'), fileName: 'preload.cjs', format: 'cjs' });
  for (const config of [...standinConfigs(join(folder, 'standin')), main, preload]) await build(config);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A port of the loopback that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export type Running = {
  readonly child: ChildProcess;
  readonly page: Page;
  /** What main wrote to its output so far. */
  output(): string;
  /** What the stand-in observed so far. */
  observed(): readonly Record<string, unknown>[];
  /** Ends main and waits for it; answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** Starts main alone, without waiting for a window. */
export function startMain(built: Built, profile: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const register = pathToFileURL(join(built.folder, 'standin/register.js')).href;
  const argv = ['--import', register, join(built.folder, 'app/main.js'), `--user-data-dir=${profile}`, ...args];
  return spawn(process.execPath, argv, { env: { ...process.env, SOTTO_HEADLESS: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits until main wrote a line, at most 20 seconds. */
export function waitForLine(child: ChildProcess, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`main did not say "${line}"`)), startMs);
    child.once('exit', (code) => reject(new Error(`main ended with ${String(code)} before it said "${line}"`)));
    child.stdout?.on('data', (data) => {
      if (!String(data).includes(line)) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Starts the fixture app and connects to its page over its debugging port, as the end-to-end tests do. */
export async function startFixture(built: Built, profile: string, env: NodeJS.ProcessEnv = {}): Promise<Running> {
  const log = join(profile, 'observed.jsonl');
  const port = await freePort();
  const child = startMain(built, profile, [`--remote-debugging-port=${port}`], { SOTTO_STANDIN_LOG: log, ...env });
  let output = '';
  child.stdout?.on('data', (data) => {
    output += String(data);
  });
  await waitForLine(child, 'loaded');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('the debugging port shows no page');
  return {
    child,
    page,
    output: () => output,
    observed: () => readFileSync(log, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
  };
}
