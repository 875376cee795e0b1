/**
 * Which Electron runs: the real one whenever its binary is here or can be fetched, else the stand-in.
 * `SOTTO_RUNTIME=electron` or `SOTTO_RUNTIME=standin` forces one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { done, say, step, stop } from './progress.mjs';

const root = join(import.meta.dirname, '../..');
const electron = join(root, 'node_modules/electron');
const memoFile = join(root, 'node_modules/.sotto-electron.json');
const memoMs = 24 * 3_600_000;
const probeMs = 3_000;
const fetchMs = 10 * 60_000;

/** @typedef {{ kind: 'electron' | 'standin', why: string, binary: string | null }} Runtime */

const version = () => JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')).version;

/** The path of Electron's binary, or `null` while it was never fetched. */
function electronBinary() {
  const pathFile = join(electron, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electron, 'dist');
  const binary = join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** Whether an earlier try to fetch this version failed less than a day ago. */
function failedLately() {
  try {
    const memo = JSON.parse(readFileSync(memoFile, 'utf8'));
    return memo.version === version() && Date.now() - memo.failedAt < memoMs && Date.now() >= memo.failedAt;
  } catch {
    return false;
  }
}

/** Whether Electron's own download cache holds this version, so that no network is needed. */
function isCached() {
  const folders = [
    process.env['electron_config_cache'],
    join(homedir(), '.cache/electron'),
    join(homedir(), 'Library/Caches/electron'),
    join(process.env['LOCALAPPDATA'] ?? homedir(), 'electron/Cache'),
  ];
  const name = `electron-v${version()}-${process.platform}-${process.arch}.zip`;
  return folders.some((folder) => {
    if (!folder || !existsSync(folder)) return false;
    return readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith(name));
  });
}

/** Whether the place that the binary comes from answers within a few seconds. */
async function isReachable() {
  if (process.env['HTTPS_PROXY'] ?? process.env['https_proxy'] ?? process.env['ELECTRON_GET_USE_PROXY']) return true;
  const mirror =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeMs) });
    return true;
  } catch {
    return false;
  }
}

/** Fetches Electron's binary with the package's own script, bounded in time. */
async function fetchBinary() {
  if (!isCached() && !(await isReachable())) return null;
  const started = step(`fetching Electron ${version()} (about 110 MB, once)`);
  const env = { ...process.env };
  if (env['HTTPS_PROXY'] ?? env['https_proxy']) env['ELECTRON_GET_USE_PROXY'] = '1';
  spawnSync(process.execPath, [join(electron, 'install.js')], { env, stdio: ['ignore', 2, 2], timeout: fetchMs });
  const binary = electronBinary();
  if (binary !== null) done(started);
  return binary;
}

/** Whether the binary starts here at all: a bare server lacks the libraries of a desktop. */
function runs(/** @type {string} */ binary) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return spawnSync(binary, ['-e', ''], { env, stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/**
 * Chooses the runtime. Says nothing itself: `describe` has the words.
 *
 * @returns {Promise<Runtime>}
 */
export async function chooseRuntime() {
  const forced = process.env['SOTTO_RUNTIME'] ?? '';
  if (forced === 'standin') return { kind: 'standin', why: 'SOTTO_RUNTIME asks for it', binary: null };
  if (forced !== '' && forced !== 'electron') stop(`SOTTO_RUNTIME is "${forced}"; it can be electron or standin.`);
  let binary = electronBinary();
  if (binary === null && (forced === 'electron' || !failedLately())) {
    binary = await fetchBinary();
    if (binary === null) writeFileSync(memoFile, JSON.stringify({ version: version(), failedAt: Date.now() }));
  }
  if (binary !== null && runs(binary)) return { kind: 'electron', why: forced ? 'SOTTO_RUNTIME asks for it' : 'its binary is here', binary };
  const why = binary === null ? "Electron's binary could not be fetched from here" : "Electron's binary does not start here: libraries are missing";
  if (forced === 'electron') stop(`${why}, and SOTTO_RUNTIME asks for Electron.`);
  return { kind: 'standin', why, binary: null };
}

/** @param {Runtime} runtime */
export function describe(runtime) {
  return runtime.kind === 'electron'
    ? `Running on Electron ${version()} (${runtime.why}).`
    : `Running on the Electron stand-in (${runtime.why}); electron/standin/README.md says what that is.`;
}

/**
 * The command that starts the built app.
 *
 * @param {Runtime} runtime
 * @param {readonly string[]} args what the app gets
 * @param {string} [main] another app's main file, from the root on
 * @returns {{ command: string, args: string[] }}
 */
export function commandOf(runtime, args, main) {
  if (runtime.kind === 'electron') {
    const isRoot = process.getuid?.() === 0;
    return { command: /** @type {string} */ (runtime.binary), args: [main === undefined ? root : join(root, main), ...(isRoot ? ['--no-sandbox'] : []), ...args] };
  }
  const register = pathToFileURL(join(root, 'dist/standin/register.js')).href;
  return { command: process.execPath, args: ['--import', register, join(root, main ?? 'dist/main/main.js'), ...args] };
}

/** @param {Runtime} runtime */
export function bundlesOf(runtime) {
  return ['main', 'preload', 'renderer', 'cli', ...(runtime.kind === 'standin' ? ['standin'] : [])];
}

if (process.argv[1] === import.meta.filename) say(describe(await chooseRuntime()));
