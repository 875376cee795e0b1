import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';
import type { Choose } from './moving.ts';

/** `save` asks the person where a new file is to be, with a name for it; `null` where they chose no place. */
export function keyHandlers(sotto: Sotto, choose: Choose, save: (name: string) => Promise<string | null>): HandlersOf<'keys'> {
  const files = () => sotto.services().keyFiles;
  return {
    'keys.export': async ({ accountId, passphrase }) => {
      files().checkExport(accountId, passphrase);
      const path = await save(files().fileName(accountId));
      return path === null ? null : files().export(accountId, passphrase, path);
    },
    'keys.choose': async () => {
      files();
      const path = await choose('file');
      return path === null ? null : files().choose(path);
    },
    'keys.open': ({ passphrase }) => files().open(passphrase),
    'keys.bring': ({ accountId, ...choice }) => files().bring(accountId, choice),
  };
}
