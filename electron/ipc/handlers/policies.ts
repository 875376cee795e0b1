import { Fault } from '../../base/fault.ts';
import { bareAddress } from '../../protocols/address.ts';
import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function policyHandlers(sotto: Sotto): HandlersOf<'policies'> {
  return {
    'policies.save': ({ accountId, address, switches }) => {
      const bare = address === null ? null : bareAddress(address);
      if (address !== null && bare === null) throw new Fault('address-invalid');
      sotto.services().policies.save(accountId, bare, switches);
    },
  };
}
