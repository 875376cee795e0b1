import { Fault } from '../../base/fault.ts';
import type { LinkInbox } from '../../services/link-inbox.ts';
import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

/** The parts of Electron that the window may ask for. */
export type Desktop = {
  readonly openLink: (url: string) => Promise<void>;
  readonly copy: (text: string) => void;
  readonly quit: () => void;
  /** Asks for a folder; `null` where none was chosen. */
  readonly chooseFolder: () => Promise<string | null>;
};

export function appHandlers(
  sotto: Sotto,
  desktop: Desktop,
  links: LinkInbox,
): HandlersOf<'app'> & HandlersOf<'settings'> & HandlersOf<'tabs'> & HandlersOf<'vault'> & HandlersOf<'links'> & HandlersOf<'clipboard'> {
  return {
    'app.snapshot': () => sotto.snapshot(),
    'app.quit': () => desktop.quit(),
    'settings.save': (settings) => sotto.services().settings.save(settings),
    'tabs.save': (tabs) => sotto.services().tabs.save(tabs),
    'vault.create': ({ passphrase }) => sotto.createVault(passphrase),
    'vault.unlock': ({ passphrase }) => sotto.unlockVault(passphrase),
    'vault.keepCopy': async () => {
      const folder = await desktop.chooseFolder();
      return folder === null ? null : sotto.keepCopy(folder);
    },
    'vault.startAnew': () => sotto.startAnew(),
    'links.take': () => links.take(),
    'links.open': ({ url }) => desktop.openLink(checkLink(url)),
    'clipboard.copy': ({ text }) => desktop.copy(text),
  };
}

/** Only web pages leave the app; everything else stays text. */
function checkLink(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Fault('bad-request');
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') throw new Fault('bad-request');
  return url.href;
}
