/** What `import … from 'electron'` gives main when it runs in the stand-in. */
import type * as Electron_ from 'electron';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { innerApp } from './app.ts';
import { innerIpcMain } from './ipc-main.ts';
import { named, notImplemented } from './named.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';

export { BrowserWindow } from './browser-window.ts';
export { clipboard, Menu, nativeImage, Notification, powerMonitor, shell, Tray } from './desktop.ts';
export { dialog } from './dialog.ts';
export { nativeTheme } from './native-theme.ts';
export { safeStorage } from './safe-storage.ts';
export { protocol, session };

export const app = named('app', innerApp) as unknown as typeof Electron_.app;
export const ipcMain = named('ipcMain', innerIpcMain) as unknown as typeof Electron_.ipcMain;

/** Reads files, for protocol handlers; there is no network behind it. */
export const net = named('net', {
  async fetch(url: string): Promise<Response> {
    if (!url.startsWith('file:')) throw notImplemented(`net.fetch of ${url.slice(0, url.indexOf(':'))}`);
    return new Response(new Uint8Array(await readFile(fileURLToPath(url))));
  },
});

/** A part of Electron of which nothing is here: any use throws by name. */
function absent(name: string): object {
  const refuse = (): never => {
    throw notImplemented(name);
  };
  return new Proxy(class {}, { construct: refuse, apply: refuse, get: (_, key) => (typeof key === 'symbol' ? undefined : refuse()) });
}

export const autoUpdater = absent('autoUpdater');
export const BaseWindow = absent('BaseWindow');
export const BrowserView = absent('BrowserView');
export const contentTracing = absent('contentTracing');
export const crashReporter = absent('crashReporter');
export const desktopCapturer = absent('desktopCapturer');
export const globalShortcut = absent('globalShortcut');
export const inAppPurchase = absent('inAppPurchase');
export const MenuItem = absent('MenuItem');
export const MessageChannelMain = absent('MessageChannelMain');
export const netLog = absent('netLog');
export const powerSaveBlocker = absent('powerSaveBlocker');
export const pushNotifications = absent('pushNotifications');
export const screen = absent('screen');
export const ServiceWorkerMain = absent('ServiceWorkerMain');
export const ShareMenu = absent('ShareMenu');
export const systemPreferences = absent('systemPreferences');
export const TouchBar = absent('TouchBar');
export const utilityProcess = absent('utilityProcess');
export const View = absent('View');
export const webContents = absent('webContents');
export const WebContentsView = absent('WebContentsView');
export const webFrameMain = absent('webFrameMain');
