import type { BrowserWindow as ElectronBrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { innerApp } from './app.ts';
import { Emitter, preventable } from './emitter.ts';
import { named, notImplemented } from './named.ts';
import { observe } from './observed.ts';
import { StandInWebContents } from './web-contents.ts';
import { checkOptions } from './window-options.ts';
import { nextPage, windows, type Listed } from './window-shell.ts';

const happens = ['ready-to-show', 'show', 'hide', 'close', 'closed', 'resize', 'resized', 'move', 'moved', 'focus', 'blur', 'minimize', 'maximize', 'unmaximize', 'restore', 'page-title-updated'] as const; // prettier-ignore
const never = ['unresponsive', 'responsive', 'session-end', 'query-session-end', 'enter-full-screen', 'leave-full-screen', 'always-on-top-changed'] as const; // prettier-ignore

let darkness: 'light' | 'dark' | null = null;

class StandInBrowserWindow extends Emitter implements Listed {
  readonly contents: StandInWebContents;
  readonly id: number;
  #bounds: Rectangle;
  #visible: boolean;
  #focused = false;
  #destroyed = false;
  #closing = false;
  #minimized = false;
  #maximized = false;
  #title: string;

  constructor(options: BrowserWindowConstructorOptions) {
    super('BrowserWindow', happens, never);
    checkOptions(options);
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#visible = options.show !== false;
    this.#title = options.title ?? innerApp.name;
    this.contents = new StandInWebContents(options.webPreferences?.preload ?? null, nextPage);
    this.contents.setDarkness(darkness);
    this.id = this.contents.id;
    this.contents.onWindowEvent = (event) => this.#changed(event);
    this.contents.once('did-finish-load', () => this.emit('ready-to-show', preventable({})));
    this.contents.onClosed = () => this.#closedByPerson();
    void this.contents.page.then(() => this.#applyBounds()).catch(() => this.gone());
  }

  get webContents(): Electron.WebContents {
    return this.contents.outer;
  }

  loadURL(url: string): Promise<void> {
    return this.contents.loadURL(url);
  }

  #changed(event: 'focus' | 'blur' | 'resize'): void {
    if (event !== 'resize') this.#focused = event === 'focus';
    void this.#readBounds().then(() => {
      if (this.#destroyed) return;
      this.emit(event);
      if (event === 'resize') this.emit('resized');
    });
  }

  async #readBounds(): Promise<void> {
    const found = await this.contents.cdp?.send('Browser.getWindowForTarget').catch(() => null);
    if (found === null || found === undefined) return;
    const { left, top, width, height, windowState } = found.bounds;
    this.#minimized = windowState === 'minimized';
    this.#maximized = windowState === 'maximized';
    if (windowState !== 'normal') return;
    this.#bounds = { x: left ?? 0, y: top ?? 0, width: width ?? 0, height: height ?? 0 };
  }

  async #applyBounds(): Promise<void> {
    const { x, y, width, height } = this.#bounds;
    await this.#setWindow({ left: x, top: y, width, height });
  }

  async #setWindow(bounds: Electron.Rectangle | Record<string, number | string>): Promise<void> {
    const cdp = this.contents.cdp;
    const found = await cdp?.send('Browser.getWindowForTarget').catch(() => null);
    if (cdp === null || found === null || found === undefined) return;
    await cdp.send('Browser.setWindowBounds', { windowId: found.windowId, bounds }).catch(() => {});
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#applyBounds();
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setMinimumSize(): void {}
  setMenu(): void {}
  setMenuBarVisibility(): void {}
  removeMenu(): void {}
  setBackgroundColor(): void {}
  flashFrame(flag: boolean): void {
    observe('flash', { flag });
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  show(): void {
    this.#visible = true;
    if (this.#minimized) void this.#setWindow({ windowState: 'normal' });
    this.contents.focus();
    this.emit('show');
  }

  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    this.#visible = false;
    this.minimize();
    this.emit('hide');
  }

  minimize(): void {
    this.#minimized = true;
    void this.#setWindow({ windowState: 'minimized' });
  }

  maximize(): void {
    this.#maximized = true;
    void this.#setWindow({ windowState: 'maximized' });
  }

  unmaximize(): void {
    this.restore();
  }

  restore(): void {
    this.#minimized = false;
    this.#maximized = false;
    void this.#setWindow({ windowState: 'normal' });
  }

  focus(): void {
    observe('focus');
    this.contents.focus();
  }

  blur(): void {}

  isVisible(): boolean {
    return this.#visible && !this.#minimized;
  }

  isFocused(): boolean {
    return this.#focused;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  isFullScreen(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    void this.tryClose();
  }

  /** False when main's `close` listener prevented it. */
  async tryClose(): Promise<boolean> {
    if (this.#destroyed) return true;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.#closing = true;
    await this.contents.page.then((page) => page.close()).catch(() => {});
    this.gone();
    return true;
  }

  destroy(): void {
    this.#closing = true;
    void this.contents.page.then((page) => page.close()).catch(() => {});
    this.gone();
  }

  /** The window was shut on the screen: Chromium asks nobody, so `close` comes too late to be prevented. */
  #closedByPerson(): void {
    if (!this.#destroyed && !this.#closing) this.emit('close', preventable({}));
    this.gone();
  }

  /** The page is gone, by whatever way; tells main once. */
  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this);
    this.contents.destroy();
    this.emit('closed');
    if (windows.size > 0 || innerApp.quitting) return;
    if (innerApp.listenerCount('window-all-closed') === 0) innerApp.quit();
    else innerApp.emit('window-all-closed');
  }
}

