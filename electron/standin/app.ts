import type { App as ElectronApp } from 'electron';
import { join } from 'node:path';
import { Emitter, preventable } from './emitter.ts';
import { named, notImplemented } from './named.ts';
import { findManifest, knownPath, privateFolder, switchValue } from './paths.ts';
import { takeInstanceLock } from './single-instance.ts';

type Implemented = Pick<
  ElectronApp,
  | 'whenReady' | 'isReady' | 'quit' | 'exit' | 'relaunch' | 'focus' | 'getPath' | 'setPath' | 'getVersion' | 'getName'
  | 'setName' | 'name' | 'getAppPath' | 'getLocale' | 'getSystemLocale' | 'isPackaged' | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock' | 'releaseSingleInstanceLock' | 'enableSandbox' | 'setAppUserModelId' | 'commandLine'
  | 'setAboutPanelOptions' | 'disableHardwareAcceleration' | 'setBadgeCount' | 'getBadgeCount'
>; // prettier-ignore

const happens = [
  'ready', 'will-finish-launching', 'window-all-closed', 'activate', 'before-quit', 'will-quit', 'quit', 'second-instance',
  'web-contents-created', 'browser-window-created', 'render-process-gone',
] as const; // prettier-ignore
const never = ['certificate-error', 'select-client-certificate', 'login', 'open-file', 'open-url', 'child-process-gone'];

/** What the windows lend to the app for quitting; they exist before it needs them. */
export type Surroundings = {
  readonly start: () => void;
  /** Asks every window to close; false when one refused. */
  readonly closeWindows: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

class StandInApp extends Emitter implements Implemented {
  readonly isPackaged = false;
  name: string;
  readonly commandLine: Electron.CommandLine;
  surroundings: Surroundings | null = null;
  readonly #manifest = findManifest(process.argv[1] ?? '.');
  readonly #paths = new Map<string, string>();
  readonly #ready: Promise<void>;
  #isReady = false;
  #quitting = false;
  #releaseLock: (() => void) | null = null;
  #badge = 0;

  constructor() {
    super('app', happens, never);
    this.name = this.#manifest.name;
    this.commandLine = makeCommandLine();
    const profile = switchValue('user-data-dir');
    if (profile !== null) this.setPath('userData', profile);
    this.#ready = new Promise((resolve) => {
      setImmediate(() => {
        if (this.#quitting) return;
        this.surroundings?.start();
        this.#isReady = true;
        this.emit('will-finish-launching');
        this.emit('ready', preventable({}), {});
        resolve();
      });
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.quit());
    process.on('exit', () => this.#releaseLock?.());
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  get quitting(): boolean {
    return this.#quitting;
  }

  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    void this.#quit();
  }

  async #quit(): Promise<void> {
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented || (await this.surroundings?.closeWindows()) === false) {
      this.#quitting = false;
      return;
    }
    const will = preventable({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    await this.#leave(0);
  }

  exit(exitCode = 0): void {
    this.#quitting = true;
    void this.#leave(exitCode);
  }

  async #leave(exitCode: number): Promise<void> {
    this.emit('quit', preventable({}), exitCode);
    await this.surroundings?.stop();
    process.exit(exitCode);
  }

  relaunch(): void {
    throw notImplemented('app.relaunch');
  }

  focus(): void {
    this.emit('activate', preventable({}), true);
  }

  getPath(name: Parameters<ElectronApp['getPath']>[0]): string {
    const chosen = this.#paths.get(name);
    if (chosen !== undefined) return chosen;
    if (name === 'userData' || name === 'sessionData') {
      return name === 'sessionData'
        ? this.getPath('userData')
        : privateFolder(join(knownPath('appData')!, this.name));
    }
    if (name === 'logs') return privateFolder(join(this.getPath('userData'), 'logs'));
    const path = knownPath(name);
    if (path === null) throw notImplemented(`app.getPath("${name}")`);
    return path;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, privateFolder(path));
  }

  getVersion(): string {
    return this.#manifest.version;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getAppPath(): string {
    return this.#manifest.directory;
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  requestSingleInstanceLock(additionalData?: Record<PropertyKey, unknown>): boolean {
    if (this.#releaseLock !== null) return true;
    const knock = { argv: process.argv, directory: process.cwd(), data: additionalData ?? null };
    this.#releaseLock = takeInstanceLock(this.getPath('userData'), knock, ({ argv, directory, data }) => {
      this.emit('second-instance', preventable({}), argv, directory, data);
    });
    return this.#releaseLock !== null;
  }

  hasSingleInstanceLock(): boolean {
    return this.#releaseLock !== null;
  }

  releaseSingleInstanceLock(): void {
    this.#releaseLock?.();
    this.#releaseLock = null;
  }

  /** Chromium's sandbox is on wherever it can be (not for root); there is nothing to switch on. */
  enableSandbox(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  disableHardwareAcceleration(): void {}

  setBadgeCount(count = 0): boolean {
    this.#badge = count;
    return true;
  }

  getBadgeCount(): number {
    return this.#badge;
  }
}

function makeCommandLine(): Electron.CommandLine {
  const appended = new Map<string, string>();
  const valueOf = (name: string): string => appended.get(name) ?? switchValue(name) ?? '';
  return named('app.commandLine', {
    appendSwitch: (name: string, value = '') => void appended.set(name, value),
    appendArgument: () => {},
    getSwitchValue: valueOf,
    hasSwitch: (name: string) => appended.has(name) || process.argv.includes(`--${name}`) || switchValue(name) !== null,
    removeSwitch: (name: string) => void appended.delete(name),
  });
}

/** The unwrapped app, for the stand-in's own parts. */
export const innerApp = new StandInApp();
