import type { Element } from '@xmpp/xml';
import type { Route } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import { delayedAt } from './delay.ts';
import { ns } from './namespaces.ts';

/** A message out of another one, with how it came and when it was written (`null`: not said). */
export type Unwrapped = {
  readonly route: Extract<Route, 'carbon-received' | 'carbon-sent' | 'archived'>;
  readonly inner: Element;
  readonly atMs: number | null;
};

/**
 * Opens a carbon copy or an archived message: `none` for a message that wraps nothing, `refused` for a wrapper
 * that did not come from our own bare address, since anybody can write one.
 *
 * A copy of something received must be to us, a copy of something sent must be from us.
 * Spec: XEP-0280 sections 7, 8 and 11; XEP-0313 section 4; XEP-0297.
 */
export function unwrap(message: Element, own: Address, nowMs: number): Unwrapped | 'none' | 'refused' {
  const wrapper =
    message.getChild('received', ns.carbons) ??
    message.getChild('sent', ns.carbons) ??
    message.getChild('result', ns.archive);
  if (wrapper === undefined) return 'none';
  const from = readAddress(message.attrs['from']);
  if (from === null || from.bare !== own.bare || from.resource !== '') return 'refused';
  const forwarded = wrapper.getChild('forwarded', ns.forward);
  const inner = forwarded?.getChild('message', ns.client);
  if (forwarded === undefined || inner === undefined) return 'refused';
  const atMs = delayedAt(forwarded, nowMs);
  if (wrapper.is('result')) return { route: 'archived', inner, atMs };
  const isSent = wrapper.is('sent');
  const self = readAddress(inner.attrs[isSent ? 'from' : 'to']);
  if (self?.bare !== own.bare) return 'refused';
  return { route: isSent ? 'carbon-sent' : 'carbon-received', inner, atMs };
}
