import type { Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import { ns } from './namespaces.ts';

/** The condition of a stanza of type `error`; `null` where it names none. Spec: RFC 6120 section 8.3. */
export function stanzaErrorCondition(stanza: Element): string | null {
  const error = stanza.getChild('error');
  const condition = error
    ?.getChildElements()
    .find((child) => child.getNS() === ns.stanzaErrors && child.getName() !== 'text');
  return condition?.getName() ?? null;
}

/** Why a message did not arrive. */
export function deliveryFault(condition: string | null): FaultCode {
  switch (condition) {
    case 'item-not-found':
    case 'remote-server-not-found':
    case 'gone':
    case 'jid-malformed':
      return 'recipient-not-found';
    case 'service-unavailable':
    case 'recipient-unavailable':
    case 'remote-server-timeout':
      return 'recipient-unavailable';
    case 'forbidden':
    case 'not-allowed':
    case 'not-acceptable':
    case 'not-authorized':
    case 'registration-required':
    case 'subscription-required':
      return 'recipient-refused';
    default:
      return 'delivery-failed';
  }
}

/** Why the server did not change the buddy list. */
export function rosterFault(condition: string | null): FaultCode {
  switch (condition) {
    case 'item-not-found':
      return 'not-found';
    case 'jid-malformed':
      return 'address-invalid';
    default:
      return 'buddy-refused';
  }
}

/** Why the server does not block. */
export function blockingFault(condition: string | null): FaultCode {
  return condition === 'service-unavailable' || condition === 'feature-not-implemented' ? 'blocking-unsupported' : rosterFault(condition);
}
