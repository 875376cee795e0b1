import { Fault } from '../../base/fault.ts';
import { bareAddress } from '../../protocols/address.ts';
import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function historyHandlers(sotto: Sotto): HandlersOf<'history'> {
  const history = () => sotto.services().history;
  return {
    'history.setKeeps': ({ keeps }) => history().setKeeps(keeps),
    'history.choose': ({ accountId, address, keepsClear }) => {
      const bare = bareAddress(address);
      if (bare === null) throw new Fault('address-invalid');
      history().choose(accountId, bare, keepsClear);
    },
    'history.page': ({ conversationId, ...edge }) => history().page(conversationId, edge),
  };
}
