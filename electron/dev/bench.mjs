/** `npm run bench`: sets up and builds what the benchmark needs, then runs it with the arguments given. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { say } from './progress.mjs';
import { checkNode, ensurePackages, ensureSystem, forBench } from './setup.mjs';

const isLinux = process.platform === 'linux';

checkNode();
ensurePackages();
if (isLinux) ensureSystem(forBench);
else say('libotr is measured on Linux only.');
const { build } = await import('./build.mjs');
await build({ only: ['bench'] });
const script = join(import.meta.dirname, '../../dist/bench/bench.js');
spawn(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' }).on('close', (code) => {
  process.exitCode = code ?? 1;
});
