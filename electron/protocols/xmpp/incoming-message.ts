import type { Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import type { ChatState, IncomingMessage, Route } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import { delayedAt } from './delay.ts';
import { ns } from './namespaces.ts';
import { deliveryFault, stanzaErrorCondition } from './stanza-error.ts';
import { unwrap } from './wrapped-messages.ts';

export type ReadMessage =
  | { readonly kind: 'message'; readonly message: IncomingMessage }
  /** Somebody says that a message arrived; whether it is one of ours is for the caller to know. */
  | { readonly kind: 'receipt'; readonly stanzaId: string; readonly from: Address }
  | { readonly kind: 'chat-state'; readonly from: Address; readonly state: ChatState }
  /** An error came back on a message; whether it is one of ours is for the caller to know. */
  | { readonly kind: 'failure'; readonly stanzaId: string; readonly from: Address; readonly fault: FaultCode };

/** How far a server's clock may be behind ours before what it kept through an outage counts as older. */
const clockSlackMs = 120_000;

/** In UTF-16 code units; what is longer is cut. */
export const longestBody = 1_000_000;

/** An id that is longer counts as none. */
const longestId = 512;

const chatStates: readonly ChatState[] = ['active', 'composing', 'paused', 'inactive', 'gone'];

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
  return message === null ? readWordless(stanza, atMs === null) : { kind: 'message', message };
}

/** A stanza without a text: a receipt, or what somebody does now. Spec: XEP-0184, XEP-0085. */
function readWordless(stanza: Element, isNow: boolean): ReadMessage | null {
  const from = readAddress(stanza.attrs['from']);
  const { type } = stanza.attrs;
  if (from === null || (type !== undefined && type !== 'chat' && type !== 'normal')) return null;
  const stanzaId = idOf(stanza.getChild('received', ns.receipts)?.attrs['id']);
  if (stanzaId !== null) return { kind: 'receipt', stanzaId, from };
  const state = chatStates.find((name) => stanza.getChild(name, ns.chatStates) !== undefined);
  return state === undefined || !isNow || from.resource === '' ? null : { kind: 'chat-state', from, state };
}

function idOf(text: string | undefined): string | null {
  return text === undefined || text === '' || text.length > longestId ? null : text;
}

function readChat(stanza: Element, own: Address, route: Route, atMs: number): IncomingMessage | null {
  const { type, from, to } = stanza.attrs;
  const stanzaId = idOf(stanza.attrs['id']);
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
    stanzaId,
    wantsReceipt: (route === 'direct' || route === 'delayed') && stanzaId !== null && stanza.getChild('request', ns.receipts) !== undefined,
    replaces: idOf(stanza.getChild('replace', ns.correction)?.attrs['id']),
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
