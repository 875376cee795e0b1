import type {
  Clipboard,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
  Shell,
  Menu as ElectronMenu,
  Notification as ElectronNotification,
  Tray as ElectronTray,
} from 'electron';
import { Emitter, preventable } from './emitter.ts';
import { named } from './named.ts';
import { observe } from './observed.ts';

/** Opens nothing: what would be opened is noted for the tests and said on the error output. */
export const shell: Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'> = named('shell', {
  async openExternal(url: string): Promise<void> {
    observe('open-external', { url });
    process.stderr.write('electron stand-in: a link would now open in the browser\n');
    return Promise.resolve();
  },
  async openPath(path: string): Promise<string> {
    observe('open-path', { path });
    return Promise.resolve('');
  },
  showItemInFolder: (path: string) => observe('show-item', { path }),
  beep: () => observe('beep'),
});

let copied = '';

/** A clipboard of the stand-in's own; the desktop's is not touched. */
export const clipboard: Pick<Clipboard, 'writeText' | 'readText' | 'clear'> = named('clipboard', {
  writeText(text: string): Promise<void> {
    copied = text;
    observe('clipboard', { text });
    return Promise.resolve();
  },
  readText: () => Promise.resolve(copied),
  clear(): void {
    copied = '';
  },
});

/** A notification that is noted instead of shown. */
class StandInNotification extends Emitter {
  static isSupported(): boolean {
    return true;
  }

  title: string;
  body: string;
  silent: boolean;

  constructor(options: NotificationConstructorOptions = {}) {
    super('Notification', ['show', 'click', 'close', 'failed'], ['action', 'reply']);
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    return named('Notification', this);
  }

  show(): void {
    observe('notification', { title: this.title, body: this.body, silent: this.silent });
    this.emit('show', preventable({}));
  }

  close(): void {
    this.emit('close', preventable({}));
  }
}

/** A tray icon that nobody sees. */
class StandInTray extends Emitter {
  #destroyed = false;

  constructor(_image: unknown) {
    super('Tray', [], ['click', 'right-click', 'double-click', 'middle-click', 'balloon-click']);
    observe('tray');
    return named('Tray', this);
  }

  setToolTip(text: string): void {
    observe('tray-tip', { text });
  }

  setTitle(): void {}
  setImage(): void {}
  setContextMenu(menu: { readonly items: unknown[] } | null): void {
    observe('tray-menu', { items: menu?.items ?? [] });
  }

  destroy(): void {
    this.#destroyed = true;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
}

type Item = { label: string; role: string; enabled: boolean; accelerator: string; click: () => void; submenu: Item[] };

function itemOf(options: MenuItemConstructorOptions): Item {
  const { label = '', role = '', enabled = true, accelerator = '', submenu, click } = options;
  return {
    label,
    role,
    enabled,
    accelerator: accelerator,
    click: () => click?.(null as never, undefined, preventable({}) as never),
    submenu: Array.isArray(submenu) ? submenu.map(itemOf) : [],
  };
}

let applicationMenu: StandInMenu | null = null;

/** A menu that exists as data: the window of the stand-in has no menu bar of the system's. */
class StandInMenu extends Emitter {
  readonly items: Item[] = [];

  constructor() {
    super('Menu', [], ['menu-will-show', 'menu-will-close']);
  }

  static buildFromTemplate(template: MenuItemConstructorOptions[]): StandInMenu {
    const menu = new StandInMenu();
    menu.items.push(...template.map(itemOf));
    return menu;
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): StandInMenu | null {
    return applicationMenu;
  }

  popup(): void {
    observe('menu', { items: this.items });
  }

  closePopup(): void {}
}

type NotificationPart = Pick<ElectronNotification, 'show' | 'close' | 'title' | 'body' | 'silent'>;
type TrayPart = Pick<ElectronTray, 'setToolTip' | 'setTitle' | 'setImage' | 'destroy' | 'isDestroyed'>;
type MenuPart = Pick<ElectronMenu, 'closePopup'>;

/** Fails to compile when a member's shape drifts from Electron's declarations. */
export const checked: [
  StandInNotification extends NotificationPart ? true : never,
  StandInTray extends TrayPart ? true : never,
  StandInMenu extends MenuPart ? true : never,
] = [true, true, true];

export const Notification = named('Notification', StandInNotification) as unknown as typeof ElectronNotification;
export const Tray = named('Tray', StandInTray) as unknown as typeof ElectronTray;
export const Menu = named('Menu', StandInMenu) as unknown as typeof ElectronMenu;

/** Nothing ever happens to the power of a stand-in. */
export const powerMonitor = named(
  'powerMonitor',
  new Emitter('powerMonitor', [], ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown', 'on-ac', 'on-battery', 'user-did-become-active', 'user-did-resign-active']),
); // prettier-ignore

const emptyImage = named('NativeImage', { isEmpty: () => true, setTemplateImage: () => {} });

/** Images are accepted and not looked at. */
export const nativeImage = named('nativeImage', {
  createEmpty: () => emptyImage,
  createFromPath: () => emptyImage,
  createFromBuffer: () => emptyImage,
  createFromDataURL: () => emptyImage,
});
