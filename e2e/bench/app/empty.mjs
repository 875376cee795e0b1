/** An app with a window and one word in it: what everything else is compared with. */
import { app, BrowserWindow, protocol } from 'electron';

const page = '<!doctype html><html lang="en"><title>Empty</title><main>Empty</main><textarea aria-label="Text"></textarea></html>';

app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir'));
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
app.on('window-all-closed', () => app.quit());
await app.whenReady();
protocol.handle('app', () => new Response(page, { headers: { 'content-type': 'text/html' } }));
await new BrowserWindow({ width: 1100, height: 720 }).loadURL('app://sotto/index.html');
