import { readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow, dialog, Menu, nativeTheme } from 'electron';
import type { IpcMainInvokeEvent, Rectangle } from 'electron';
import { appOrigin, appUrl } from './app-guard.ts';
import type { Log } from './base/log.ts';
import type { Clock } from './base/ports.ts';

const smallest = { width: 640, height: 480 };
const atFirst = { width: 1100, height: 720 };

/** A window whose process ended comes back, but not one that ends so often in this time. */
const mostRevivals = 3;
const withinMs = 60_000;

/** The window's size and place, kept between runs; nothing private, so it stands before the vault is open. */
type Placement = Partial<Rectangle> & { readonly width: number; readonly height: number; readonly maximized?: boolean };

/** Owns the main window; knows which frame may speak. */
export class MainWindow {
  readonly #preload: string;
  readonly #placementFile: string;
  readonly #canSpell: boolean;
  readonly #clock: Clock;
  readonly #log: Log;
  #window: BrowserWindow | null = null;
  #revivedAtMs: readonly number[] = [];

  constructor(options: { preload: string; placementFile: string; canSpell: boolean; clock: Clock; log: Log }) {
    this.#preload = options.preload;
    this.#placementFile = options.placementFile;
    this.#canSpell = options.canSpell;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  contents() {
    return this.#window && !this.#window.isDestroyed() ? this.#window.webContents : null;
  }

  /** Opens the window, or brings the one that is open to the front. */
  async show(): Promise<void> {
    if (this.#window) {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.show();
      this.#window.focus();
      return;
    }
    const { maximized, ...bounds } = this.#readPlacement();
    const window = new BrowserWindow({
      ...bounds,
      minWidth: smallest.width,
      minHeight: smallest.height,
      show: false,
      title: 'Sotto',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#141418' : '#f6f6f8',
      autoHideMenuBar: true,
      webPreferences: {
        preload: this.#preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: this.#canSpell,
        devTools: true,
      },
    });
    this.#window = window;
    if (maximized) window.maximize();
    if (this.#canSpell) offerSpellings(window);
    window.once('ready-to-show', () => window.show());
    window.on('close', () => this.#writePlacement(window));
    window.on('closed', () => {
      this.#window = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') this.#revive(window);
    });
    await window.loadURL(appUrl);
  }

  /** Only the top frame of our own window, showing our own origin, may speak. */
  maySpeak(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
    const contents = this.contents();
    const frame = event.senderFrame;
    if (!contents || !frame || event.sender.id !== contents.id || frame.parent !== null) return false;
    return frame.url.startsWith(`${appOrigin}/`);
  }

  /**
   * Loads the window anew after its process ended by a fault or for want of memory. Main goes on meanwhile, private
   * conversations and all; the new window asks it how things stand. One that ends again and again is closed, which ends the app.
   */
  #revive(window: BrowserWindow): void {
    const nowMs = this.#clock.nowMs();
    this.#revivedAtMs = [...this.#revivedAtMs.filter((atMs) => nowMs - atMs < withinMs), nowMs];
    const isHopeless = this.#revivedAtMs.length > mostRevivals;
    this.#log.error('window-process-gone', { times: this.#revivedAtMs.length });
    if (!isHopeless) return window.webContents.reload();
    dialog.showErrorBox('Sotto has to close', 'Its window fails again and again. Nothing that was kept is lost; start Sotto anew.');
    window.destroy();
  }

  #readPlacement(): Placement {
    try {
      const kept = JSON.parse(readFileSync(this.#placementFile, 'utf8')) as Partial<Record<keyof Placement, unknown>>;
      const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null);
      const [x, y, width, height] = [number(kept.x), number(kept.y), number(kept.width), number(kept.height)];
      return {
        ...(x !== null && y !== null ? { x, y } : {}),
        width: Math.max(smallest.width, width ?? atFirst.width),
        height: Math.max(smallest.height, height ?? atFirst.height),
        maximized: kept.maximized === true,
      };
    } catch {
      return atFirst;
    }
  }

  #writePlacement(window: BrowserWindow): void {
    try {
      const placement: Placement = { ...window.getNormalBounds(), maximized: window.isMaximized() };
      writeFileSync(this.#placementFile, JSON.stringify(placement), { mode: 0o600 });
    } catch {
      // A window that opens at its first size again is no reason to keep a person from closing it.
    }
  }
}

/** A right click on a word that is marked offers what the system's checker knows instead. */
function offerSpellings(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { misspelledWord, dictionarySuggestions }) => {
    if (misspelledWord === '' || dictionarySuggestions.length === 0) return;
    const entries = dictionarySuggestions.map((label) => ({ label, click: () => window.webContents.replaceMisspelling(label) }));
    Menu.buildFromTemplate(entries).popup({ window });
  });
}
