/**
 * `npm run fuzz [-- --seed N --minutes M | --inputs N]`: fuzzes the OTR engine on plain Node, and writes what it
 * finds into electron/otr/vectors/fuzz.json, from where `npm test` tries it again for ever. An interrupt stops it at the
 * next round; it reports all the same.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { nodeBundle, root } from './bundles.mjs';
import { readOptions } from './options.mjs';
import { say } from './progress.mjs';

const outDir = join(root, 'dist/fuzz');
const file = join(root, 'electron/otr/vectors/fuzz.json');

readOptions('fuzz', 'Throws texts and scripts of chance at the OTR engine, and keeps what it finds as test vectors.', {
  seed: { takes: 'N', least: 0, isWhole: true, about: 'what chance begins with; the clock, unless told' },
  minutes: { takes: 'M', least: 0, about: 'how long; a minute, unless told' },
  inputs: { takes: 'N', least: 0, isWhole: true, about: 'how many texts; then no time counts, unless told' },
});

await build(nodeBundle({ entries: { fuzz: join(root, 'electron/otr/fuzz/main.ts') }, outDir, external: [/^node:/] }));
const child = spawn(process.execPath, ['--expose-gc', join(outDir, 'fuzz.js'), ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
const code = new Promise((resolve) => child.on('close', resolve));
let last = '';
for await (const line of createInterface({ input: child.stdout })) {
  if (!line.startsWith('{')) say(line);
  last = line;
}
process.exitCode = Number((await code) ?? 1);

const found = last.startsWith('{') ? JSON.parse(last) : { door: [], scripts: [], memory: 'the fuzzer did not finish' };
if (found.memory !== null) say(found.memory);
const vectors = JSON.parse(readFileSync(file, 'utf8'));
for (const kind of /** @type {const} */ (['door', 'scripts'])) {
  for (const one of found[kind]) {
    say(`${one.stand ?? 'two parties'}: ${one.what}`);
    // One of a kind is enough.
    if (!vectors[kind].some((/** @type {{ what: string, stand?: string }} */ known) => known.what === one.what && known.stand === one.stand)) vectors[kind].push(one);
  }
}
if (found.door.length + found.scripts.length > 0) {
  writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`);
  say(`written to ${file}`);
}
