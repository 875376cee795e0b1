import type { Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import { ns } from './namespaces.ts';

/**
 * What a stream error means for the person; `null` for an element that is none.
 * Spec: RFC 6120 section 4.9.
 */
export function readStreamError(element: Element): FaultCode | null {
  if (!element.is('error', ns.stream)) return null;
  const conditions = new Set(
    element
      .getChildElements()
      .filter((child) => child.getNS() === ns.streamErrors)
      .map((child) => child.getName()),
  );
  if (conditions.has('conflict')) return 'resource-conflict';
  if (conditions.has('system-shutdown') || conditions.has('reset')) return 'server-shutting-down';
  if (conditions.has('host-unknown') || conditions.has('host-gone')) return 'host-not-found';
  if (conditions.has('connection-timeout')) return 'connection-timeout';
  return 'stream-error';
}
