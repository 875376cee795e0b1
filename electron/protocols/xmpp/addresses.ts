import { bareAddress } from '../address.ts';

/** An XMPP address, normalised for comparison; `resource` is empty for a bare one. */
export type Address = { readonly bare: string; readonly resource: string };

const longestResource = 1023;

/**
 * Reads an address that a stanza carries; `null` for one that is missing or breaks the rules.
 *
 * The bare part is normalised as everywhere in Sotto (`bareAddress`), so that it can be compared with the
 * buddy list; a bare domain (a server or gateway) is an address too. The resource is kept as it is, since
 * its case matters.
 * Spec: RFC 7622 section 3.
 */
export function readAddress(text: string | undefined): Address | null {
  if (text === undefined || text === '') return null;
  const slash = text.indexOf('/');
  const resource = slash < 0 ? '' : text.slice(slash + 1);
  if ((slash >= 0 && resource === '') || Buffer.byteLength(resource) > longestResource) return null;
  if (/\p{Cc}/u.test(resource)) return null;
  const bare = readBare(slash < 0 ? text : text.slice(0, slash));
  return bare === null ? null : { bare, resource };
}

function readBare(text: string): string | null {
  if (text.includes('@')) return bareAddress(text);
  return bareAddress(`x@${text}`)?.slice(2) ?? null;
}

/** The domain of a bare address. */
export function domainOf(bare: string): string {
  return bare.slice(bare.indexOf('@') + 1);
}

/** Whether a host name or IP literal means this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:/, '');
  return name === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
