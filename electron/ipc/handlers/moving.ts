import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function movingHandlers(sotto: Sotto): HandlersOf<'moving'> {
  const moving = () => sotto.services().moving;
  return {
    'moving.find': () => moving().find(),
    'moving.bringIn': ({ client, addresses, replaceKeys }) => moving().bringIn(client, { addresses, replaceKeys }),
  };
}
