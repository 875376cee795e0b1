import { limits } from '../../../shared/limits.ts';
import type { ProxySettings } from '../../../shared/views.ts';
import { isSameProxy } from '../account-proxy.ts';

/**
 * What an account of another program's went through. `shared`: whatever that program has for all of its accounts.
 * `unusable`: something that Sotto cannot have, or that cannot be read; such an account must not go in directly.
 */
export type FoundProxy = Way | 'shared';
export type Way = 'direct' | 'unusable' | UsableProxy;
type UsableProxy = { readonly settings: ProxySettings; readonly password: string | null };

/** A proxy in the words of another program's file; what is missing there is empty. */
export type ProxyWords = {
  readonly type: string;
  readonly host: string;
  readonly port: string;
  readonly username: string;
  readonly password: string;
};

/** Tor is a SOCKS5 proxy; a program that finds its port by itself does not say which. */
const kinds: ReadonlyMap<string, ProxySettings['kind']> = new Map([
  ['socks5', 'socks5'],
  ['tor', 'socks5'],
  ['http', 'http-connect'],
]);

/** The proxy that these words mean: `direct` only where they say so, `unusable` where Sotto cannot have just that one. */
export function proxyFrom({ type, host, port, username, password }: ProxyWords): FoundProxy {
  if (type === 'none') return 'direct';
  const kind = kinds.get(type);
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (kind === undefined || number < 1 || number > 65_535) return 'unusable';
  if (!/^[^\s/@]+$/u.test(host) || host.length > limits.hostLength) return 'unusable';
  if (username !== username.trim() || username.length > limits.proxyUsernameLength || password.length > limits.passwordLength) return 'unusable';
  // Basic authentication parts the name from the password at the first colon.
  if (kind === 'http-connect' && username.includes(':')) return 'unusable';
  return { settings: { kind, host, port: number, username }, password: username === '' || password === '' ? null : password };
}

/**
 * Where Tor listens. CoyIM looks for it there, then on port 9150, which is that of Tor Browser, and does not connect
 * where nobody answers. Sotto keeps to the first.
 */
const torAddress = '127.0.0.1:9050';
export const torProxy: FoundProxy = proxyOfUrl(`socks5://${torAddress}`);

/** The proxy of an address like `socks5://user:password@host:port`; `tor-auto://` may say neither host nor port. */
export function proxyOfUrl(text: string): FoundProxy {
  try {
    const whole = text.replace(/^tor-auto:\/\/([^/?#]*@)?(?=\/?$)/, `tor-auto://$1${torAddress}`);
    const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(whole);
    if (!/^\/?$/.test(pathname) || search !== '' || hash !== '') return 'unusable';
    const type = { 'socks5:': 'socks5', 'socks5+tor:': 'tor', 'tor-auto:': 'tor', 'http:': 'http' }[protocol] ?? 'unknown';
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    return proxyFrom({ type, host, port, username: decodeURIComponent(username), password: decodeURIComponent(password) });
  } catch {
    return 'unusable';
  }
}

/** What holds where an account stands in several places: a proxy rather than none, and of two that differ neither. */
export function agreed(one: FoundProxy | null, other: FoundProxy): FoundProxy {
  if (one === null || one === 'direct') return other;
  if (other === 'direct' || one === other) return one;
  return typeof one === 'object' && typeof other === 'object' && isSameProxy(one.settings, other.settings) ? one : 'unusable';
}
