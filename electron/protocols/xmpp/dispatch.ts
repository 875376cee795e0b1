import type { Element } from '@xmpp/xml';
import xml from '@xmpp/xml';
import type { Offers, SessionEvent } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import type { Audience } from './audience.ts';
import { readBlockingPush } from './blocking.ts';
import type { Deliveries } from './deliveries.ts';
import { readMessage } from './incoming-message.ts';
import { ns } from './namespaces.ts';
import { offered } from './offered.ts';
import type { PeerFeatures } from './peer-features.ts';
import { profileEvents } from './profiles.ts';
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
  readonly audience: Audience;
  readonly features: PeerFeatures;
  readonly offers: Offers;
  readonly ask: (child: Element, to: string) => Promise<Element>;
  readonly reply: (stanza: Element) => void;
};

/** Takes a stanza to what it means. Spec: RFC 6121, RFC 6120 section 8. */
export function dispatch(stanza: Element, context: DispatchContext): void {
  for (const event of profileEvents(stanza, context.own)) context.emit(event);
  if (stanza.is('message', ns.client)) onMessage(stanza, context);
  else if (stanza.is('presence', ns.client)) onPresence(stanza, context);
  else if (stanza.is('iq', ns.client)) onQuery(stanza, context);
}

function onMessage(stanza: Element, { own, nowMs, outageSinceMs, emit, deliveries }: DispatchContext): void {
  const read = readMessage(stanza, own, nowMs, outageSinceMs);
  if (read === null) return;
  if (read.kind === 'message') emit(read);
  else if (read.kind === 'receipt') deliveries.received(read.stanzaId, read.from);
  else if (read.kind === 'chat-state') emit({ kind: 'chat-state', address: read.from.bare, resource: read.from.resource, state: read.state });
  else deliveries.refused(read.stanzaId, read.from, read.fault);
}

function onPresence(stanza: Element, { own, emit, audience, features, ask }: DispatchContext): void {
  const event = readPresence(stanza, own);
  if (event === null) return;
  emit(event);
  if (event.kind !== 'presence' || event.show === 'offline') return;
  const from = { bare: event.address, resource: event.resource };
  features.announced(from, stanza, audience.has(from) ? ask : null);
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
    const asker = readAddress(stanza.attrs['from']);
    const isKnown = asker !== null && context.audience.has(asker);
    context.reply(answerTo(stanza, context.own, isKnown, (child) => offered(child, context.offers, context.nowMs)));
    return;
  }
  const { id = '' } = stanza.attrs;
  context.reply(xml('iq', { type: 'result', id }));
  if (change !== 'malformed' && change.kind === 'roster-changed') context.audience.changed(change.item);
  else if (change !== 'malformed') context.audience.removed(change.address);
  context.emit(change === 'malformed' ? { kind: 'trouble', fault: 'roster-malformed' } : change);
}
