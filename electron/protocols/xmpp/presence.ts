import xml, { type Element } from '@xmpp/xml';
import { limits } from '../../../shared/limits.ts';
import type { OwnStatus, Show } from '../../../shared/views.ts';
import type { SessionEvent } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import { ns } from './namespaces.ts';

export type PresenceEvent = Extract<SessionEvent, { kind: 'presence' | 'subscription-request' }>;

/** Messages to our bare address go to the device where the person is. */
const priorities = { available: '5', away: '0', 'do-not-disturb': '3' } as const;

/**
 * Our presence, with what this device can do. `null` where none is to be sent: invisible or offline, and never seen since sign-in.
 *
 * Invisible means unavailable to everybody: the server then shows us nobody's presence either and keeps
 * messages to the bare address for later.
 * Spec: RFC 6121 section 4.
 */
export function ownPresence({ show, text }: OwnStatus, isSeen: boolean, capabilities: Element): Element | null {
  if (show === 'invisible' || show === 'offline') return isSeen ? xml('presence', { type: 'unavailable' }) : null;
  const stanza = xml('presence', {});
  if (show === 'away') stanza.append(xml('show', {}, 'away'));
  if (show === 'do-not-disturb') stanza.append(xml('show', {}, 'dnd'));
  if (text !== '') stanza.append(xml('status', {}, text));
  stanza.append(xml('priority', {}, priorities[show]), capabilities);
  return stanza;
}

/** A subscription stanza. Spec: RFC 6121 section 3. */
export function subscriptionStanza(
  type: 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed',
  address: string,
  message = '',
): Element {
  const stanza = xml('presence', { type, to: address });
  if (message !== '') stanza.append(xml('status', {}, message));
  return stanza;
}

/**
 * Reads a presence stanza; `null` where it says nothing to us. Changes of subscriptions are told by the
 * roster, so that nobody but the server can pretend one.
 */
export function readPresence(stanza: Element, own: Address): PresenceEvent | null {
  const from = readAddress(stanza.attrs['from']);
  const { type } = stanza.attrs;
  if (from === null || (from.bare === own.bare && from.resource === own.resource)) return null;
  const { bare: address, resource } = from;
  const text = (stanza.getChild('status', ns.client)?.text() ?? '').slice(0, limits.statusLength);
  if (type === 'subscribe') {
    if (address === own.bare) return null;
    return { kind: 'subscription-request', address, message: text.slice(0, limits.requestMessageLength) };
  }
  if (type === 'unavailable') return { kind: 'presence', address, resource, show: 'offline', text, priority: 0, showsHtml: false };
  if (type !== undefined || resource === '') return null;
  return { kind: 'presence', address, resource, show: readShow(stanza), text, priority: readPriority(stanza), showsHtml: isLibpurple(stanza) };
}

function readShow(stanza: Element): Show {
  switch (stanza.getChild('show', ns.client)?.text().trim()) {
    case 'chat':
      return 'chat';
    case 'away':
      return 'away';
    case 'xa':
      return 'extended-away';
    case 'dnd':
      return 'do-not-disturb';
    default:
      return 'available';
  }
}

/** Pidgin, Finch and Adium. Spec: XEP-0115, whose node is an address of the program's makers. */
function isLibpurple(stanza: Element): boolean {
  const node: unknown = stanza.getChild('c', ns.capabilities)?.attrs['node'];
  return typeof node === 'string' && /^https?:\/\/(?:www\.)?(?:pidgin\.im|adium\.im|adiumx\.com)(?:\/|$)/.test(node);
}

function readPriority(stanza: Element): number {
  const text = stanza.getChild('priority', ns.client)?.text().trim() ?? '0';
  const value = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : 0;
  return Math.max(-128, Math.min(127, value));
}
