import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function pictureHandlers(sotto: Sotto): HandlersOf<'pictures'> {
  const pictures = () => sotto.services().pictures;
  return {
    'pictures.get': ({ accountId, address }) => pictures().view(accountId, address),
    'pictures.publish': ({ accountId, picture }) =>
      pictures().publish(accountId, picture === null ? null : new Uint8Array(Buffer.from(picture, 'base64'))),
  };
}
