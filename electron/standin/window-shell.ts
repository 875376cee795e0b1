import type { BrowserWindow as ElectronBrowserWindow } from 'electron';
import type { Page, Route } from 'playwright-core';
import { innerApp } from './app.ts';
import { startChromium, type Shell } from './chromium.ts';
import { observe } from './observed.ts';
import { serve, unmapped } from './protocol.ts';
import { mayRequest, passHeaders } from './session.ts';
import type { StandInWebContents } from './web-contents.ts';

/** What the rest of the stand-in needs of an open window. */
export type Listed = {
  readonly id: number;
  readonly contents: StandInWebContents;
  isFocused(): boolean;
  gone(): void;
  tryClose(): Promise<boolean>;
};

/** The open windows, each with what main holds of it. */
export const windows = new Map<Listed, ElectronBrowserWindow>();

let shell: Promise<Shell> | null = null;
let expectedPages = 0;

/** A page for a new window. */
export async function nextPage(): Promise<Page> {
  const started = await openShell();
  return started.nextPage(() => (expectedPages += 1));
}

/** Starts Chromium once; every request of every page goes through `answerRequest`. */
function openShell(): Promise<Shell> {
  if (shell !== null) return shell;
  shell = startChromium({ width: 1100, height: 720 }).then(async (started) => {
    await started.context.route('**/*', answerRequest);
    started.context.on('page', (page) => void refusePopup(page));
    started.context.on('close', () => {
      for (const inner of windows.keys()) inner.gone();
    });
    return started;
  });
  shell.catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    innerApp.exit(1);
  });
  return shell;
}

async function answerRequest(route: Route): Promise<void> {
  const request = route.request();
  const contents = await contentsOf(request);
  const url = request.url();
  try {
    if (contents === null) {
      if (request.isNavigationRequest()) strayUrls.push(url);
      return await route.abort('blockedbyclient');
    }
    if (request.isNavigationRequest()) {
      const isMainFrame = request.frame().parentFrame() === null;
      if (!contents.mayNavigate(url, isMainFrame)) return await route.abort('aborted');
    }
    if (!(await mayRequest(unmapped(url), request.method(), request.resourceType()))) return await route.abort('blockedbyclient');
    const served = await serve(url, { method: request.method(), headers: request.headers(), body: request.postDataBuffer() });
    if (served === null) {
      observe('request-refused', { url });
      return await route.abort('blockedbyclient');
    }
    return await route.fulfill({ ...served, headers: await passHeaders(unmapped(url), served.headers) });
  } catch {
    await route.abort('failed').catch(() => {});
  }
}

async function contentsOf(request: ReturnType<Route['request']>): Promise<StandInWebContents | null> {
  let page: Page;
  try {
    page = request.frame().page();
  } catch {
    return null;
  }
  for (const { contents } of windows.keys()) {
    if ((await contents.page.catch(() => null)) === page) return contents;
  }
  return null;
}

/** Addresses that pages which main did not ask for wanted; refused before they were asked. */
const strayUrls: string[] = [];

/**
 * A page that main did not ask for: a link to a new tab, or `window.open` of a frame. Main is asked about
 * its address, which was refused already, and the page is closed.
 */
async function refusePopup(page: Page): Promise<void> {
  if (expectedPages > 0) {
    expectedPages -= 1;
    return;
  }
  const [first] = windows.keys();
  first?.contents.askToOpen({ url: strayUrls.shift() ?? page.url(), frameName: '', features: '' });
  await page.close().catch(() => {});
}

innerApp.surroundings = {
  start: () => void openShell(),
  async closeWindows() {
    for (const inner of [...windows.keys()]) if (!(await inner.tryClose())) return false;
    return true;
  },
  async stop() {
    const started = await shell?.catch(() => null);
    await started?.close();
  },
};
