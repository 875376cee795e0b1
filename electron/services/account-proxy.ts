import type { AccountRecord } from '../store/records.ts';
import type { AccountSettings, ProxySettings } from '../../shared/views.ts';

/**
 * The password of the proxy in `settings`: what the person gave, else what is kept for the very same proxy and user,
 * so that it never goes to another one. A proxy where nobody signs in has none.
 */
export function proxyPasswordFor(settings: AccountSettings, given: string | null, before: AccountRecord | null): string | null {
  const { proxy } = settings;
  if (proxy === null || proxy.username === '') return null;
  if (given !== null) return given;
  return before !== null && isSameProxy(proxy, before.settings.proxy) ? before.proxyPassword : null;
}

/** Without what was typed around the host and the user. */
export function trimmed(proxy: ProxySettings | null): ProxySettings | null {
  return proxy && { ...proxy, host: proxy.host.trim(), username: proxy.username.trim() };
}

/** Whether two are the same proxy with the same user. */
export function isSameProxy(one: ProxySettings, other: ProxySettings | null): boolean {
  return other !== null && (['kind', 'host', 'port', 'username'] as const).every((part) => one[part] === other[part]);
}
