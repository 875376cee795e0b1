import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

/** `chooseFolder` asks the person for a folder; `null` where they chose none. */
export function fingerprintHandlers(sotto: Sotto, chooseFolder: () => Promise<string | null>): HandlersOf<'fingerprints'> {
  const fingerprints = () => sotto.services().fingerprints;
  return {
    'fingerprints.list': () => fingerprints().list(),
    'fingerprints.verify': ({ keys, verified }) => fingerprints().verify(keys, verified),
    'fingerprints.forget': ({ keys }) => fingerprints().forget(keys),
    'fingerprints.undo': () => fingerprints().undo(),
    'fingerprints.export': async ({ keys, style }) => {
      fingerprints();
      const folder = await chooseFolder();
      return folder === null ? null : fingerprints().export(folder, keys, style);
    },
  };
}
