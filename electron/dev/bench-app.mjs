/** `npm run bench:app`: builds the app, measures it in its window beside an empty one, and prints a table. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { lacksDisplay, startDisplay } from './display.mjs';
import { readOptions } from './options.mjs';
import { say, stop } from './progress.mjs';
import { bundlesOf, chooseRuntime, describe } from './runtime.mjs';
import { checkNode, ensurePackages, ensureSystem } from './setup.mjs';

/** @typedef {{ name: string, what: string, unit: string, ours: number, floor: number | null }} Row */

const root = join(import.meta.dirname, '../..');
const names = ['start', 'memory', 'conversation', 'search-10000', 'search-1000000', 'key'];

const { only, json } = readOptions('bench:app', 'Measures the built app in its window, beside an empty window in the same run.', {
  only: { takes: 'NAME', multiple: true, about: `one of ${names.join(', ')}, and others that are named in the same way; all, unless told` },
  json: { takes: 'FILE', about: 'also writes the rows there, for machines' },
});
const chosen = /** @type {string[]} */ (only ?? names);
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. The names are ${names.join(', ')}.\n`);
  process.exit(2);
}
if (process.platform !== 'linux') stop('It reads the memory of processes as Linux shows it, and needs Prosody; it runs on Linux only.');

checkNode();
ensurePackages();
const runtime = await chooseRuntime();
ensureSystem(['chromium', 'fonts-dejavu-core', 'prosody', 'openssl']);
await build({ only: bundlesOf(runtime) });
say(describe(runtime));

const side = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
const rowsFile = join(side, 'rows.jsonl');
writeFileSync(rowsFile, '');
/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, SOTTO_RUNTIME: runtime.kind, SOTTO_BENCH_ROWS: rowsFile };
let close = () => {};
if (runtime.kind === 'standin') env['SOTTO_HEADLESS'] = '1';
else if (lacksDisplay()) {
  const display = await startDisplay({ untilLastClient: false });
  env['DISPLAY'] = display.display;
  close = display.close;
}
const grep = `^\\S+ .* (${chosen.join('|')})$|(^| )(${chosen.join('|')})$`;
const args = [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--project=bench', '--reporter=line', '--grep', grep];
const code = await new Promise((resolve) => {
  spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 2, 2] }).on('close', (ended) => resolve(ended ?? 1));
});
close();

/** @type {Row[]} */
const rows = readFileSync(rowsFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
rmSync(side, { recursive: true, force: true });
const where = runtime.kind === 'electron' ? 'Electron' : 'the Electron stand-in with the system\'s Chromium, not Electron';
const machine = `${cpus()[0]?.model.trim() ?? 'a machine'}, ${cpus().length} cores; Node ${process.versions.node}; in ${where}; medians`;
if (json !== undefined) writeFileSync(String(json), `${JSON.stringify({ runtime: runtime.kind, machine, rows }, null, 2)}\n`);
process.stdout.write(`${machine}\n\n${tableOf(rows)}\n`);
process.exitCode = code;

/** @param {readonly Row[]} found */
function tableOf(found) {
  const cells = [
    ['', 'unit', 'Sotto', 'empty window', 'ratio'],
    ...found.map(({ what, unit, ours, floor }) => [what, unit, digits(ours), floor === null ? '-' : digits(floor), floor === null ? '-' : digits(ours / floor)]),
  ];
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0))) ?? [];
  return cells.map((row) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')).join('\n');
}

/** @param {number} value */
function digits(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
