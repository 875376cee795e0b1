import xml from '@xmpp/xml';
import { readAddress, type Address } from './addresses.ts';
import { ConnectFault } from './connect-fault.ts';
import { ns } from './namespaces.ts';
import type { XmppStream } from './stream.ts';

/**
 * Binds a resource and resolves with our full address. Where the wanted resource is taken, the server chooses.
 *
 * Faults (thrown): `resource-conflict`, `stream-error`, and those of the stream.
 * Spec: RFC 6120 section 7.
 */
export async function bindResource(
  stream: XmppStream,
  resource: string,
  bare: string,
  signal: AbortSignal,
): Promise<Address> {
  const first = await ask(stream, resource, signal);
  const answer = first.at === 'taken' && resource !== '' ? await ask(stream, '', signal) : first;
  if (answer.at === 'taken') throw new ConnectFault('resource-conflict');
  if (answer.address.bare !== bare || answer.address.resource === '') throw new ConnectFault('stream-error');
  return answer.address;
}

type Answer = { readonly at: 'bound'; readonly address: Address } | { readonly at: 'taken' };

async function ask(stream: XmppStream, resource: string, signal: AbortSignal): Promise<Answer> {
  const id = resource === '' ? 'bind-any' : 'bind';
  const wanted = resource === '' ? [] : [xml('resource', {}, resource)];
  stream.send(xml('iq', { type: 'set', id }, xml('bind', { xmlns: ns.bind }, ...wanted)));
  const answer = await stream.read(signal);
  if (!answer.is('iq') || answer.attrs['id'] !== id) throw new ConnectFault('stream-error');
  if (answer.attrs['type'] === 'result') {
    const address = readAddress(answer.getChild('bind', ns.bind)?.getChild('jid')?.text());
    if (address === null) throw new ConnectFault('stream-error');
    return { at: 'bound', address };
  }
  if (answer.getChild('error')?.getChild('conflict', ns.stanzaErrors) !== undefined) return { at: 'taken' };
  throw new ConnectFault('stream-error');
}
