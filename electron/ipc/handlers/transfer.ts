import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function transferHandlers(sotto: Sotto): HandlersOf<'transfer'> {
  const transfer = () => sotto.services().transfer;
  return {
    'transfer.offer': ({ accountId, passwords }) => transfer().offer(accountId, passwords),
    'transfer.receive': ({ accountId, resource, code }) => transfer().receive(accountId, resource, code),
    'transfer.bringIn': (choice) => transfer().bringIn(choice),
    'transfer.cancel': () => transfer().cancel(),
    'transfer.dismiss': () => transfer().dismiss(),
  };
}
