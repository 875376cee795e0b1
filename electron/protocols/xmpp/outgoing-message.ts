import xml, { type Element } from '@xmpp/xml';
import type { ChatState, OutgoingMessage, Recipient } from '../protocol.ts';
import { ns } from './namespaces.ts';

/**
 * The stanza for a message of ours.
 *
 * OTR text asks every server on the way to keep no copy and to make none (XEP-0334, and XEP-0280 section 6.1's
 * own element for servers that know only that), and names itself (XEP-0380). Nothing but the body tells of the
 * text. What goes beside it is the caller's decision: a request for a receipt (XEP-0184), that chat states are
 * understood (XEP-0085), which message it corrects (XEP-0308).
 */
export function messageStanza(message: OutgoingMessage): Element {
  const { id, text, otr, beside } = message;
  const stanza = xml('message', { to: fullOf(message), type: 'chat', id }, xml('body', {}, text));
  if (beside?.isActive) stanza.append(xml('active', { xmlns: ns.chatStates }));
  if (beside?.wantsReceipt) stanza.append(xml('request', { xmlns: ns.receipts }));
  if (beside && beside.replaces !== null) stanza.append(xml('replace', { xmlns: ns.correction, id: beside.replaces }));
  if (otr) stanza.append(xml('encryption', { xmlns: ns.encryption, namespace: ns.otr, name: 'OTR' }), ...uncopied());
  return stanza;
}

/** What we do, and nothing else. Spec: XEP-0085 section 5.4; no server keeps it for later. */
export function chatStateStanza(to: Recipient, state: ChatState): Element {
  return xml('message', { to: fullOf(to), type: 'chat' }, xml(state, { xmlns: ns.chatStates }), ...uncopied());
}

/** That a message arrived. Spec: XEP-0184 section 5.4; it is for the one device that asked. */
export function receiptStanza(to: Recipient, id: string, stanzaId: string): Element {
  return xml('message', { to: fullOf(to), type: 'chat', id }, xml('received', { xmlns: ns.receipts, id: stanzaId }), ...(to.otr ? uncopied() : [xml('store', { xmlns: ns.hints })]));
}

function fullOf({ address, resource }: Pick<Recipient, 'address' | 'resource'>): string {
  return resource === null || resource === '' ? address : `${address}/${resource}`;
}

/** To be kept nowhere and shown to no other device. */
const uncopied = (): readonly Element[] => [
  xml('no-copy', { xmlns: ns.hints }),
  xml('no-store', { xmlns: ns.hints }),
  xml('private', { xmlns: ns.carbons }),
];
