import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

/** Asks the person for a folder or a file that is there; `null` where they chose none. */
export type Choose = (what: 'folder' | 'file') => Promise<string | null>;

export function movingHandlers(sotto: Sotto, choose: Choose): HandlersOf<'moving'> {
  const moving = () => sotto.services().moving;
  return {
    'moving.find': () => moving().find(),
    'moving.choose': async ({ what }) => {
      moving();
      const path = await choose(what);
      return path === null ? null : moving().choose(path);
    },
    'moving.unlock': ({ finding, passphrase }) => moving().unlock(finding, passphrase),
    'moving.bringIn': ({ finding, ...choice }) => moving().bringIn(finding, choice),
    'moving.export': async (choice) => {
      moving();
      const folder = await choose('folder');
      return folder === null ? null : moving().export(folder, choice);
    },
  };
}
