import type { AccountSettings, AccountView, ProxySettings, TlsMode } from '../../../shared/views.ts';

/** What stands in the fields; texts as typed. */
export type AccountForm = {
  readonly address: string;
  readonly resource: string;
  readonly host: string;
  readonly port: string;
  readonly tls: TlsMode | '';
  readonly allowPlain: boolean;
  readonly connectAtStart: boolean;
  readonly proxyKind: ProxySettings['kind'] | '';
  readonly proxyHost: string;
  readonly proxyPort: string;
  readonly proxyUsername: string;
  /** Empty: the one that is kept, if it is for this proxy. */
  readonly proxyPassword: string;
};

export type FormProblem = 'address' | 'port' | 'loopback' | 'proxy-host' | 'proxy-port' | 'proxy-username';

/** Where proxies of a kind usually listen. */
export const proxyPorts = { socks5: 1080, 'http-connect': 8080 } as const;

const noProxy = { proxyKind: '', proxyHost: '', proxyPort: '', proxyUsername: '', proxyPassword: '' } as const;

export const emptyForm: AccountForm = {
  address: '',
  resource: '',
  host: '',
  port: '',
  tls: '',
  allowPlain: false,
  connectAtStart: true,
  ...noProxy,
};

export function formOf({ proxy, ...settings }: AccountSettings): AccountForm {
  const fields = proxy && {
    proxyKind: proxy.kind,
    proxyHost: proxy.host,
    proxyPort: String(proxy.port),
    proxyUsername: proxy.username,
  };
  return { ...settings, port: settings.port === null ? '' : String(settings.port), tls: settings.tls ?? '', ...noProxy, ...fields };
}

/** The hosts that a connection without TLS may go to. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

type Taken = { readonly settings: AccountSettings; readonly proxyPassword: string | null };

/** The settings in the fields, or what is wrong with them. */
export function settingsOf(form: AccountForm): Taken | { readonly problem: FormProblem } {
  const address = form.address.trim();
  const host = form.host.trim();
  const port = portOf(form.port, null);
  if (!/^[^@\s/]+@[^@\s/]+$/u.test(address)) return { problem: 'address' };
  if (port === 'wrong') return { problem: 'port' };
  const proxy = proxyOf(form);
  if (proxy !== null && 'problem' in proxy) return proxy;
  const isLocal = proxy === null && loopback.test(host || address.slice(address.indexOf('@') + 1));
  if (form.tls === 'loopback-clear' && !isLocal) return { problem: 'loopback' };
  const { allowPlain, connectAtStart } = form;
  const tls = form.tls === '' ? null : form.tls;
  return {
    settings: { address, resource: form.resource.trim(), host, port, tls, allowPlain, connectAtStart, proxy },
    proxyPassword: form.proxyPassword === '' ? null : form.proxyPassword,
  };
}

/** Whether the password that is kept for the account's proxy goes on with what stands in the fields. */
export function keepsProxyPassword(form: AccountForm, { settings, hasProxyPassword }: AccountView): boolean {
  const proxy = proxyOf(form);
  const before = settings.proxy;
  if (!hasProxyPassword || before === null || proxy === null || 'problem' in proxy) return false;
  return (['kind', 'host', 'port', 'username'] as const).every((part) => proxy[part] === before[part]);
}

function proxyOf(form: AccountForm): ProxySettings | null | { readonly problem: FormProblem } {
  if (form.proxyKind === '') return null;
  const host = form.proxyHost.trim();
  const port = portOf(form.proxyPort, proxyPorts[form.proxyKind]);
  const username = form.proxyUsername.trim();
  if (!/^[^\s/@]+$/u.test(host)) return { problem: 'proxy-host' };
  if (port === 'wrong') return { problem: 'proxy-port' };
  // Basic authentication parts the name from the password at the first colon.
  if (form.proxyKind === 'http-connect' && username.includes(':')) return { problem: 'proxy-username' };
  return { kind: form.proxyKind, host, port, username };
}

function portOf<Unless>(text: string, unless: Unless): number | Unless | 'wrong' {
  if (text.trim() === '') return unless;
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : 'wrong';
}
