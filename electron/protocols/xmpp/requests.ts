import { toHex } from '../../base/bytes.ts';
import { Fault } from '../../base/fault.ts';
import xml, { type Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import { readAddress, domainOf, type Address } from './addresses.ts';
import { ns } from './namespaces.ts';
import type { XmppPorts } from './ports.ts';

type Waiting = { readonly to: Address | null; readonly settle: (answer: Element) => void; readonly giveUp: (fault: FaultCode) => void };

/**
 * Our questions, each waiting for its answer.
 *
 * An answer counts only with the random id of its question and from whom was asked: our own account or server, or the
 * very device.
 * Spec: RFC 6120 section 8.2.3.
 */
export class Requests {
  readonly #waiting = new Map<string, Waiting>();
  readonly #ports: XmppPorts;

  constructor(ports: XmppPorts) {
    this.#ports = ports;
  }

  /** Sends `child` through `send`, to our account or to `to`; resolves with the answer, result or error. Throws `Fault` when none comes. */
  ask(type: 'get' | 'set', child: Element, send: (stanza: Element) => void, to?: string): Promise<Element> {
    const id = toHex(this.#ports.random(12));
    return new Promise((resolve, reject) => {
      const { clock, timings } = this.#ports;
      const cancel = clock.after(timings.requestMs, () => this.#waiting.get(id)?.giveUp('connection-timeout'));
      const end = () => {
        cancel();
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        to: readAddress(to),
        settle: (answer) => {
          end();
          resolve(answer);
        },
        giveUp: (fault) => {
          end();
          reject(new Fault(fault));
        },
      });
      try {
        send(xml('iq', { type, id, ...(to === undefined ? {} : { to }) }, child));
      } catch (error) {
        end();
        reject(error instanceof Fault ? error : new Fault('internal', { cause: error }));
      }
    });
  }

  /** Hands an answer to the question that it belongs to, if it does. */
  answered(stanza: Element, own: Address): void {
    const { id, from } = stanza.attrs;
    const waiting = this.#waiting.get(id ?? '');
    if (waiting === undefined || !(isFromServer(from, own) ? isOfServer(waiting.to, own) : isSame(readAddress(from), waiting.to))) return;
    waiting.settle(stanza);
  }

  /** The session is gone and nobody will answer. */
  giveUp(fault: FaultCode): void {
    for (const waiting of [...this.#waiting.values()]) waiting.giveUp(fault);
  }
}

function isSame(a: Address | null, b: Address | null): boolean {
  return a !== null && b !== null && a.bare === b.bare && a.resource === b.resource;
}

/** Whether the server or the account itself was asked. */
function isOfServer(to: Address | null, own: Address): boolean {
  return to === null || to.bare === own.bare || to.bare === domainOf(own.bare);
}

function isFromServer(from: string | undefined, own: Address): boolean {
  if (from === undefined) return true;
  const sender = readAddress(from);
  if (sender === null) return false;
  const isAccount = sender.bare === own.bare && (sender.resource === '' || sender.resource === own.resource);
  return isAccount || (sender.bare === domainOf(own.bare) && sender.resource === '');
}

/**
 * The answer to a question: what is `offered` to those who may know that we are there, and a yes for a ping of our own
 * server; else that we do not offer it.
 *
 * Anybody else gets the error that a device which is not there would bring, since any other would tell them that we
 * are. Spec: RFC 6120 section 8.4; XEP-0199 section 6.
 */
export function answerTo(question: Element, own: Address, isKnown: boolean, offer: (child: Element) => readonly Element[] | null): Element {
  const { id, from } = question.attrs;
  const about = { ...(from === undefined ? {} : { to: from }), ...(id === undefined ? {} : { id }) };
  const children = question.getChildElements();
  const [child] = children;
  if (child !== undefined && children.length === 1 && question.attrs['type'] === 'get') {
    const isPing = child.is('ping', ns.ping) && isFromServer(from, own);
    const answer = isPing ? [] : isKnown ? offer(child) : null;
    if (answer !== null) return xml('iq', { type: 'result', ...about }, ...answer);
  }
  const condition = xml('service-unavailable', { xmlns: ns.stanzaErrors });
  return xml('iq', { type: 'error', ...about }, xml('error', { type: 'cancel' }, condition));
}

export function ping(): Element {
  return xml('ping', { xmlns: ns.ping });
}
