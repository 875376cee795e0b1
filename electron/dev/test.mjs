/**
 * `npm test`: set-up, types, lint, unit and interop tests, build, end-to-end tests.
 *
 * Every stage runs, also after one that failed; the last line is the sum over all of them. Single stages:
 * `node electron/dev/test.mjs types lint unit build e2e tour`. `npm run tour -- --keep-screenshots` also puts the
 * README's pictures into `assets/screenshots/`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lacksDisplay, startDisplay } from './display.mjs';
import { say, seconds, stop } from './progress.mjs';
import { bundlesOf, chooseRuntime, describe } from './runtime.mjs';
import { checkNode, ensurePackages, ensureSystem, findChromium, forBench, forMoving, forOtherClients, forProxies } from './setup.mjs';

const root = join(import.meta.dirname, '../..');
const reports = join(root, '.setup/reports');
const isLinux = process.platform === 'linux';
const projects = ['electron', 'electron/tsconfig.preload.json', 'electron/standin/worlds', 'renderer', 'e2e', 'tsconfig.tools.json'];

/** Tests that need Prosody, libotr or the stand-in, which are on Linux only, or a signal that a process can hear. */
const linuxOnly = ['**/*.server.test.ts', '**/*.interop.test.ts', 'e2e/fixtures/prosody/**', 'electron/standin/standin.test.ts', 'electron/dev/tools.test.ts'];
/** Tests that need a Chromium or Chrome of the system's. */
const chromiumOnly = ['renderer/preview/**'];

/** @typedef {{ passed: number, failed: number, skipped: number, names?: readonly string[] }} Count `names`: of those that failed */
/** @typedef {{ name: string, run: () => Promise<Count> }} Stage */

const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * Runs a tool of node_modules and answers its exit code.
 *
 * @param {string} script path below node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
function tool(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * A stage without tests of its own counts as one failure when it fails.
 *
 * @param {number} code
 */
const orFailed = (code) => (code === 0 ? nothing : { ...nothing, failed: 1 });

/** @param {string} name */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Sums a report with the runner's exit code: a run without tests, or one that failed beside its tests, fails.
 *
 * @param {number} code
 * @param {Count | null} count
 * @returns {Count}
 */
function settle(code, count) {
  if (count === null || count.passed + count.failed === 0) return { ...nothing, failed: 1 };
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/**
 * A file that failed as a whole has no tests that did.
 *
 * @param {{ testResults: readonly { name: string, status: string, assertionResults: readonly { status: string, fullName: string }[] }[] }} report
 * @returns {readonly string[]}
 */
function failedUnits({ testResults }) {
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((each) => each.status === 'failed').map(({ fullName }) => `${file}: ${fullName}`);
    return failed.length === 0 && status === 'failed' ? [file] : failed;
  });
}

/**
 * @typedef {{ title: string, specs?: readonly { title: string, file: string, ok: boolean }[], suites?: readonly Suite[] }} Suite
 * @param {readonly Suite[]} suites
 * @returns {readonly string[]}
 */
