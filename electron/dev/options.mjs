/** The options of a command that npm runs: read, explained, and refused before anything is set up for them. */
import { parseArgs } from 'node:util';

/**
 * `takes`: what stands behind the option, nothing for a switch; `least`: the number that it takes is this or more;
 * `isWhole`: and has no fraction; `multiple`: it may be given several times.
 *
 * @typedef {{ takes?: string, about: string, least?: number, isWhole?: boolean, multiple?: boolean }} Option
 */

/**
 * Reads what was given to `npm run NAME --`. `--help` shows the options and ends the process; so does what is wrong, with a
 * sentence about it and the exit code 2.
 *
 * @param {string} name
 * @param {string} about
 * @param {Readonly<Record<string, Option>>} options
 * @returns {Readonly<Record<string, unknown>>}
 */
export function readOptions(name, about, options) {
  /** @type {Readonly<Record<string, Option>>} */
  const all = { ...options, help: { about: 'shows this' } };
  const usage = usageOf(name, about, all);
  const known = Object.entries(all).map(([option, { takes, multiple = false }]) =>
    /** @type {const} */ ([option, { type: takes === undefined ? 'boolean' : 'string', multiple }]),
  );
  /** @type {Record<string, unknown>} */
  let values = {};
  try {
    values = parseArgs({ options: /** @type {import('node:util').ParseArgsConfig['options']} */ (Object.fromEntries(known)) }).values;
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    // Node's first sentence says what is wrong; the next ones are about how it might have been meant.
    refuse(`${/^[^.]*/.exec(thrown.message)}.`, usage);
  }
  if (values['help'] === true) {
    process.stdout.write(usage);
    process.exit(0);
  }
  for (const [option, { least, isWhole = false }] of Object.entries(options)) {
    const value = values[option];
    if (least === undefined || value === undefined) continue;
    const isRight = value !== '' && Number(value) >= least && (!isWhole || Number.isInteger(Number(value)));
    if (!isRight) refuse(`--${option} takes a ${isWhole ? 'whole ' : ''}number, ${least} or more.`, usage);
  }
  return values;
}

/**
 * @param {string} problem
 * @param {string} usage
 * @returns {never}
 */
function refuse(problem, usage) {
  process.stderr.write(`${problem}\n${usage}`);
  process.exit(2);
}

/**
 * @param {string} name
 * @param {string} about
 * @param {Readonly<Record<string, Option>>} options
 */
function usageOf(name, about, options) {
  const rows = Object.entries(options).map(([option, { takes, about: what }]) =>
    /** @type {const} */ ([takes === undefined ? `--${option}` : `--${option} ${takes}`, what]),
  );
  const width = Math.max(...rows.map(([option]) => option.length));
  const lines = rows.map(([option, what]) => `  ${option.padEnd(width)}  ${what}\n`);
  return `Usage: npm run ${name} -- [OPTION …]\n${about}\n\n${lines.join('')}`;
}
