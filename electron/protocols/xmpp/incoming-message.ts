import type { Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import type { IncomingMessage, Route } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import { delayedAt } from './delay.ts';
import { ns } from './namespaces.ts';
import { deliveryFault, stanzaErrorCondition } from './stanza-error.ts';
import { unwrap } from './wrapped-messages.ts';

export type ReadMessage =
  | { readonly kind: 'message'; readonly message: IncomingMessage }
  /** An error came back on a message; whether it is one of ours is for the caller to know. */
  | { readonly kind: 'failure'; readonly stanzaId: string; readonly from: Address; readonly fault: FaultCode };

/** How far a server's clock may be behind ours before what it kept through an outage counts as older. */
const clockSlackMs = 120_000;

/** In UTF-16 code units; what is longer is cut. */
export const longestBody = 1_000_000;

/**
 * Reads a message stanza; `null` for one that says nothing to us: no body, a headline, a group chat, a bad
 * address, a copy that is not believed.
 *
 * Only the plain body is looked at, never a formatted part. Carbon copies, archived and delayed messages are
 * marked by their route, so that they cannot be taken for the peer speaking now. `outageSinceMs`: set while a
 * resumed session gets what its server kept for it. A delay from within the outage was then said to this very
 * session, and nothing of it may be lost; an older one is of another time all the same.
 * Spec: RFC 6121 section 5; XEP-0198 section 5.
 */
export function readMessage(
  stanza: Element,
  own: Address,
  nowMs: number,
  outageSinceMs: number | null,
): ReadMessage | null {
  const unwrapped = unwrap(stanza, own, nowMs);
  if (unwrapped === 'refused') return null;
  if (unwrapped !== 'none') {
    const { route, inner, atMs } = unwrapped;
    const message = readChat(inner, own, route, atMs ?? nowMs);
    return message === null ? null : { kind: 'message', message };
  }
  if (stanza.attrs['type'] === 'error') return readFailure(stanza);
  const atMs = delayedAt(stanza, nowMs);
  const isKept = atMs !== null && outageSinceMs !== null && atMs >= outageSinceMs - clockSlackMs;
  const message = readChat(stanza, own, atMs === null || isKept ? 'direct' : 'delayed', atMs ?? nowMs);
  return message === null ? null : { kind: 'message', message };
}

function readChat(stanza: Element, own: Address, route: Route, atMs: number): IncomingMessage | null {
  const { type, id, from, to } = stanza.attrs;
  if (type === 'headline' || type === 'groupchat' || type === 'error') return null;
  const sender = readAddress(from);
  // An archive holds both directions.
  const isOurs = route === 'carbon-sent' || (route === 'archived' && sender?.bare === own.bare);
  const peer = isOurs ? readAddress(to) : sender;
  const text = readBody(stanza);
  if (peer === null || text === '') return null;
  return {
    route,
    address: peer.bare,
    resource: peer.resource === '' ? null : peer.resource,
    text,
    stanzaId: id ?? null,
    atMs,
  };
}

/** The body without a language if there is one, else the first. */
function readBody(stanza: Element): string {
  const bodies = stanza.getChildren('body', ns.client);
  const body = bodies.find((element) => element.attrs['xml:lang'] === undefined) ?? bodies[0];
  return body?.text().slice(0, longestBody) ?? '';
}

function readFailure(stanza: Element): ReadMessage | null {
  const from = readAddress(stanza.attrs['from']);
  const { id } = stanza.attrs;
  if (from === null || id === undefined) return null;
  return { kind: 'failure', stanzaId: id, from, fault: deliveryFault(stanzaErrorCondition(stanza)) };
}
