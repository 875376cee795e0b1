/** Builds the bundles whose sources changed. `node electron/dev/build.mjs [--force] [name …]`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundles, root } from './bundles.mjs';
import { done, say, step, stop } from './progress.mjs';

const isSource = /\.(tsx?|mjs|json|css|html|svg)$/;
const isTest = /\.(test|spec)\.tsx?$/;
const passedOver = new Set(['node_modules', 'testing', 'preview', 'vectors', 'fuzz', 'dev']);

/**
 * All source files under a folder, or the file itself, in a fixed order.
 *
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : filesOf(join(path, entry.name));
      return isSource.test(entry.name) && !isTest.test(entry.name) ? [join(path, entry.name)] : [];
    });
}

/**
 * A hash over what decides a bundle: its sources' names and contents, and the lock file.
 *
 * @param {readonly string[]} sources
 */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...sources].flatMap((source) => filesOf(join(root, source)))) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const stampFile = join(root, 'dist', '.stamps.json');

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * Brings `dist/` up to date; answers the names of what was built. Throws when a bundle does not build.
 *
 * @param {{ force?: boolean, only?: readonly string[] }} [options]
 */
export async function build({ force = false, only } = {}) {
  const stamps = readStamps();
  const stale = bundles
    .filter(({ name }) => only === undefined || only.includes(name))
    .map((bundle) => ({ ...bundle, stamp: fingerprint(bundle.sources) }))
    .filter(({ name, stamp, outDir }) => force || stamps[name] !== stamp || !existsSync(join(root, outDir)));
  if (stale.length === 0) return [];
  const { build: viteBuild } = await import('vite');
  for (const { name, stamp, outDir, configs } of stale) {
    const started = step(`building ${name}`);
    delete stamps[name];
    rmSync(join(root, outDir), { recursive: true, force: true });
    for (const config of configs()) {
      await viteBuild(config).catch((error) => stop(`${name} does not build:\n${error.message}`));
    }
    stamps[name] = stamp;
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(stampFile, JSON.stringify(stamps));
    done(started);
  }
  return stale.map(({ name }) => name);
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const built = await build({ force: process.argv.includes('--force'), ...(names.length > 0 ? { only: names } : {}) });
  if (built.length === 0) say('- nothing to build: no source changed');
}
