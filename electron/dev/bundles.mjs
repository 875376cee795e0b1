/**
 * What is built, from what, into which folder: one Vite configuration a bundle.
 *
 * main        ES modules for Node inside Electron, dependencies included; native addons stay outside
 * preload     one CommonJS file, since a sandboxed preload can load nothing else
 * renderer    the window (renderer/vite.config.ts)
 * cli         the command sotto-otr, one file for plain Node
 * bench       the benchmark and its contenders, for plain Node
 * standin     the Electron stand-in: a loader for Node, and two scripts for Chromium's worlds
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** @param {string} path */
const at = (path) => join(root, path);

/**
 * Modules for Node, with everything that is not named in `external` inside.
 *
 * @param {{ entries: Record<string, string>, outDir: string, external: (string | RegExp)[], inside?: boolean }} bundle
 * @returns {import('vite').InlineConfig}
 */
export function nodeBundle({ entries, outDir, external, inside = true }) {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: inside ? { noExternal: true } : {},
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20.19',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entries,
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  };
}

/**
 * One self-contained script; `format` is `cjs` for a preload, `iife` for a world's script.
 *
 * @param {{ entry: string, outDir: string, fileName: string, format: 'cjs' | 'iife' }} bundle
 * @returns {import('vite').InlineConfig}
 */
export function scriptBundle({ entry, outDir, fileName, format }) {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'chrome140',
      minify: false,
      reportCompressedSize: false,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        external: ['electron'],
        output: { format, entryFileNames: fileName, codeSplitting: false },
      },
    },
  };
}

const native = ['electron', '@signalapp/sqlcipher', /^node:/];

/** @returns {import('vite').InlineConfig[]} */
function mainConfigs() {
  /** @type {Record<string, string>} */
  const entries = { main: at('electron/main.ts') };
  const worker = at('electron/services/keygen-worker.ts');
  if (existsSync(worker)) entries['keygen-worker'] = worker;
  return [nodeBundle({ entries, outDir: at('dist/main'), external: native })];
}

/**
 * @param {string} outDir
 * @returns {import('vite').InlineConfig[]}
 */
export function cliConfigs(outDir) {
  return [nodeBundle({ entries: { 'sotto-otr': at('electron/cli/sotto-otr.ts') }, outDir, external: [/^node:/] })];
}

/**
 * @param {string} outDir
 * @returns {import('vite').InlineConfig[]}
 */
export function benchConfigs(outDir) {
  const entries = Object.fromEntries(['bench', 'ours', 'otrjs'].map((name) => [name, at(`e2e/bench/${name}.ts`)]));
  return [nodeBundle({ entries, outDir, external: ['otr', /^node:/] })];
}

/** @param {string} outDir */
export function standinConfigs(outDir) {
  const folder = at('electron/standin');
  const entries = { register: join(folder, 'register.ts'), hooks: join(folder, 'hooks.ts'), electron: join(folder, 'electron.ts') };
  return [
    nodeBundle({ entries, outDir, external: ['playwright-core', /^node:/], inside: false }),
    ...['page-world', 'preload-world'].map((name) =>
      scriptBundle({ entry: join(folder, 'worlds', `${name}.ts`), outDir, fileName: `${name}.js`, format: 'iife' }),
    ),
  ];
}

/**
 * Every bundle with its sources: folders and files whose contents decide whether it must be built again.
 *
 * @type {readonly { name: string, outDir: string, sources: string[], configs: () => import('vite').InlineConfig[] }[]}
 */
export const bundles = [
  {
    name: 'main',
    outDir: 'dist/main',
    sources: ['electron', 'shared', 'electron/dev/bundles.mjs'],
    configs: mainConfigs,
  },
  {
    name: 'preload',
    outDir: 'dist/preload',
    sources: ['electron/preload.ts', 'shared', 'electron/dev/bundles.mjs'],
    configs: () => [
      scriptBundle({ entry: at('electron/preload.ts'), outDir: at('dist/preload'), fileName: 'preload.cjs', format: 'cjs' }),
    ],
  },
  {
    name: 'renderer',
    outDir: 'dist/renderer',
    sources: ['renderer', 'shared', 'assets/icon.svg'],
    configs: () => [{ configFile: at('renderer/vite.config.ts'), logLevel: 'warn' }],
  },
  {
    name: 'cli',
    outDir: 'dist/cli',
    sources: ['electron/cli', 'electron/otr', 'electron/base', 'shared', 'electron/dev/bundles.mjs'],
    configs: () => cliConfigs(at('dist/cli')),
  },
  {
    name: 'bench',
    outDir: 'dist/bench',
    sources: ['e2e/bench', 'electron/otr', 'electron/base', 'electron/dev/bundles.mjs'],
    configs: () => benchConfigs(at('dist/bench')),
  },
  {
    name: 'standin',
    outDir: 'dist/standin',
    sources: ['electron/standin', 'electron/dev/bundles.mjs'],
    configs: () => standinConfigs(at('dist/standin')),
  },
];
