import xml, { type Element } from '@xmpp/xml';
import type { OutgoingMessage } from '../protocol.ts';
import { ns } from './namespaces.ts';

/**
 * The stanza for a message of ours.
 *
 * OTR text asks every server on the way to keep no copy and to make none (XEP-0334, and XEP-0280 section 6.1's
 * own element for servers that know only that), and names itself (XEP-0380). Nothing but the body tells of the
 * text; no receipt is asked for.
 */
export function messageStanza(message: OutgoingMessage, stanzaId: string): Element {
  const { address, resource, text, otr } = message;
  const to = resource === null || resource === '' ? address : `${address}/${resource}`;
  const stanza = xml('message', { to, type: 'chat', id: stanzaId }, xml('body', {}, text));
  if (otr) {
    stanza.append(
      xml('encryption', { xmlns: ns.encryption, namespace: ns.otr, name: 'OTR' }),
      xml('no-copy', { xmlns: ns.hints }),
      xml('no-store', { xmlns: ns.hints }),
      xml('private', { xmlns: ns.carbons }),
    );
  }
  return stanza;
}
