import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { switchValue } from './paths.ts';

const names = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser'];

/** The system's Chromium or Chrome; `SOTTO_CHROMIUM` names another. Throws with what to do. */
export function findChromium(): string {
  const chosen = process.env['SOTTO_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  throw new Error('electron stand-in: no Chromium found; install it (Debian: apt-get install chromium) or set SOTTO_CHROMIUM');
}

const prefix = 'sotto-window-';

/** A fresh folder for Chromium's own files, named after this process; those of dead processes are removed. */
function freshFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export type Shell = {
  readonly context: BrowserContext;
  /** The window that Chromium opened with, then a new one a call. */
  nextPage(onNew: () => void): Promise<Page>;
  close(): Promise<void>;
};

/**
 * Starts Chromium for this app: nothing of its own on the screen, no name resolved, nothing asked from
 * the network, and gone when this process is gone, since the pipe between them closes.
 */
export async function startChromium(size: { width: number; height: number }): Promise<Shell> {
  const headless = process.env['SOTTO_HEADLESS'] === '1';
  if (!headless && process.env['DISPLAY'] === undefined && process.env['WAYLAND_DISPLAY'] === undefined) {
    throw new Error('electron stand-in: there is no display; start through `npm start`, or set SOTTO_HEADLESS=1');
  }
  const folder = freshFolder();
  const port = switchValue('remote-debugging-port');
  const scale = switchValue('force-device-scale-factor');
  const language = switchValue('lang');
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    headless,
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: null,
    ...(language === null ? {} : { locale: language }),
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
    acceptDownloads: false,
    serviceWorkers: 'block',
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--app=data:text/html,',
      `--window-size=${size.width},${size.height}`,
      '--host-resolver-rules=MAP * ~NOTFOUND',
      // Else Chromium lays a bar over the menu that warns of the flag before.
      '--test-type',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--no-pings',
      '--disable-features=Translate,MediaRouter,OptimizationHints,GlobalMediaControls',
      ...(port === null ? [] : [`--remote-debugging-port=${port}`]),
      ...(scale === null ? [] : [`--force-device-scale-factor=${scale}`]),
    ],
  });
  let first = context.pages()[0] ?? null;
  return {
    context,
    async nextPage(onNew) {
      const page = first;
      first = null;
      if (page !== null) return page;
      onNew();
      return context.newPage();
    },
    async close() {
      await context.close().catch(() => {});
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
