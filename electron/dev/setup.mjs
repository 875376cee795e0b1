/**
 * What a fresh machine lacks: npm packages and system packages. Plain Node, no dependency.
 *
 * Everything here is checked before it is done, so that a second run takes no time.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { done, say, step, stop } from './progress.mjs';

const root = join(import.meta.dirname, '../..');
const isWindows = process.platform === 'win32';
const isLinux = process.platform === 'linux';

/** Stops with a clear message on a Node that is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`Sotto needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and start again.`);
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Whether what npm noted as installed is what the lock file asks for. */
function isInstalledAsLocked() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === '' || (optional && !installed[path]) || (peer && !installed[path]) || installed[path]?.version === version,
  );
}

/** Installs the npm packages from the lock file when they are missing or stale. */
export function ensurePackages() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const stamp = join(root, 'node_modules/.sotto-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!isInstalledAsLocked()) {
    const started = step('installing the npm packages of package-lock.json');
    const npm = process.env['npm_execpath'];
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    /** @type {import('node:child_process').SpawnSyncOptions} */
    const options = { cwd: root, stdio: ['ignore', 2, 2] };
    const { status } = npm
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: isWindows });
    if (status !== 0) stop('npm could not install the packages: see its message above, then start again.');
    done(started);
  }
  writeFileSync(stamp, hash);
}

/** @param {string} name */
export function findCommand(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return [...folders, '/usr/sbin', '/sbin'].map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

const chromiumNames = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser'];
const chromiumFiles = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The system's Chromium or Chrome, or `null`; `SOTTO_CHROMIUM` names another. */
export function findChromium() {
  const named = process.env['SOTTO_CHROMIUM'];
  if (named) return named;
  return chromiumNames.map(findCommand).find((file) => file !== null) ?? chromiumFiles.find((file) => existsSync(file)) ?? null;
}

/** @param {string} name */
function hasLibrary(name) {
  return ['/usr/lib', '/usr/local/lib', '/lib']
    .flatMap((folder) => [folder, ...(existsSync(folder) ? readdirSync(folder).filter((each) => each.includes('-linux-')).map((each) => join(folder, each)) : [])])
    .some((folder) => existsSync(join(folder, name)));
}

/** @param {string} name */
function hasHeader(name) {
  const folder = '/usr/include';
  if (!existsSync(folder)) return false;
  const folders = [folder, ...readdirSync(folder).filter((each) => each.includes('-linux-')).map((each) => join(folder, each))];
  return folders.some((each) => existsSync(join(each, name)));
}

/**
 * What the system must have, by the name of Debian's package that brings it.
 *
 * @type {Readonly<Record<string, () => boolean>>}
 */
const probes = {
  chromium: () => findChromium() !== null,
  'fonts-dejavu-core': () => existsSync('/usr/share/fonts') && readdirSync('/usr/share/fonts').length > 0,
  xvfb: () => findCommand('Xvfb') !== null,
  prosody: () => findCommand('prosody') !== null,
  ejabberd: () => findCommand('ejabberdctl') !== null,
  libotr5: () => hasLibrary('libotr.so.5'),
  'libotr5-dev': () => hasHeader('libotr/proto.h'),
  'libgcrypt20-dev': () => hasHeader('gcrypt.h'),
  gcc: () => findCommand('cc') !== null,
  'libc6-dev': () => hasHeader('stdio.h'),
  'libotr5-bin': () => findCommand('otr_parse') !== null,
  openssl: () => findCommand('openssl') !== null,
  irssi: () => findCommand('irssi') !== null,
  'irssi-plugin-otr': () => hasLibrary('irssi/modules/libotr_core.so'),
  mcabber: () => findCommand('mcabber') !== null,
  // The same program as profanity, without its desktop notifications and all that they pull in.
  'profanity-light': () => findCommand('profanity') !== null,
  'python3-potr': () => existsSync('/usr/lib/python3/dist-packages/potr'),
  pidgin: () => findCommand('pidgin') !== null,
  'pidgin-otr': () => hasLibrary('pidgin/pidgin-otr.so'),
  dbus: () => findCommand('dbus-daemon') !== null,
  'libglib2.0-bin': () => findCommand('gdbus') !== null,
  xdotool: () => findCommand('xdotool') !== null,
  microsocks: () => findCommand('microsocks') !== null,
  // The program alone: the package without -bin also starts it as a service.
  'tinyproxy-bin': () => findCommand('tinyproxy') !== null,
  tmux: () => findCommand('tmux') !== null,
  'zbar-tools': () => findCommand('zbarimg') !== null,
};

/** @typedef {keyof typeof probes} SystemPackage */

/**
 * What it takes to compile libotr's side of the benchmark.
 *
 * @type {readonly SystemPackage[]}
 */
export const forBench = ['gcc', 'libc6-dev', 'libotr5-dev', 'libgcrypt20-dev'];

/**
 * Programs whose files are read by those who move in.
 *
 * @type {readonly SystemPackage[]}
 */
export const forMoving = ['irssi', 'irssi-plugin-otr', 'mcabber', 'profanity-light', 'python3-potr'];

/**
 * Other people's messengers with the terminal or the desktop that they are driven in, and a scanner of QR codes.
 *
 * @type {readonly SystemPackage[]}
 */
export const forOtherClients = [
  'mcabber', 'profanity-light', 'tmux', 'pidgin', 'pidgin-otr', 'dbus', 'libglib2.0-bin', 'xdotool', 'xvfb', 'zbar-tools',
];

/**
 * A proxy of each kind.
 *
 * @type {readonly SystemPackage[]}
 */
export const forProxies = ['microsocks', 'tinyproxy-bin'];

/**
 * Installs system packages that are missing, where that is possible; else stops with the line to run.
 *
 * @param {readonly string[]} wanted names of `probes`
 */
export function ensureSystem(wanted) {
  if (!isLinux) return;
  const missing = wanted.filter((name) => !probes[name]?.());
  if (missing.length === 0) return;
  const hasApt = findCommand('apt-get') !== null;
  if (!hasApt) stop(`These are missing: ${missing.join(', ')} (Debian's names). Install them, then start again.`);
  if (process.getuid?.() !== 0) {
    stop(
      `These system packages are missing: ${missing.join(', ')}. Run this line, then start again:\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n`,
    );
  }
  const started = step(`installing ${missing.join(', ')} with apt-get`);
  if (!aptInstall(missing)) {
    say('- apt-get: the package lists are old or empty, updating them');
    apt(['update']);
    if (!aptInstall(missing)) stop(`apt-get could not install ${missing.join(', ')}: see its message above.`);
  }
  for (const server of ['prosody', 'ejabberd']) if (missing.includes(server)) stopService(server);
  done(started);
}

/** @param {readonly string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0;
}

/** @param {readonly string[]} names */
function aptInstall(names) {
  return apt(['install', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...names]);
}

/**
 * Debian starts the server that it installs; the tests start their own, and nobody asked for a public one.
 *
 * @param {string} name
 */
function stopService(name) {
  const quiet = /** @type {const} */ ({ stdio: 'ignore' });
  if (existsSync('/run/systemd/system')) spawnSync('systemctl', ['disable', '--now', name], quiet);
  else if (existsSync(`/etc/init.d/${name}`)) spawnSync(`/etc/init.d/${name}`, ['stop'], quiet);
}
