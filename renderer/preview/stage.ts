import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';

/** An origin that exists nowhere; its requests are answered from the built preview. */
const origin = 'https://preview.sotto.invalid';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** The real window's own policy, so that nothing is drawn here that is not drawn there. */
const policy = /content="(default-src [^"]*)"/.exec(readFileSync(join(import.meta.dirname, '../index.html'), 'utf8'))![1]!;

export type View = {
  readonly scene: string;
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
  readonly locale?: string;
};

/** The preview in a headless Chromium. One view is open at a time; opening the next loads everything anew. */
export type Stage = { readonly open: (view: View) => Promise<Page>; readonly close: () => Promise<void> };

/** Builds the preview and starts a browser for it. `SOTTO_CHROMIUM` names another than the system's. */
export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-preview-'));
  const renderer = join(import.meta.dirname, '..');
  await build({
    configFile: join(renderer, 'vite.config.ts'),
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2_000,
      rollupOptions: { input: join(renderer, 'preview/index.html') },
    },
  });
  const browser = await chromium.launch({
    executablePath: process.env['SOTTO_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const pages = new Map<string, Page>();
  return {
    open: async ({ scene, theme = 'light', size = { width: 1100, height: 720 }, locale = 'en-GB' }) => {
      const page = pages.get(locale) ?? (await newPage(browser, folder, locale));
      pages.set(locale, page);
      await page.setViewportSize(size);
      await page.goto(`${origin}/preview/index.html?scene=${scene}&theme=${theme}`);
      await page.locator('main').first().waitFor({ state: 'attached' });
      return page;
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function newPage(browser: Browser, folder: string, locale: string): Promise<Page> {
  const context = await browser.newContext({ locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const complaints: string[] = [];
    Object.assign(window, { complaints });
    window.addEventListener('error', (event) => complaints.push(event.message));
    window.addEventListener('unhandledrejection', (event) => complaints.push(String(event.reason)));
    document.addEventListener('securitypolicyviolation', (event) => complaints.push(event.violatedDirective));
    // The window goes on without what it cannot render, and logs nothing of it.
    new MutationObserver((_, observer) => {
      if (document.querySelector('[data-unshown]') === null) return;
      complaints.push('something cannot be shown');
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
    const { error } = console;
    console.error = (...words: unknown[]) => {
      complaints.push(words.map(String).join(' '));
      error(...words);
    };
  });
  await page.route('**/*', async (route) => {
    const { origin: asked, pathname } = new URL(route.request().url());
    if (asked !== origin) return route.abort();
    const body = await readFile(join(folder, pathname));
    const headers = { 'content-type': types[extname(pathname)] ?? 'application/octet-stream', 'content-security-policy': policy };
    return route.fulfill({ body, headers });
  });
  return page;
}
