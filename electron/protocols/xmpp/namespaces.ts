/** The XML namespaces that we speak, by the document that names them. */
export const ns = {
  client: 'jabber:client',
  /** RFC 6120 */
  stream: 'http://etherx.jabber.org/streams',
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  /** RFC 6121 */
  roster: 'jabber:iq:roster',
  /** XEP-0440 */
  channelBinding: 'urn:xmpp:sasl-cb:0',
  /** XEP-0030 */
  info: 'http://jabber.org/protocol/disco#info',
  items: 'http://jabber.org/protocol/disco#items',
  /** XEP-0085 */
  chatStates: 'http://jabber.org/protocol/chatstates',
  /** XEP-0092 */
  version: 'jabber:iq:version',
  /** XEP-0184 */
  receipts: 'urn:xmpp:receipts',
  /** XEP-0202 */
  time: 'urn:xmpp:time',
  /** XEP-0308 */
  correction: 'urn:xmpp:message-correct:0',
  /** XEP-0115 */
  capabilities: 'http://jabber.org/protocol/caps',
  /** XEP-0191 */
  blocking: 'urn:xmpp:blocking',
  /** XEP-0198 */
  management: 'urn:xmpp:sm:3',
  /** XEP-0199 */
  ping: 'urn:xmpp:ping',
  /** XEP-0203 */
  delay: 'urn:xmpp:delay',
  /** XEP-0004 */
  form: 'jabber:x:data',
  /** XEP-0054, XEP-0153 */
  card: 'vcard-temp',
  cardUpdate: 'vcard-temp:x:update',
  /** XEP-0060 */
  pubsub: 'http://jabber.org/protocol/pubsub',
  pubsubEvent: 'http://jabber.org/protocol/pubsub#event',
  /** XEP-0084 */
  avatarData: 'urn:xmpp:avatar:data',
  avatarMetadata: 'urn:xmpp:avatar:metadata',
  /** XEP-0172 */
  nick: 'http://jabber.org/protocol/nick',
  /** XEP-0066 */
  outOfBand: 'jabber:x:oob',
  /** XEP-0221 */
  media: 'urn:xmpp:media-element',
  /** XEP-0077 */
  register: 'jabber:iq:register',
  /** XEP-0091, of old servers */
  oldDelay: 'jabber:x:delay',
  /** XEP-0280 */
  carbons: 'urn:xmpp:carbons:2',
  /** XEP-0297 */
  forward: 'urn:xmpp:forward:0',
  /** XEP-0313 */
  archive: 'urn:xmpp:mam:2',
  /** XEP-0334 */
  hints: 'urn:xmpp:hints',
  /** XEP-0380 */
  encryption: 'urn:xmpp:eme:0',
  /** XEP-0364's name for OTR, used by XEP-0380 */
  otr: 'urn:xmpp:otr:0',
} as const;
