import { domainToASCII } from 'node:url';
import { isIP } from 'node:net';
import type { AccountSettings } from '../../../shared/views.ts';
import type { Rng } from '../../base/ports.ts';
import { domainOf, isLoopback } from './addresses.ts';
import { ConnectFault } from './connect-fault.ts';
import type { SrvRecord, XmppPorts } from './ports.ts';

/** A place to try, and how it is secured: STARTTLS, TLS from the first byte, or not at all (this machine only). */
export type Target = { readonly host: string; readonly port: number; readonly tls: 'starttls' | 'direct' | 'clear' };

const mostTargets = 8;

/**
 * The places where the account's server may be reached, in the order to try them.
 *
 * A host or port that the person gave wins; else SRV records for both kinds of TLS, mixed by priority and
 * weight; else the domain itself. With a proxy nothing is asked, since SRV cannot be asked through one: what the person
 * gave, else the domain at the usual ports. Faults (thrown): `host-not-found` where the domain says that it has no
 * such service, `tls-not-offered` for `loopback-clear` anywhere but on this machine.
 * Spec: RFC 6120 section 3.2, RFC 2782, XEP-0368.
 */
export async function lookUp(settings: AccountSettings, { resolveSrv, random }: XmppPorts): Promise<readonly Target[]> {
  const domain = asciiDomain(settings.address);
  const { host, port, proxy } = settings;
  if (settings.tls === 'loopback-clear') {
    const place = host === '' ? domain : host;
    if (!isLoopback(place) || proxy !== null) throw new ConnectFault('tls-not-offered');
    return [{ host: place, port: port ?? 5222, tls: 'clear' }];
  }
  const direct: Target = { host: host === '' ? domain : host, port: port ?? 5223, tls: 'direct' };
  const starttls: Target = { host: host === '' ? domain : host, port: port ?? 5222, tls: 'starttls' };
  const itself = settings.tls === 'direct' ? direct : starttls;
  if (proxy !== null) return settings.tls === null && port === null ? [starttls, direct] : [itself];
  if (host !== '' || port !== null || isIP(domain) !== 0 || isLoopback(domain)) return [itself];
  const [plain, secure] = await Promise.all([
    settings.tls === 'direct' ? none : records(resolveSrv, `_xmpp-client._tcp.${domain}`),
    settings.tls === 'starttls' ? none : records(resolveSrv, `_xmpps-client._tcp.${domain}`),
  ]);
  const found = [
    ...plain.map((record) => ({ ...record, tls: 'starttls' as const })),
    ...secure.map((record) => ({ ...record, tls: 'direct' as const })),
  ];
  if (found.length === 0) return [itself];
  const offered = found.filter(({ name }) => name !== '' && name !== '.');
  if (offered.length === 0) throw new ConnectFault('host-not-found');
  return inOrder(offered, random)
    .slice(0, mostTargets)
    .map(({ name, port: at, tls }) => ({ host: name, port: at, tls }));
}

/** The domain of an address in the form that DNS and certificates use. */
export function asciiDomain(address: string): string {
  const domain = domainOf(address);
  const ascii = isIP(domain) === 0 ? domainToASCII(domain) : domain;
  if (ascii === '') throw new ConnectFault('address-invalid');
  return ascii;
}

const none: Promise<readonly SrvRecord[]> = Promise.resolve([]);

/** A look-up that fails is none: the domain itself is tried then, and its certificate must fit in any case. */
async function records(resolveSrv: XmppPorts['resolveSrv'], name: string): Promise<readonly SrvRecord[]> {
  try {
    return await resolveSrv(name);
  } catch {
    return [];
  }
}

/** Lowest priority first; within one, at random by weight. Spec: RFC 2782. */
export function inOrder<Item extends SrvRecord>(items: readonly Item[], random: Rng): Item[] {
  const rest = [...items].sort((a, b) => a.priority - b.priority || a.weight - b.weight);
  const ordered: Item[] = [];
  while (rest.length > 0) {
    const first = rest.filter(({ priority }) => priority === rest[0]?.priority);
    const total = first.reduce((sum, { weight }) => sum + weight, 0);
    const draw = total === 0 ? 0 : new DataView(random(4).slice().buffer).getUint32(0) % (total + 1);
    let sum = 0;
    const chosen = first.find(({ weight }) => (sum += weight) >= draw) ?? first[0];
    if (chosen === undefined) break;
    ordered.push(chosen);
    rest.splice(rest.indexOf(chosen), 1);
  }
  return ordered;
}
