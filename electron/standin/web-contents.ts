import type { WebContents as ElectronWebContents, WebFrameMain } from 'electron';
import type { CDPSession, Page } from 'playwright-core';
import { Emitter, preventable } from './emitter.ts';
import { innerIpcMain } from './ipc-main.ts';
import { named } from './named.ts';
import { observe } from './observed.ts';
import { mapped, unmapped } from './protocol.ts';
import { defaultSession } from './session.ts';
import { makeNames, pageScript, preloadScript } from './world-scripts.ts';
import { carry } from './worlds/carry.ts';
import type { ToMain, ToPreload } from './worlds/messages.ts';

const happens = [
  'will-navigate', 'will-frame-navigate', 'did-start-loading', 'did-stop-loading', 'did-finish-load', 'did-fail-load',
  'dom-ready', 'did-navigate', 'did-navigate-in-page', 'page-title-updated', 'render-process-gone', 'console-message',
  'destroyed', 'focus', 'blur', 'did-create-window', 'preload-error',
] as const; // prettier-ignore
const never = ['will-attach-webview', 'did-attach-webview', 'will-redirect', 'unresponsive', 'responsive', 'login', 'certificate-error', 'select-bluetooth-device', 'will-prevent-unload'] as const; // prettier-ignore

type WindowOpenHandler = Parameters<ElectronWebContents['setWindowOpenHandler']>[0];
const worldName = 'sotto-preload';
let lastId = 0;

/** Whether Chromium goes to an address without a request that could be held back. */
function makesNoRequest(url: string): boolean {
  return url.startsWith('about:') || url.startsWith('blob:');
}

/** The contents of one window: its page, its one frame that may speak, and the way to its preload. */
export class StandInWebContents extends Emitter {
  readonly id = (lastId += 1);
  readonly session = defaultSession;
  readonly outer: ElectronWebContents;
  readonly mainFrame: WebFrameMain;
  onWindowEvent: (event: 'focus' | 'blur' | 'resize') => void = () => {};
  /** The person closed the window: its page, and not one that another has taken the place of. */
  onClosed: () => void = () => {};
  readonly #names = makeNames();
  readonly #preload: string | null;
  readonly #nextPage: () => Promise<Page>;
  #attached!: Promise<Page>;
  #crashed = false;
  #cdp: CDPSession | null = null;
  #preloadContext: number | null = null;
  #url = '';
  #expected: string | null = null;
  #openHandler: WindowOpenHandler | null = null;
  #destroyed = false;
  #loading = false;
  #darkness: 'light' | 'dark' | null = null;

  constructor(preload: string | null, nextPage: () => Promise<Page>) {
    super('webContents', happens, never);
    this.#preload = preload;
    this.#nextPage = nextPage;
    this.outer = named('webContents', this) as unknown as ElectronWebContents;
    const url = (): string => this.#url;
    const frame = {
      get url() {
        return url();
      },
      get origin() {
        return /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(url())?.[0] ?? 'null';
      },
      parent: null,
      frames: [],
      detached: false,
      processId: this.id,
      routingId: 1,
      frameTreeNodeId: this.id,
      isDestroyed: () => this.#destroyed,
      get top() {
        return outerFrame;
      },
      send: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    };
    const outerFrame = named('webFrameMain', frame) as unknown as WebFrameMain;
    this.mainFrame = outerFrame;
    this.#take(nextPage());
  }

