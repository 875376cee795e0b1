import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Element } from '@xmpp/xml';
import type { ConnectionView } from '../../../shared/views.ts';
import type { SessionConfig } from '../protocol.ts';
import type { Address } from './addresses.ts';
import { bindResource } from './bind.ts';
import { channelBinding } from './channel-binding.ts';
import { ConnectFault, connectFaultOf } from './connect-fault.ts';
import { within } from './deadline.ts';
import { asciiDomain, lookUp, type Target } from './look-up.ts';
import { ns } from './namespaces.ts';
import { reach } from './reach.ts';
import { reachThrough } from './reach-through.ts';
import { authenticate, type MechanismName } from './sasl.ts';
import { askForTls } from './starttls.ts';
import { XmppStream } from './stream.ts';
import { StreamManagement } from './stream-management.ts';
import { secure } from './verified-tls.ts';
import type { XmppPorts } from './ports.ts';

type Step = Extract<ConnectionView, { at: 'connecting' }>['step'];
export type Secured = Extract<ConnectionView, { at: 'online' }>['secured'];

/** What an earlier connection of the session leaves to the next one. */
export type Past = {
  readonly mechanism: MechanismName | null;
  /** The session to resume, with the full address that it had. */
  readonly resumable: { readonly management: StreamManagement; readonly own: Address } | null;
};

export type Established = {
  readonly stream: XmppStream;
  readonly secured: Secured;
  readonly own: Address;
  readonly mechanism: MechanismName;
  /** `null` where the server does not manage streams. */
  readonly management: StreamManagement | null;
  /** For a resumed session: how far the server had got (its `h`). `null`: the session is new. */
  readonly resumedAt: string | null;
  /** For a session that could not be resumed: how far the server had got, where it says so. */
  readonly lostAt: string | null;
  /** Stanzas that came before the server began to count. */
  readonly early: readonly Element[];
};

/**
 * Goes all the way from the account's settings to a stream that is secured, signed in and bound (or resumed).
 *
 * Each step has its own time limit and is told to `onStep` first; `signal` ends it at any point. Whatever fails,
 * no socket is left open and nothing was said to a server that did not prove itself. Throws `ConnectFault`.
 */
export async function establish(
  config: SessionConfig,
  past: Past,
  ports: XmppPorts,
  onStep: (step: Step) => void,
  signal: AbortSignal,
): Promise<Established> {
  const socket = await reachSecured(config, ports, onStep, signal);
  return signIn(socket, config, past, ports, onStep, signal);
}

/** The first of the server's places that can be reached and trusted. Throws `ConnectFault`, and leaves no socket open. */
export async function reachSecured(
  config: Omit<SessionConfig, 'password'>,
  ports: XmppPorts,
  onStep: (step: Step) => void,
  signal: AbortSignal,
): Promise<SecuredSocket> {
  onStep('looking-up');
  const { clock, timings } = ports;
  const targets = await within(lookUp(config.settings, ports), timings.lookUpMs, { clock, signal });
  let failure = new ConnectFault('host-not-found');
  for (const target of targets) {
    try {
      return await open(target, config, ports, onStep, signal);
    } catch (error) {
      failure = connectFaultOf(error, 'host-unreachable');
      // Another target is tried where this one could not be used, not where it must not be trusted.
      if (signal.aborted || !elsewhereMayHelp.has(failure.fault)) throw failure;
    }
  }
  throw failure;
}

const elsewhereMayHelp: ReadonlySet<string> = new Set([
  'host-not-found',
  'host-unreachable',
  'connection-refused',
  'connection-timeout',
  'connection-lost',
  'tls-failed',
  'proxy-target-failed',
]);

export type SecuredSocket = { readonly socket: Socket; readonly secured: Secured };

async function open(
  target: Target,
  { settings, proxyPassword, pinnedCertificate }: Omit<SessionConfig, 'password'>,
  ports: XmppPorts,
  onStep: (step: Step) => void,
  signal: AbortSignal,
): Promise<SecuredSocket> {
  onStep('reaching');
  const proxy = settings.proxy === null ? null : { ...settings.proxy, password: proxyPassword ?? '' };
  const socket = proxy === null ? await reach(target, ports, signal) : await reachThrough(proxy, target, ports, signal);
  if (target.tls === 'clear') return { socket, secured: 'loopback-clear' };
  onStep('securing');
  const domain = asciiDomain(settings.address);
  if (target.tls === 'starttls') await askForTls(socket, domain, ports, signal);
  return secure(socket, { domain, pinned: pinnedCertificate }, target.tls, ports, signal);
}

async function signIn(
  { socket, secured }: SecuredSocket,
  { settings, password }: SessionConfig,
  past: Past,
  ports: XmppPorts,
  onStep: (step: Step) => void,
  signal: AbortSignal,
): Promise<Established> {
  onStep('authenticating');
  const stream = new XmppStream(socket, asciiDomain(settings.address), ports);
  try {
    const from = secured === 'loopback-clear' ? null : settings.address;
    const features = await stream.open(signal, from);
    const rules = {
      allowPlain: settings.allowPlain,
      channelBinding: socket instanceof TLSSocket ? channelBinding(socket, features) : null,
      isPinned: secured === 'pinned',
      floor: past.mechanism,
    };
    const username = settings.address.slice(0, settings.address.indexOf('@'));
    const mechanism = await authenticate(stream, features, { username, password }, rules, ports, signal);
    const offered = await stream.open(signal, from);
    stream.allowLongElements();
    return { stream, secured, mechanism, ...(await startSession(stream, offered, settings, past, signal)) };
  } catch (error) {
    stream.destroy();
    throw connectFaultOf(error, 'stream-error');
  }
}

/** Resumes the session that was, or binds a new one. Spec: XEP-0198 sections 3 and 5. */
async function startSession(
  stream: XmppStream,
  features: Element,
  { address, resource }: SessionConfig['settings'],
  { resumable }: Past,
  signal: AbortSignal,
): Promise<Pick<Established, 'own' | 'management' | 'resumedAt' | 'lostAt' | 'early'>> {
  const isManaged = features.getChild('sm', ns.management) !== undefined;
  let lostAt: string | null = null;
  if (isManaged && resumable !== null) {
    stream.send(resumable.management.resume());
    const answer = await stream.read(signal);
    if (answer.is('resumed', ns.management)) {
      return { ...resumable, resumedAt: answer.attrs['h'] ?? '', lostAt, early: [] };
    }
    if (!answer.is('failed', ns.management)) throw new ConnectFault('stream-error');
    lostAt = answer.attrs['h'] ?? null;
  }
  if (features.getChild('bind', ns.bind) === undefined) throw new ConnectFault('stream-error');
  const own = await bindResource(stream, resource, address, signal);
  if (!isManaged) return { own, management: null, resumedAt: null, lostAt, early: [] };
  return { own, resumedAt: null, lostAt, ...(await manage(stream, signal)) };
}

const mostEarly = 64;

async function manage(stream: XmppStream, signal: AbortSignal): Promise<Pick<Established, 'management' | 'early'>> {
  const management = new StreamManagement();
  const early: Element[] = [];
  stream.send(StreamManagement.enable());
  while (early.length < mostEarly) {
    const answer = await stream.read(signal);
    if (answer.is('failed', ns.management)) return { management: null, early };
    if (answer.is('enabled', ns.management)) {
      management.enabled(answer);
      return { management, early };
    }
    early.push(answer);
  }
  throw new ConnectFault('stream-error');
}