function failedSpecs(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file}: ${title}`),
    ...failedSpecs(inner),
  ]);
}

async function types() {
  /** @type {number[]} */
  const codes = [];
  const left = [...projects];
  const lane = async () => {
    for (let project = left.shift(); project !== undefined; project = left.shift()) {
      const known = join(root, '.setup/types', `${project.replaceAll(/\W/g, '-')}.tsbuildinfo`);
      codes.push(await tool('typescript/bin/tsc', ['-p', project, '--incremental', '--tsBuildInfoFile', known]));
    }
  };
  await Promise.all([lane(), lane()]);
  return orFailed(codes.every((code) => code === 0) ? 0 : 1);
}

async function lint() {
  // A file's findings can hang on the types of another that changed, so what decides starts from nothing.
  const cache = process.env['CI'] ? [] : ['--cache', '--cache-strategy', 'content', '--cache-location', join(root, '.setup/lint')];
  return orFailed(await tool('eslint/bin/eslint.js', ['.', '--max-warnings=0', ...cache]));
}

async function unit() {
  const chromium = findChromium();
  const left = isLinux ? [] : [...linuxOnly, ...(chromium === null ? chromiumOnly : [])];
  for (const pattern of left) say(`  left out on ${process.platform}: ${pattern}`);
  const report = join(reports, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', ...reporters, ...left.flatMap((each) => ['--exclude', each])];
  const code = await tool('vitest/vitest.mjs', args, chromium === null ? {} : { SOTTO_CHROMIUM: chromium });
  const found = readReport('unit.json');
  return settle(
    code,
    found && {
      passed: found.numPassedTests,
      failed: found.numFailedTests,
      skipped: found.numPendingTests + (found.numTodoTests ?? 0),
      names: failedUnits(found),
    },
  );
}

/** @param {import('./runtime.mjs').Runtime} runtime */
async function buildAll(runtime) {
  return orFailed(await tool('../electron/dev/build.mjs', bundlesOf(runtime)));
}

/**
 * @param {import('./runtime.mjs').Runtime} runtime
 * @param {'specs' | 'tour'} project
 */
async function endToEnd(runtime, project) {
  say(describe(runtime));
  const left = isLinux ? [] : ['--grep-invert', '@server|@linux'];
  if (!isLinux) say(`  left out on ${process.platform}: every spec tagged @server (no Prosody there) or @linux`);
  /** @type {NodeJS.ProcessEnv} */
  const env = { SOTTO_KEEP_SCREENSHOTS: process.argv.includes('--keep-screenshots') ? '1' : '', SOTTO_RUNTIME: runtime.kind, PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json') };
  let close = () => {};
  if (runtime.kind === 'standin') env['SOTTO_HEADLESS'] = '1';
  else if (lacksDisplay()) {
    const xvfb = await startDisplay({ untilLastClient: false });
    env['DISPLAY'] = xvfb.display;
    close = xvfb.close;
  }
  const code = await tool('@playwright/test/cli.js', ['test', `--project=${project}`, '--reporter=list,json', ...left], env);
  close();
  const report = readReport('e2e.json');
  const stats = report?.stats;
  return settle(
    code,
    stats && { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped, names: failedSpecs(report.suites ?? []) },
  );
}

const known = ['types', 'lint', 'unit', 'build', 'e2e', 'tour'];
const asked = process.argv.slice(2).filter((argument) => argument !== '--keep-screenshots');
const chosen = asked.length > 0 ? asked : known.filter((name) => name !== 'tour');
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) stop(`No such stage: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);

const started = performance.now();
checkNode();
ensurePackages();
const runs = chosen.some((name) => name === 'e2e' || name === 'tour');
const runtime = await chooseRuntime();
if (chosen.includes('unit') || runs) {
  const display = runs && runtime.kind === 'electron' && lacksDisplay() ? ['xvfb'] : [];
  const others = [...(chosen.includes('unit') ? forMoving : []), ...forOtherClients];
  ensureSystem([...new Set(['chromium', 'fonts-dejavu-core', 'prosody', 'ejabberd', 'libotr5', 'libotr5-bin', 'openssl', ...forBench, ...forProxies, ...others, ...display])]);
}
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** @type {Record<string, () => Promise<Count>>} */
const stages = {
  types,
  lint,
  unit,
  build: () => buildAll(runtime),
  e2e: () => endToEnd(runtime, 'specs'),
  tour: () => endToEnd(runtime, 'tour'),
};
const sum = { ...nothing };
const lines = [];
for (const name of chosen) {
  say(`\n== ${name}`);
  const at = performance.now();
  const count = await /** @type {() => Promise<Count>} */ (stages[name])();
  for (const key of /** @type {('passed' | 'failed' | 'skipped')[]} */ (['passed', 'failed', 'skipped'])) sum[key] += count[key];
  lines.push(`${count.failed > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(6)} ${seconds(performance.now() - at)}`);
  // Beside the sum, since what a stage printed is far above by then.
  for (const each of count.names ?? []) lines.push(`         ${each}`);
}
process.stdout.write(`\n${lines.join('\n')}\n       all    ${seconds(performance.now() - started)}\n`);
if (sum.skipped > 0) process.stdout.write(`${sum.skipped} skipped\n`);
if (chosen.includes('unit') || runs) process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;
