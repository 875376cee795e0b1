/**
 * The address of a person with the fingerprint of their key, as other messengers scan it.
 *
 * `address`: a bare address; `fingerprint`: 40 lower-case hex digits. Spec: RFC 5122; the query is the one that
 * Conversations and its kin read.
 */
export function fingerprintUri(address: string, fingerprint: string): string {
  const at = address.lastIndexOf('@');
  const parts = at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
  return `xmpp:${parts.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('@')}?otr-fingerprint=${fingerprint}`;
}
