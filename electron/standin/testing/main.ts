/** A tiny app for the stand-in's own tests: what it does, it does as an Electron app would. */
import { join } from 'node:path';
import { app, BrowserWindow, clipboard, dialog, ipcMain, nativeTheme, Notification, protocol, safeStorage, session, shell } from 'electron';

const pages: Record<string, string> = {
  '/index.html': '<!doctype html><title>Fixture</title><h1>Fixture</h1><script src="/page.js"></script><script>window.inlineRan = true</script><a id="away" href="https://example.org/">away</a><a id="tab" target="_blank" href="https://example.org/tab">tab</a>',
  '/other.html': '<!doctype html><title>Other</title><h1>Other</h1>',
  '/page.js': 'window.pageRan = true; window.bridgeAtStart = typeof window.fixture;',
};
const policy = "default-src 'none'; script-src 'self'; connect-src *";

protocol.registerSchemesAsPrivileged([{ scheme: 'fixture', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith('fixture://app/')) event.preventDefault();
  });
});

/** The things that a test can ask main to do, by name. */
const deeds: Record<string, (...args: unknown[]) => unknown> = {
  echo: (value) => value,
  fail: () => {
    throw new Error('refused by main');
  },
  uncloneable: () => ({ go: () => {} }),
  theme: (source) => {
    nativeTheme.themeSource = source as 'light' | 'dark' | 'system';
  },
  dialog: () => dialog.showMessageBox({ message: 'Sure?', buttons: ['No', 'Yes'], cancelId: 0 }),
  notify: () => new Notification({ title: 'Title', body: 'Body' }).show(),
  open: (url) => shell.openExternal(String(url)),
  copy: async (text) => {
    await clipboard.writeText(String(text));
    return clipboard.readText();
  },
  keychain: () => [safeStorage.isEncryptionAvailable(), safeStorage.getSelectedStorageBackend()],
  seal: (text) => safeStorage.decryptString(safeStorage.encryptString(String(text))),
  unimplemented: () => (app as unknown as { dock: unknown }).dock,
  unknownEvent: () => app.on('accessibility-support-changed', () => {}),
  insecureWindow: () => new BrowserWindow({ webPreferences: { contextIsolation: false } }),
  push: (value) => BrowserWindow.getAllWindows()[0]?.webContents.send('pushed', value),
  bounds: () => BrowserWindow.getAllWindows()[0]?.getBounds(),
  close: () => BrowserWindow.getAllWindows()[0]?.close(),
};

ipcMain.handle('do', (event, deed: string, ...args: unknown[]) => deeds[deed]?.(...args));
ipcMain.handle('whoami', ({ sender, senderFrame }) => ({
  url: senderFrame?.url,
  top: senderFrame?.parent === null,
  same: senderFrame === sender.mainFrame,
}));

async function run(): Promise<void> {
  await app.whenReady();
  protocol.handle('fixture', (request) => {
    const body = pages[new URL(request.url).pathname];
    const type = request.url.endsWith('.js') ? 'text/javascript' : 'text/html';
    return new Response(body ?? 'missing', { status: body === undefined ? 404 : 200, headers: { 'content-type': type, 'content-security-policy': policy } });
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  const window = new BrowserWindow({ width: 700, height: 500, show: false, webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), sandbox: true, contextIsolation: true } });
  window.once('ready-to-show', () => window.show());
  app.on('second-instance', (_event, argv) => window.webContents.send('pushed', { second: argv.at(-1) }));
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => process.stdout.write('will-quit\n'));
  await window.loadURL('fixture://app/index.html');
  process.stdout.write('loaded\n');
}

if (app.requestSingleInstanceLock()) void run();
else {
  process.stdout.write('second\n');
  app.quit();
}
