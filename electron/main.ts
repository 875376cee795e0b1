/**
 * The composition root: the only file that builds everything.
 *
 * Guard first, then the window (readable before the network answers), then the vault and what it protects.
 */
import { join, resolve } from 'node:path';
import { app, clipboard, dialog, ipcMain, Menu, nativeTheme, session, shell } from 'electron';
import { guardBeforeReady, guardWhenReady } from './app-guard.ts';
import { createLog } from './base/log.ts';
import type { Clock } from './base/ports.ts';
import { profileFiles } from './base/profile.ts';
import { systemRandom } from './base/random.ts';
import { accountHandlers } from './ipc/handlers/accounts.ts';
import { appHandlers } from './ipc/handlers/app.ts';
import { authenticationHandlers } from './ipc/handlers/authentication.ts';
import { blockingHandlers } from './ipc/handlers/blocking.ts';
import { buddyHandlers } from './ipc/handlers/buddies.ts';
import { fingerprintHandlers } from './ipc/handlers/fingerprints.ts';
import { historyHandlers } from './ipc/handlers/history.ts';
import { keyHandlers } from './ipc/handlers/keys.ts';
import { labHandlers } from './ipc/handlers/lab.ts';
import { movingHandlers } from './ipc/handlers/moving.ts';
import { conversationHandlers } from './ipc/handlers/conversations.ts';
import { personHandlers } from './ipc/handlers/persons.ts';
import { policyHandlers } from './ipc/handlers/policies.ts';
import { pictureHandlers } from './ipc/handlers/pictures.ts';
import { registrationHandlers } from './ipc/handlers/registration.ts';
import { transferHandlers } from './ipc/handlers/transfer.ts';
import { createPush } from './ipc/publish.ts';
import { serve } from './ipc/serve.ts';
import { choosePrimitives } from './otr/index.ts';
import { openXmppRegistration, openXmppSession } from './protocols/xmpp/index.ts';
import { createKeyMaker } from './services/key-maker.ts';
import { LinkInbox } from './services/link-inbox.ts';
import { createPublisher } from './services/publisher.ts';
import { Sotto } from './services/sotto.ts';
import { guardSpelling } from './spelling.ts';
import { openStore, rescueOf } from './store/index.ts';
import { openVault } from './vault/index.ts';
import { systemKeychain } from './vault/keychain.ts';
import { MainWindow } from './window.ts';

const clock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** How long signing off may take before the app quits all the same. */
const signOffMs = 3_000;

function build(): { sotto: Sotto; window: MainWindow; links: LinkInbox } {
  const profile = app.getPath('userData');
  const log = createLog((line) => process.stderr.write(`${line}\n`), clock.nowMs);
  const spelling = guardSpelling(session.defaultSession, process.platform);
  const window = new MainWindow({
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    placementFile: join(profile, 'window.json'),
    canSpell: spelling.canSpell,
    clock,
    log,
  });
  const publisher = createPublisher(createPush(() => window.contents()));
  const links = new LinkInbox(publisher.publish);
  const sotto = new Sotto({
    clock,
    random: systemRandom,
    log,
    publisher,
    vault: openVault({ directory: profile, keychain: systemKeychain(), clock, random: systemRandom }),
    openStore: (key) => openStore(join(profile, profileFiles.database), key),
    rescue: rescueOf(profile, clock.nowMs),
    openSession: openXmppSession,
    openRegistration: openXmppRegistration,
    makeKey: createKeyMaker(),
    env: { random: systemRandom, primitives: choosePrimitives() },
    applySettings: (settings) => {
      nativeTheme.themeSource = settings.theme;
      spelling.mark(settings.spelling);
    },
    canSpell: spelling.canSpell,
    versions: { sotto: app.getVersion(), runtime: runtimeName() },
    home: { platform: process.platform, home: app.getPath('home'), env: process.env },
  });
  const desktop = {
    openLink: (url: string) => shell.openExternal(url),
    copy: (text: string) => clipboard.writeText(text),
    quit: () => app.quit(),
    chooseFolder: () => choose('folder'),
  };
  const handlers = {
    ...appHandlers(sotto, desktop, links),
    ...accountHandlers(sotto),
    ...buddyHandlers(sotto),
    ...fingerprintHandlers(sotto, () => choose('folder')),
    ...historyHandlers(sotto, save),
    ...keyHandlers(sotto, choose, save),
    ...labHandlers(sotto),
    ...movingHandlers(sotto, choose),
    ...conversationHandlers(sotto),
    ...authenticationHandlers(sotto),
    ...personHandlers(sotto),
    ...pictureHandlers(sotto),
    ...blockingHandlers(sotto),
    ...policyHandlers(sotto),
    ...registrationHandlers(sotto),
    ...transferHandlers(sotto),
  };
  serve(ipcMain, { handlers, maySpeak: (event) => window.maySpeak(event), log });
  return { sotto, window, links };
}

/** Asks for a folder or a file; `null` where none was chosen. Programs hide theirs, so hidden ones are shown. */
async function choose(what: 'folder' | 'file'): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog({
    properties: what === 'folder' ? ['openDirectory', 'createDirectory', 'showHiddenFiles'] : ['openFile', 'showHiddenFiles'],
  });
  return filePaths[0] ?? null;
}

/** Asks where a file is to be written; `null` where no place was chosen. The system asks before one is replaced. */
async function save(name: string): Promise<string | null> {
  const { filePath } = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), name),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return filePath || null;
}

function runtimeName(): string {
  const { electron } = process.versions;
  return electron ? `Electron ${electron}` : `stand-in on Node ${process.versions.node}`;
}

/** Signs off before the app quits, bounded in time. */
function signOffBeforeQuit(sotto: Sotto): void {
  let isDone = false;
  app.on('before-quit', (event) => {
    if (isDone) return;
    event.preventDefault();
    const patience = new Promise<void>((resolve) => clock.after(signOffMs, resolve));
    void Promise.race([sotto.stop().catch(() => undefined), patience]).then(() => {
      isDone = true;
      app.quit();
    });
  });
}

/** What may hold a link that the system hands over: the words of the start, and macOS's events, from the very beginning. */
const early = process.argv.slice(1);
let takeLinks = (words: readonly string[]): void => {
  early.push(...words);
};

async function run(): Promise<void> {
  await app.whenReady();
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  guardWhenReady(join(import.meta.dirname, '../renderer'));
  const { sotto, window, links } = build();
  signOffBeforeQuit(sotto);
  links.takeFrom(early);
  takeLinks = (words) => links.takeFrom(words);
  app.on('second-instance', (_event, argv) => {
    takeLinks(argv);
    void window.show();
  });
  app.on('activate', () => void window.show());
  app.on('window-all-closed', () => app.quit());
  await sotto.start();
  await window.show();
}

/** `--user-data-dir=DIR` is another profile, wherever the system's default one is. */
function chooseProfile(): void {
  const directory = app.commandLine.getSwitchValue('user-data-dir');
  if (directory !== '') app.setPath('userData', resolve(directory));
}

chooseProfile();
guardBeforeReady();
app.on('open-url', (event, url) => {
  event.preventDefault();
  takeLinks([url]);
});
if (!app.requestSingleInstanceLock()) {
  process.stdout.write('Sotto is already open on this profile; its window comes to the front.\n');
  app.quit();
} else {
  run().catch((thrown: unknown) => {
    dialog.showErrorBox('Sotto could not start', thrown instanceof Error ? thrown.message : 'internal');
    app.exit(1);
  });
}
