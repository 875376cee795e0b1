import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function fingerprintHandlers(sotto: Sotto): HandlersOf<'fingerprints'> {
  const fingerprints = () => sotto.services().fingerprints;
  return {
    'fingerprints.list': () => fingerprints().list(),
    'fingerprints.verify': ({ accountId, address, fingerprint, verified }) =>
      fingerprints().verify(accountId, address, fingerprint, verified),
    'fingerprints.forget': ({ accountId, address, fingerprint }) => fingerprints().forget(accountId, address, fingerprint),
  };
}
