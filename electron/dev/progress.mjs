/** Lines of progress on the error output, so that what a command answers stays alone on its output. */

/**
 * Says what is being done and answers a mark for `done`.
 *
 * @param {string} what
 */
export function step(what) {
  process.stderr.write(`- ${what} …\n`);
  return { what, at: performance.now() };
}

/** @param {{ what: string, at: number }} started */
export function done({ what, at }) {
  process.stderr.write(`- ${what}: ${seconds(performance.now() - at)}\n`);
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Stops with what is wrong and what to do about it.
 *
 * @param {string} problem
 * @returns {never}
 */
export function stop(problem) {
  process.stderr.write(`\n${problem}\n`);
  process.exit(1);
}
