import xml, { type Element } from '@xmpp/xml';
import type { SessionEvent } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import { ns } from './namespaces.ts';

/** More blocked addresses than this are not told. */
const mostAddresses = 10_000;

export type BlockingEvent = Extract<SessionEvent, { kind: 'blocklist' | 'blocking-changed' }>;

export function blocklistRequest(): Element {
  return xml('blocklist', { xmlns: ns.blocking });
}

/** Spec: XEP-0191 sections 3.3 and 3.4. */
export function blockingChange(address: string, isBlocked: boolean): Element {
  return xml(isBlocked ? 'block' : 'unblock', { xmlns: ns.blocking }, xml('item', { jid: address }));
}

/** Reads the server's answer; anything but a list means that it cannot block. */
export function readBlocklist(answer: Element): BlockingEvent {
  const list = answer.attrs['type'] === 'result' ? answer.getChild('blocklist', ns.blocking) : undefined;
  return { kind: 'blocklist', addresses: list === undefined ? null : addressesIn(list) };
}

/**
 * Reads a push about blocking; `null` for what is none, or is not from our own account. Unblocking without an
 * address unblocks everybody. Spec: XEP-0191 sections 3.3 to 3.5.
 */
export function readBlockingPush(stanza: Element, own: Address): BlockingEvent | null {
  const { from } = stanza.attrs;
  const sender = from === undefined ? own : readAddress(from);
  if (sender?.bare !== own.bare || (from !== undefined && sender.resource !== '')) return null;
  const block = stanza.getChild('block', ns.blocking);
  if (block !== undefined) return { kind: 'blocking-changed', isBlocked: true, addresses: addressesIn(block) };
  const unblock = stanza.getChild('unblock', ns.blocking);
  if (unblock === undefined) return null;
  if (unblock.getChildElements().length === 0) return { kind: 'blocklist', addresses: [] };
  return { kind: 'blocking-changed', isBlocked: false, addresses: addressesIn(unblock) };
}

/** Addresses of people, whole servers, and single devices, each in its one form; others are left out. */
function addressesIn(element: Element): readonly string[] {
  const addresses = element.getChildren('item', ns.blocking).slice(0, mostAddresses).flatMap((item) => {
    const address = readAddress(item.attrs['jid']);
    return address === null ? [] : [address.resource === '' ? address.bare : `${address.bare}/${address.resource}`];
  });
  return [...new Set(addresses)];
}
