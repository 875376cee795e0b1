/** `npm start`: sets up what is missing, builds what changed, opens the app. Arguments reach the app. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { lacksDisplay, startDisplay } from './display.mjs';
import { say } from './progress.mjs';
import { bundlesOf, chooseRuntime, commandOf, describe } from './runtime.mjs';
import { checkNode, ensurePackages, ensureSystem } from './setup.mjs';

checkNode();
ensurePackages();
const runtime = await chooseRuntime();
const isHeadless = runtime.kind === 'standin' && process.env['SOTTO_HEADLESS'] === '1';
const needsXvfb = lacksDisplay() && !isHeadless;
ensureSystem([...(runtime.kind === 'standin' ? ['chromium', 'fonts-dejavu-core'] : []), ...(needsXvfb ? ['xvfb'] : [])]);
const { build } = await import('./build.mjs');
await build({ only: bundlesOf(runtime) });
say(describe(runtime));

const env = { ...process.env };
let closeDisplay = () => {};
if (needsXvfb) {
  const { display, close } = await startDisplay({ untilLastClient: true });
  say(`There is no display here: the window is on Xvfb ${display}, where nobody sees it.`);
  env['DISPLAY'] = display;
  closeDisplay = close;
}

const { command, args } = commandOf(runtime, process.argv.slice(2));
const app = spawn(command, args, { cwd: join(import.meta.dirname, '../..'), env, stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    // A terminal sends its interrupt to the app as well; sent twice, it is still one request to quit.
    app.kill(signal);
  });
}
app.on('error', (error) => say(`The app could not be started: ${error.message}`));
app.on('close', (code, signal) => {
  closeDisplay();
  process.exit(code ?? (signal ? 128 + constants.signals[signal] : 1));
});
