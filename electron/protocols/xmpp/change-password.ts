import xml, { type Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import { ns } from './namespaces.ts';

/** Asks the account's server, in the signed-in session, to take another password. Spec: XEP-0077 section 3.3. */
export function passwordChange(address: string, password: string): Element {
  const username = address.slice(0, address.indexOf('@'));
  return xml('query', { xmlns: ns.register }, xml('username', {}, username), xml('password', {}, password));
}

/** Why the server kept the old one. */
export function passwordFault(condition: string | null): FaultCode {
  switch (condition) {
    case 'resource-constraint':
      return 'server-busy';
    case 'bad-request':
    case 'not-acceptable':
    case 'policy-violation':
      return 'password-new-refused';
    default:
      return 'password-change-forbidden';
  }
}
