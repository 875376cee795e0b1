import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

/** `chooseFolder` asks the person for a folder; `null` where they chose none. */
export function movingHandlers(sotto: Sotto, chooseFolder: () => Promise<string | null>): HandlersOf<'moving'> {
  const moving = () => sotto.services().moving;
  return {
    'moving.find': () => moving().find(),
    'moving.bringIn': ({ client, addresses, replaceKeys }) => moving().bringIn(client, { addresses, replaceKeys }),
    'moving.export': async (choice) => {
      moving();
      const folder = await chooseFolder();
      return folder === null ? null : moving().export(folder, choice);
    },
  };
}
