import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { app, protocol, session } from 'electron';

/** The window's own origin; a scheme of ours, so that no file and no network page can share it. */
export const appOrigin = 'app://sotto';
export const appUrl = `${appOrigin}/index.html`;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** What must be said before the app is ready: the sandbox for every window, and our scheme. */
export function guardBeforeReady(): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Serves the window's files from `folder`, and denies every permission and every other request. */
export function guardWhenReady(folder: string): void {
  protocol.handle('app', (request) => serveFile(folder, request));
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.webRequest.onBeforeRequest((details, decide) => {
    const isOurs = details.url.startsWith(`${appOrigin}/`) || details.url.startsWith('devtools:') || details.url.startsWith('data:');
    decide({ cancel: !isOurs });
  });
}

async function serveFile(folder: string, request: Request): Promise<Response> {
  const path = pathIn(folder, request.url);
  const type = path === null ? undefined : contentTypes[extname(path)];
  if (request.method !== 'GET' || path === null || type === undefined) return new Response(null, { status: 404, headers });
  try {
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...headers, 'content-type': type } });
  } catch {
    return new Response(null, { status: 404, headers });
  }
}

/** The file that a URL of ours names, or `null` when it would lie outside the folder. */
function pathIn(folder: string, url: string): string | null {
  try {
    const { host, pathname } = new URL(url);
    if (host !== 'sotto') return null;
    const path = normalize(join(folder, decodeURIComponent(pathname)));
    return path.startsWith(folder + sep) && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}