/** What main constructs: the window, with every member that is missing here throwing by name. */
function construct(options: BrowserWindowConstructorOptions = {}): ElectronBrowserWindow {
  const inner = new StandInBrowserWindow(options);
  const outer = named('BrowserWindow', inner) as unknown as ElectronBrowserWindow;
  windows.set(inner, outer);
  innerApp.emit('browser-window-created', preventable({}), outer);
  innerApp.emit('web-contents-created', preventable({}), inner.contents.outer);
  return outer;
}

const statics = {
  getAllWindows: (): ElectronBrowserWindow[] => [...windows.values()],
  getFocusedWindow: (): ElectronBrowserWindow | null => [...windows].find(([inner]) => inner.isFocused())?.[1] ?? null,
  fromId: (id: number): ElectronBrowserWindow | null => [...windows].find(([inner]) => inner.id === id)?.[1] ?? null,
  fromWebContents: (contents: Electron.WebContents): ElectronBrowserWindow | null =>
    [...windows].find(([inner]) => inner.contents.outer === contents)?.[1] ?? null,
};

export const BrowserWindow = new Proxy(class {}, {
  construct: (_, [options]: [BrowserWindowConstructorOptions?]) => construct(options),
  get(target, key) {
    if (key in statics) return statics[key as keyof typeof statics];
    if (key === Symbol.hasInstance) return (value: object) => ([...windows.values()] as object[]).includes(value);
    if (typeof key === 'symbol' || key in target) return Reflect.get(target, key) as unknown;
    throw notImplemented(`BrowserWindow.${key}`);
  },
}) as unknown as typeof ElectronBrowserWindow;

/** What `nativeTheme` decided, for the windows there are and those to come. */
export function setDarkness(next: 'light' | 'dark' | null): void {
  darkness = next;
  for (const { contents } of windows.keys()) contents.setDarkness(next);
}

type Implemented = Pick<
  ElectronBrowserWindow,
  | 'id' | 'webContents' | 'loadURL' | 'getBounds' | 'getNormalBounds' | 'setBounds' | 'getSize' | 'setSize' | 'getPosition'
  | 'flashFrame' | 'getTitle' | 'setTitle' | 'show' | 'showInactive' | 'hide' | 'minimize' | 'maximize' | 'unmaximize'
  | 'restore' | 'focus' | 'blur' | 'isVisible' | 'isFocused' | 'isMinimized' | 'isMaximized' | 'isFullScreen'
  | 'isDestroyed' | 'close' | 'destroy' | 'setMinimumSize' | 'setMenu' | 'setMenuBarVisibility' | 'removeMenu' | 'setBackgroundColor'
>; // prettier-ignore

/** Fails to compile when a member's shape drifts from Electron's declarations. */
export const checked: StandInBrowserWindow extends Implemented ? true : never = true;