  #take(page: Promise<Page>): void {
    this.#attached = page.then((ready) => this.#attach(ready));
    this.#attached.catch(() => {});
  }

  async #attach(page: Page): Promise<Page> {
    const cdp = await page.context().newCDPSession(page);
    this.#cdp = cdp;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const aux = context.auxData as { frameId?: string } | undefined;
      if (context.name === worldName && aux?.frameId === mainFrameId) this.#preloadContext = context.id;
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (this.#preloadContext === executionContextId) this.#preloadContext = null;
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === this.#names.binding && executionContextId === this.#preloadContext) {
        this.#hear(JSON.parse(payload) as ToMain, executionContextId);
      }
    });
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const mainFrameId = frameTree.frame.id;
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(this.#names) });
    if (this.#preload !== null) {
      await cdp.send('Runtime.addBinding', { name: this.#names.binding, executionContextName: worldName });
      const source = preloadScript(this.#names, this.#preload);
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName });
    }
    this.#follow(page);
    await this.#applyDarkness();
    return page;
  }

  /** Turns the page's own events into Electron's. */
  #follow(page: Page): void {
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return;
      const before = this.#url;
      this.#url = unmapped(frame.url());
      if (before !== '' && makesNoRequest(frame.url()) && !this.mayNavigate(frame.url(), true)) {
        void this.loadURL(before).catch(() => {});
        return;
      }
      this.emit('did-navigate', preventable({}), this.#url, 200, '');
    });
    page.on('close', () => void this.#attached.then((current) => (current === page ? this.onClosed() : undefined), () => {}));
    page.on('domcontentloaded', () => this.emit('dom-ready', preventable({})));
    page.on('load', () => {
      this.#loading = false;
      this.emit('did-finish-load', preventable({}));
      this.emit('did-stop-loading');
    });
    page.on('crash', () => {
      this.#crashed = true;
      this.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 1 });
    });
    page.on('dialog', (dialog) => {
      observe('page-dialog', { type: dialog.type(), message: dialog.message() });
      void dialog.dismiss().catch(() => {});
    });
    page.on('console', (line) => {
      const level = line.type() === 'error' ? 'error' : line.type() === 'warning' ? 'warning' : 'info';
      this.emit('console-message', preventable({ level, message: line.text(), lineNumber: 0, sourceId: '' }));
      observe('console', { level, message: line.text() });
    });
  }

  #hear(message: ToMain, contextId: number): void {
    const sender = {
      contents: this.outer,
      frame: this.mainFrame,
      answer: (answer: ToPreload) => this.#deliver(answer, contextId),
    };
    if (message.kind === 'invoke') void innerIpcMain.invoke(sender, message.id, message.channel, message.args);
    else if (message.kind === 'send') innerIpcMain.receive(sender, message.channel, message.args);
    else if (message.kind === 'open') this.askToOpen(message);
    else this.onWindowEvent(message.event);
  }

  #deliver(message: ToPreload, contextId: number): void {
    const expression = `globalThis[${JSON.stringify(this.#names.deliver)}](${JSON.stringify(message)})`;
    this.#cdp?.send('Runtime.evaluate', { expression, contextId }).catch(() => {});
  }

  send(channel: string, ...args: unknown[]): void {
    const message: ToPreload = { kind: 'event', channel, args: carry(args) };
    if (this.#preloadContext !== null) this.#deliver(message, this.#preloadContext);
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  /** Asks main whether a window may open. A yes has no window to give here, so it is a fault by name. */
  askToOpen({ url, frameName, features }: { url: string; frameName: string; features: string }): void {
    const own = unmapped(url);
    const details = { url: own, frameName, features, disposition: 'foreground-tab', referrer: { url: this.#url, policy: 'default' } };
    const answer = this.#openHandler?.(details as Parameters<WindowOpenHandler>[0]) ?? { action: 'allow' };
    observe('window-open', { url: own, action: answer.action });
    if (answer.action === 'allow') {
      process.emitWarning('electron stand-in: opening a window from the page is not implemented; it was denied');
    }
  }

  /**
   * Whether a navigation of the page may begin. Called before any request of it is answered; what
   * `loadURL` asked for itself is not put to the guards, as in Electron.
   */
  mayNavigate(mappedUrl: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.#expected === mappedUrl) {
      this.#expected = null;
      return true;
    }
    const url = unmapped(mappedUrl);
    const event = preventable({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame, initiator: this.mainFrame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event, url, false, true, this.id, 1);
    observe('navigation', { url, isMainFrame, prevented: event.defaultPrevented });
    return !event.defaultPrevented;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#attached;
    this.#loading = true;
    this.emit('did-start-loading');
    this.#expected = mapped(url).replace(/#.*$/, '');
    try {
      await page.goto(mapped(url));
    } catch (error) {
      this.#loading = false;
      this.emit('did-fail-load', preventable({}), -2, 'ERR_FAILED', url, true, this.id, 1);
      throw new Error(`ERR_FAILED (-2) loading '${url}'`, { cause: error });
    }
  }

  reload(): void {
    this.#expected = mapped(this.#url).replace(/#.*$/, '');
    void (this.#crashed ? this.#revive() : this.#attached.then((page) => page.reload())).catch(() => {});
  }

  /** Another page in the place of one whose process ended, which Playwright takes for lost. */
  async #revive(): Promise<void> {
    const lost = await this.#attached;
    this.#crashed = false;
    this.#preloadContext = null;
    this.#take(this.#nextPage());
    await this.loadURL(this.#url);
    await lost.close().catch(() => {});
  }

  getURL(): string {
    return this.#url;
  }

  getTitle(): string {
    return '';
  }

  isLoading(): boolean {
    return this.#loading;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  focus(): void {
    void this.#attached.then((page) => page.bringToFront()).catch(() => {});
  }

  /** What `nativeTheme` decided; `null` leaves it to the system. */
  setDarkness(darkness: 'light' | 'dark' | null): void {
    this.#darkness = darkness;
    void this.#applyDarkness();
  }

  async #applyDarkness(): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: this.#darkness ?? '' }];
    await this.#cdp?.send('Emulation.setEmulatedMedia', { features }).catch(() => {});
  }

  get page(): Promise<Page> {
    return this.#attached;
  }

  get cdp(): CDPSession | null {
    return this.#cdp;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#preloadContext = null;
    this.emit('destroyed');
  }
}

type Implemented = Pick<
  ElectronWebContents,
  | 'id' | 'mainFrame' | 'send' | 'setWindowOpenHandler' | 'loadURL' | 'reload' | 'getURL' | 'getTitle' | 'isLoading'
  | 'isDestroyed' | 'isCrashed' | 'focus'
>; // prettier-ignore

/** Fails to compile when a member's shape drifts from Electron's declarations. */
export type Checked = StandInWebContents extends Implemented ? true : never;
export const checked: Checked = true;
