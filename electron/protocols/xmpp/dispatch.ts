import type { Element } from '@xmpp/xml';
import xml from '@xmpp/xml';
import type { SessionEvent } from '../protocol.ts';
import type { Address } from './addresses.ts';
import { readBlockingPush } from './blocking.ts';
import type { Deliveries } from './deliveries.ts';
import { readMessage } from './incoming-message.ts';
import { ns } from './namespaces.ts';
import { readPresence } from './presence.ts';
import { answerTo, type Requests } from './requests.ts';
import { readPush } from './roster.ts';

export type DispatchContext = {
  readonly own: Address;
  readonly nowMs: number;
  /** While what the server kept through an outage comes in: when the outage began. Else `null`. */
  readonly outageSinceMs: number | null;
  readonly emit: (event: SessionEvent) => void;
  readonly requests: Requests;
  readonly deliveries: Deliveries;
  readonly reply: (stanza: Element) => void;
};

/** Takes a stanza to what it means. Spec: RFC 6121, RFC 6120 section 8. */
export function dispatch(stanza: Element, context: DispatchContext): void {
  if (stanza.is('message', ns.client)) onMessage(stanza, context);
  else if (stanza.is('presence', ns.client)) onPresence(stanza, context);
  else if (stanza.is('iq', ns.client)) onQuery(stanza, context);
}

function onMessage(stanza: Element, { own, nowMs, outageSinceMs, emit, deliveries }: DispatchContext): void {
  const read = readMessage(stanza, own, nowMs, outageSinceMs);
  if (read === null) return;
  if (read.kind === 'message') emit(read);
  else deliveries.refused(read.stanzaId, read.from, read.fault);
}

function onPresence(stanza: Element, { own, emit }: DispatchContext): void {
  const event = readPresence(stanza, own);
  if (event !== null) emit(event);
}

function onQuery(stanza: Element, context: DispatchContext): void {
  const { type } = stanza.attrs;
  if (type === 'result' || type === 'error') {
    context.requests.answered(stanza, context.own);
    return;
  }
  const blocking = type === 'set' ? readBlockingPush(stanza, context.own) : null;
  if (blocking !== null) {
    context.reply(xml('iq', { type: 'result', id: stanza.attrs['id'] ?? '' }));
    context.emit(blocking);
    return;
  }
  const query = type === 'set' ? stanza.getChild('query', ns.roster) : undefined;
  const change = query === undefined ? 'refused' : readPush(stanza, query, context.own);
  if (change === 'refused') {
    context.reply(answerTo(stanza, context.own));
    return;
  }
  const { id = '' } = stanza.attrs;
  context.reply(xml('iq', { type: 'result', id }));
  context.emit(change === 'malformed' ? { kind: 'trouble', fault: 'roster-malformed' } : change);
}
