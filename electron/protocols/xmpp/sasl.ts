import { toHex } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import xml, { type Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import { ConnectFault } from './connect-fault.ts';
import type { ChannelBinding } from './channel-binding.ts';
import { ns } from './namespaces.ts';
import { saslprep } from './saslprep.ts';
import { provesServer, scramFinal, scramFirst, type BindingChoice, type ScramHash, type ScramStart } from './scram.ts';
import type { XmppStream } from './stream.ts';
import type { XmppPorts } from './ports.ts';

/** Our mechanisms, the best first. A bound one shuts out whoever sits in the middle with a false certificate. */
const mechanisms = [
  { name: 'SCRAM-SHA-256-PLUS', hash: 'sha256', binds: true },
  { name: 'SCRAM-SHA-1-PLUS', hash: 'sha1', binds: true },
  { name: 'SCRAM-SHA-256', hash: 'sha256', binds: false },
  { name: 'SCRAM-SHA-1', hash: 'sha1', binds: false },
  { name: 'PLAIN', hash: null, binds: false },
] as const satisfies readonly { readonly name: string; readonly hash: ScramHash | null; readonly binds: boolean }[];

export type MechanismName = (typeof mechanisms)[number]['name'];

export type Choice =
  | { readonly name: Exclude<MechanismName, 'PLAIN'>; readonly hash: ScramHash; readonly binding: BindingChoice }
  | { readonly name: 'PLAIN' };

export type ChoiceRules = {
  readonly allowPlain: boolean;
  readonly channelBinding: ChannelBinding | null;
  /** The certificate is the very one that the person pinned. */
  readonly isPinned: boolean;
  /** What this session signed in with before: nothing weaker is taken later. */
  readonly floor: MechanismName | null;
};

/**
 * The best mechanism that both sides know and the rules allow.
 *
 * ejabberd before 24.02 offers -PLUS with a binding that TLS 1.3 does not have, and does not say which. A pinned certificate
 * leaves nobody in the middle, so there it is done without; else a guess that fails is a sign of somebody who hid what the
 * server said, and nothing weaker is tried.
 *
 * Faults: password-plain-refused where only the person's word for PLAIN is missing; sasl-no-mechanism.
 * Spec: RFC 5802 section 6 for what is said of channel binding.
 */
export function chooseMechanism(
  offered: readonly string[],
  { allowPlain, channelBinding, isPinned, floor }: ChoiceRules,
): Result<Choice, 'sasl-no-mechanism' | 'password-plain-refused'> {
  const weakest = floor === null ? mechanisms.length - 1 : mechanisms.findIndex(({ name }) => name === floor);
  const strongEnough = mechanisms.slice(0, weakest + 1).filter(({ name }) => offered.includes(name));
  const usable = channelBinding?.guessed && isPinned ? null : channelBinding;
  const offersBinding = offered.some((name) => name.endsWith('-PLUS'));
  for (const { name, hash, binds } of strongEnough) {
    if (hash === null) {
      return allowPlain ? ok({ name }) : fail('password-plain-refused');
    }
    if (binds && usable === null) continue;
    if (binds && usable !== null) return ok({ name, hash, binding: { use: usable } });
    return ok({ name, hash, binding: channelBinding !== null && !offersBinding ? 'could' : 'cannot' });
  }
  return fail('sasl-no-mechanism');
}

export type Credentials = { readonly username: string; readonly password: string };

/**
 * Signs in and resolves with the mechanism's name; the caller opens the stream anew. The password leaves this
 * function only as PLAIN, which `rules` must allow, and SCRAM ends only with the server's own proof.
 *
 * Faults (thrown): `password-wrong`, `channel-binding-refused`, `account-disabled`, `sasl-no-mechanism`, `password-plain-refused`,
 * `server-verification-failed`, `stream-error`, and those of the stream.
 * Spec: RFC 6120 section 6, RFC 5802, RFC 7677, RFC 4616.
 */
export async function authenticate(
  stream: XmppStream,
  features: Element,
  credentials: Credentials,
  rules: ChoiceRules,
  ports: XmppPorts,
  signal: AbortSignal,
): Promise<MechanismName> {
  const offered = features
    .getChild('mechanisms', ns.sasl)
    ?.getChildren('mechanism', ns.sasl)
    .map((element) => element.text().trim());
  const choice = chooseMechanism(offered ?? [], rules);
  if (!choice.ok) throw new ConnectFault(choice.fault);
  const username = saslprep(credentials.username);
  const password = saslprep(credentials.password);
  if (!username.ok) throw new ConnectFault('address-invalid');
  if (!password.ok) throw new ConnectFault('password-wrong');
  const exchange = new Exchange(stream, signal);
  if (choice.value.name === 'PLAIN') {
    exchange.start('PLAIN', `\0${username.value}\0${password.value}`);
    if ((await exchange.next()).at !== 'success') throw new ConnectFault('server-verification-failed');
  } else {
    const { hash, binding, name } = choice.value;
    const start: ScramStart = { hash, binding, username: username.value, nonce: toHex(ports.random(24)) };
    await scram(exchange, name, start, password.value).catch((error: unknown) => {
      const isGuess = typeof binding === 'object' && binding.use.guessed;
      throw isGuess && error instanceof ConnectFault && error.fault === 'password-wrong' ? new ConnectFault('channel-binding-refused') : error;
    });
  }
  return choice.value.name;
}

async function scram(exchange: Exchange, name: MechanismName, start: ScramStart, password: string): Promise<void> {
  exchange.start(name, scramFirst(start));
  const first = await exchange.next();
  if (first.at !== 'challenge') throw new ConnectFault('server-verification-failed');
  const final = await scramFinal(start, password, first.text);
  if (!final.ok) throw new ConnectFault('server-verification-failed');
  exchange.respond(final.value.message);
  let last = await exchange.next();
  const proof = last.text;
  if (last.at === 'challenge') {
    // Some servers send their proof as one more challenge.
    if (!provesServer(final.value, proof)) throw refusal(proof);
    exchange.respond('');
    last = await exchange.next();
    if (last.at !== 'success') throw new ConnectFault('server-verification-failed');
  } else if (!provesServer(final.value, proof)) {
    throw refusal(proof);
  }
}

/** What went wrong where the server's last message is no proof. Spec: RFC 5802 section 7, `server-error-value`. */
function refusal(serverFinal: string): ConnectFault {
  return new ConnectFault(/^e=(?:invalid-proof|unknown-user)$/.test(serverFinal) ? 'password-wrong' : 'server-verification-failed');
}

type ServerStep = { readonly at: 'challenge' | 'success'; readonly text: string };

/** The elements of one SASL exchange. Texts are UTF-8, carried in base64. */
class Exchange {
  readonly #stream: XmppStream;
  readonly #signal: AbortSignal;

  constructor(stream: XmppStream, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
  }

  start(mechanism: MechanismName, text: string): void {
    this.#stream.send(xml('auth', { xmlns: ns.sasl, mechanism }, encode(text)));
  }

  respond(text: string): void {
    this.#stream.send(xml('response', { xmlns: ns.sasl }, encode(text)));
  }

  async next(): Promise<ServerStep> {
    const element = await this.#stream.read(this.#signal);
    const text = Buffer.from(element.text(), 'base64').toString('utf8');
    if (element.is('challenge', ns.sasl)) return { at: 'challenge', text };
    if (element.is('success', ns.sasl)) return { at: 'success', text };
    throw new ConnectFault(element.is('failure', ns.sasl) ? failureOf(element) : 'stream-error');
  }
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** Spec: RFC 6120 section 6.5. */
function failureOf(failure: Element): FaultCode {
  for (const child of failure.getChildElements()) {
    switch (child.getName()) {
      case 'not-authorized':
      case 'credentials-expired':
        return 'password-wrong';
      case 'account-disabled':
        return 'account-disabled';
      case 'invalid-mechanism':
      case 'mechanism-too-weak':
        return 'sasl-no-mechanism';
      case 'encryption-required':
        return 'tls-not-offered';
      case 'temporary-auth-failure':
        return 'stream-error';
      default:
    }
  }
  // Among the rest is a channel binding that does not match: somebody else's TLS ends in the middle.
  return 'server-verification-failed';
}
