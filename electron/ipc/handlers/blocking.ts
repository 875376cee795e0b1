import { Fault } from '../../base/fault.ts';
import { bareAddress } from '../../protocols/address.ts';
import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function blockingHandlers(sotto: Sotto): HandlersOf<'blocking'> {
  const blocking = () => sotto.services().blocking;
  return {
    'blocking.block': ({ accountId, address }) => blocking().block(accountId, checkAddress(address)),
    'blocking.unblock': ({ accountId, address }) => blocking().unblock(accountId, address),
  };
}

/** An address, or the name of a whole server. */
function checkAddress(text: string): string {
  const address = text.includes('@') ? bareAddress(text) : (bareAddress(`x@${text.trim()}`)?.slice(2) ?? null);
  if (address === null) throw new Fault('address-invalid');
  return address;
}
