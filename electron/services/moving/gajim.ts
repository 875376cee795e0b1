import * as v from 'valibot';
import type { Finding } from './finding.ts';
import { parseJson } from './json.ts';
import { proxyFrom, type FoundProxy, type ProxyWords } from './proxies.ts';
import { readTable } from './sqlite.ts';

/*
 * Gajim's settings: which address each of its account names stands for, and what an account goes through. The accounts
 * come into the finding, also where they never used OTR.
 */

type Names = ReadonlyMap<string, string>;
type Proxies = ReadonlyMap<string, FoundProxy>;

/** Those of earlier versions, one `path = value` a line. Gives the addresses by name. */
export function readGajimSettings(finding: Finding, file: Uint8Array): Names {
  const accounts = new Map<string, Record<string, string>>();
  const proxies = new Map<string, Record<string, string>>();
  let shared = '';
  const note = (where: typeof accounts, [, name = '', part = '', value = '']: readonly string[]): void => {
    where.set(name, { ...where.get(name), [part]: value });
  };
  for (const line of new TextDecoder().decode(file).split(/\r\n|\r|\n/)) {
    const account = /^accounts\.(.+)\.(name|hostname|proxy|use_env_http_proxy) = (.*)$/.exec(line);
    const proxy = /^proxies\.(.+)\.(type|host|port|useauth|user|pass) = (.*)$/.exec(line);
    // Its name for the neighbours on the network, which are no account of XMPP's.
    if (account !== null && account[1] !== 'Local') note(accounts, account);
    if (proxy !== null) note(proxies, proxy);
    shared = /^global_proxy = (.*)$/.exec(line)?.[1] ?? shared;
  }
  const known = new Map([...proxies].map(([name, words]) => [name, proxyFrom(wordsOf({ ...words, useauth: words['useauth'] === 'True' }))]));
  const names = new Map<string, string>();
  for (const [account, { name, hostname, proxy = '', use_env_http_proxy: usesEnvironment }] of accounts) {
    if (!name || !hostname) continue;
    names.set(account, `${name}@${hostname}`);
    hold(finding, `${name}@${hostname}`, usesEnvironment === 'True' ? 'unusable' : proxyNamed(known, proxy, shared));
  }
  return names;
}

const gajimAccount = v.object({
  account: v.object({ name: v.string(), hostname: v.string(), proxy: v.optional(v.unknown()) }),
});
const record = v.record(v.string(), v.unknown());

/** The same of later versions, tables with JSON; `null` where it is no database, or a damaged one. */
export function readGajimDatabase(finding: Finding, file: Uint8Array): Names | null {
  const [rows, settings] = [readTable(file, 'account_settings'), readTable(file, 'settings')];
  if (rows === null || settings === null) return null;
  const setting = (name: string): Readonly<Record<string, unknown>> => {
    const [, text] = settings.find(([one]) => one === name) ?? [];
    const read = v.safeParse(record, parsed(text));
    return read.success ? read.output : {};
  };
  const proxies = new Map(Object.entries(setting('proxies')).map(([name, words]) => {
    const read = v.safeParse(record, words);
    return [name, proxyFrom(wordsOf(read.success ? read.output : {}))];
  }));
  const shared = setting('app')['global_proxy'];
  const names = new Map<string, string>();
  for (const [account, text] of rows) {
    const read = v.safeParse(gajimAccount, parsed(text));
    if (typeof account !== 'string' || !read.success) continue;
    const { name, hostname, proxy } = read.output.account;
    names.set(account, `${name}@${hostname}`);
    hold(finding, `${name}@${hostname}`, proxyNamed(proxies, proxy, shared));
  }
  return names;
}

function hold(finding: Finding, address: string, proxy: FoundProxy): void {
  const account = finding.account(address, 'xmpp');
  if (account !== null) finding.proxy(account, proxy);
}

/** The proxy that an account names, else the one that all of them have. */
function proxyNamed(proxies: Proxies, name: unknown, shared: unknown): FoundProxy {
  const chosen = name || shared;
  if (!chosen || chosen === 'no-proxy') return 'direct';
  return (typeof chosen === 'string' && proxies.get(chosen)) || 'unusable';
}

function wordsOf({ type, host, port, useauth, user, pass }: Readonly<Record<string, unknown>>): ProxyWords {
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  const signsIn = Boolean(useauth);
  // "none" is no word of Gajim's for a kind.
  return {
    type: type === 'none' ? '' : text(type),
    host: text(host),
    port: text(port),
    username: signsIn ? text(user) : '',
    password: signsIn ? text(pass) : '',
  };
}

function parsed(json: unknown): unknown {
  return typeof json === 'string' ? parseJson(json) : null;
}
