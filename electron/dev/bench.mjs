/** `npm run bench`: sets up and builds what the benchmark needs, then runs it with the arguments given. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readOptions } from './options.mjs';
import { say } from './progress.mjs';
import { checkNode, ensurePackages, ensureSystem, forBench } from './setup.mjs';

readOptions('bench', 'Measures the OTR engine beside libotr and the npm package otr, in one run.', {
  only: { takes: 'ROW', multiple: true, about: 'this row, and others that are named in the same way; all, unless told' },
  rounds: { takes: 'N', least: 1, isWhole: true, about: 'how often each is measured; the lower quartile counts; 5, unless told' },
  json: { takes: 'FILE', about: 'also writes the rows there, for machines' },
  'without-otrjs': { about: 'leaves out the package otr, which takes most of the time' },
});

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
