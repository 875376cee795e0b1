import { toHex } from '../../base/bytes.ts';
import { Fault } from '../../base/fault.ts';
import xml, { type Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import type { RegistrationAnswer } from '../../../shared/views.ts';
import type { AccountRegistration, SessionConfig } from '../protocol.ts';
import { ConnectFault, connectFaultOf } from './connect-fault.ts';
import { reachSecured } from './establish.ts';
import { asciiDomain } from './look-up.ts';
import { ns } from './namespaces.ts';
import { filledForm, missingIn, readForm, type CameForm } from './registration-form.ts';
import { stanzaErrorCondition } from './stanza-error.ts';
import { XmppStream } from './stream.ts';
import type { XmppPorts } from './ports.ts';

/** A person fills a form in; nobody keeps a connection for longer. */
const longestMs = 10 * 60_000;
/** Other stanzas that a server may send before its answer. */
const mostOthers = 16;

/**
 * Makes an account over a connection that is secured as every other, before anybody has signed in.
 *
 * Nothing is said before the server's certificate was accepted, and never without TLS, not even to this machine.
 * Spec: XEP-0077 section 3.1.
 */
export class XmppRegistration implements AccountRegistration {
  readonly #config: Omit<SessionConfig, 'password'>;
  readonly #ports: XmppPorts;
  readonly #ending = new AbortController();
  readonly #domain: string;
  #stream: XmppStream | null = null;
  #form: CameForm | null = null;
  #stopWaiting: () => void = () => {};

  constructor(config: Omit<SessionConfig, 'password'>, ports: XmppPorts) {
    this.#config = config;
    this.#ports = ports;
    this.#domain = asciiDomain(config.settings.address);
  }

  async ask(): Promise<RegistrationAnswer> {
    try {
      if (this.#config.settings.tls === 'loopback-clear') throw new ConnectFault('tls-not-offered');
      const { signal } = this.#ending;
      const { socket } = await reachSecured(this.#config, this.#ports, () => {}, signal);
      this.#stream = new XmppStream(socket, this.#domain, this.#ports);
      await this.#stream.open(signal);
      const answer = await this.#ask(this.#stream, 'get', xml('query', { xmlns: ns.register }));
      if (answer.attrs['type'] !== 'result') throw new ConnectFault(closedFault(answer));
      const query = answer.getChild('query', ns.register);
      this.#form = query === undefined ? null : readForm(query);
      if (this.#form === null) throw new ConnectFault('registration-unreadable');
      this.#stopWaiting = this.#ports.clock.after(longestMs, () => this.close());
      return { at: 'form', form: this.#form.view };
    } catch (thrown) {
      this.close();
      const { fault, certificate } = connectFaultOf(thrown, 'stream-error');
      if (certificate === null || certificate.reason === 'certificate-pin-changed') throw new Fault(fault, { cause: thrown });
      const { host, reason, certificate: shown } = certificate;
      return { at: 'certificate', question: { host, reason, certificate: shown } };
    }
  }

  async submit(values: ReadonlyMap<string, string>): Promise<void> {
    const [stream, form] = [this.#stream, this.#form];
    if (stream === null || form === null || stream.end !== null) throw new Fault('registration-over');
    if (form.view.asksPicture || missingIn(form.view, values).length > 0) throw new Fault('registration-incomplete');
    let answer: Element;
    try {
      answer = await this.#ask(stream, 'set', filledForm(form, values));
    } catch (thrown) {
      this.close();
      throw new Fault(connectFaultOf(thrown, 'stream-error').fault, { cause: thrown });
    }
    if (answer.attrs['type'] !== 'result') throw new Fault(refusedFault(answer));
    this.close();
  }

  close(): void {
    this.#stopWaiting();
    this.#ending.abort();
    const stream = this.#stream;
    this.#stream = null;
    void stream?.close();
  }

  /** The answer to our question, by its random id; nobody else speaks on this stream. */
  async #ask(stream: XmppStream, type: 'get' | 'set', query: Element): Promise<Element> {
    const id = toHex(this.#ports.random(12));
    stream.send(xml('iq', { type, id, to: this.#domain }, query));
    for (let others = 0; others < mostOthers; others += 1) {
      const element = await stream.read(this.#ending.signal);
      if (element.is('iq') && element.attrs['id'] === id && ['result', 'error'].includes(element.attrs['type'] ?? '')) return element;
    }
    throw new ConnectFault('stream-error');
  }
}

function closedFault(answer: Element): FaultCode {
  return isToWait(answer) ? 'server-busy' : 'registration-closed';
}

/** Spec: XEP-0077 section 3.1.1. */
function refusedFault(answer: Element): FaultCode {
  switch (stanzaErrorCondition(answer)) {
    case 'conflict':
      return 'registration-name-taken';
    case 'jid-malformed':
      return 'registration-name-invalid';
    case 'bad-request':
    case 'not-acceptable':
      return 'registration-incomplete';
    case 'not-allowed':
    case 'forbidden':
    case 'service-unavailable':
    case 'feature-not-implemented':
      return 'registration-closed';
    default:
      return isToWait(answer) ? 'server-busy' : 'registration-refused';
  }
}

function isToWait(answer: Element): boolean {
  return stanzaErrorCondition(answer) === 'resource-constraint' || answer.getChild('error')?.attrs['type'] === 'wait';
}
