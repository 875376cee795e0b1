/**
 * `npm run mutants [-- WORD]`: takes the checks that stop the attacks out of the engine, one at a time, and runs
 * the tests that must notice. A mutant that they let live fails the run. With a word, only mutants with it in
 * their attack, file or check. Takes some seconds a mutant.
 *
 * The list is `electron/otr/attacks/mutants.json`; the sources on the disk are not touched.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say, seconds, stop } from './progress.mjs';

/** @typedef {{ file: string, from: string, to: string }} Edit */
/** @typedef {{ attack: string, check: string, tests?: string[], edits: Edit[] }} Mutant */

const root = join(import.meta.dirname, '../..');
/** For each file of tests. */
const giveUpAfterMs = 180_000;
const [word = ''] = process.argv.slice(2);

/** @type {Mutant[]} */
const all = JSON.parse(readFileSync(join(root, 'electron/otr/attacks/mutants.json'), 'utf8'));
const chosen = all.filter((mutant) => JSON.stringify([mutant.attack, mutant.check, mutant.edits.map(({ file }) => file)]).includes(word));
if (chosen.length === 0) stop(`No mutant has "${word}" in it.`);

/** @param {Mutant} mutant */
const testsOf = ({ attack, tests }) => tests ?? [`attacks/${attack}.test.ts`];

/**
 * Runs test files with these edits.
 *
 * @param {readonly string[]} tests
 * @param {readonly Edit[]} edits
 * @returns {Promise<'green' | 'red' | 'broken'>} broken: the sources could not be changed, or nothing ran
 */
function run(tests, edits) {
  return new Promise((resolve) => {
    const files = tests.map((test) => join('electron/otr', test));
    const config = join(import.meta.dirname, 'mutant.config.mjs');
    const args = ['run', '--config', config, '--reporter=json', ...files];
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: root,
      env: { ...process.env, SOTTO_MUTANT: JSON.stringify(edits) },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    // An engine that hangs without the check has been noticed too.
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve('red');
    }, giveUpAfterMs * tests.length);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(verdictOf(output));
    });
  });
}

/** @param {string} output */
function verdictOf(output) {
  try {
    const report = JSON.parse(output.slice(output.indexOf('{')));
    if (report.numFailedTests > 0) return 'red';
    return report.success && report.numPassedTests > 0 ? 'green' : 'broken';
  } catch {
    return 'broken';
  }
}

const begun = performance.now();
say('without a change …');
const tests = [...new Set(chosen.flatMap(testsOf))];
if ((await run(tests, [])) !== 'green') stop('The tests fail, or do not run, without any change.');

const survivors = [];
for (const mutant of chosen) {
  const verdict = await run(testsOf(mutant), mutant.edits);
  say(`${{ red: 'noticed ', green: 'ALIVE   ', broken: 'BROKEN  ' }[verdict]} ${mutant.attack}: ${mutant.check}`);
  if (verdict !== 'red') survivors.push(mutant);
}
say(`${chosen.length - survivors.length} of ${chosen.length} noticed in ${seconds(performance.now() - begun)}`);
process.exitCode = survivors.length > 0 ? 1 : 0;
