import { Fault } from '../../base/fault.ts';
import { bareAddress } from '../../protocols/address.ts';
import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

/** `save` asks the person where a new file is to be, with a name for it; `null` where they chose no place. */
export function historyHandlers(sotto: Sotto, save: (name: string) => Promise<string | null>): HandlersOf<'history'> {
  const history = () => sotto.services().history;
  return {
    'history.setKeeps': ({ keeps }) => history().setKeeps(keeps),
    'history.choose': ({ accountId, address, keepsClear }) => {
      const bare = bareAddress(address);
      if (bare === null) throw new Fault('address-invalid');
      history().choose(accountId, bare, keepsClear);
    },
    'history.conversations': () => history().conversations(),
    'history.search': ({ words, before, ...part }) => history().search(words, part, before),
    'history.count': (part) => ({ count: history().count(part) }),
    'history.forget': (part) => history().forget(part),
    'history.remove': ({ conversationId, itemId }) => {
      const putBack = sotto.services().conversations.forgetLine(conversationId, itemId);
      history().remove(conversationId, itemId, putBack);
    },
    'history.restore': ({ conversationId, itemId }) => history().restore(conversationId, itemId),
    'history.export': async ({ conversationId, format }) => {
      const path = await save(history().fileName(conversationId, format));
      return path === null ? null : history().export(conversationId, format, path);
    },
    'history.page': ({ conversationId, ...edge }) => history().page(conversationId, edge),
  };
}
