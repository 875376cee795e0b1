import xml, { type Element } from '@xmpp/xml';
import type { Offers } from '../protocol.ts';
import { verificationOf, type Info } from './capabilities.ts';
import { ns } from './namespaces.ts';

/** Names the program for XEP-0115; an address of nobody, as it is never fetched. */
const node = 'urn:sotto';

export const offersNothing: Offers = { chatStates: false, receipts: false, time: false, version: null };

/** Events that we want of our buddies' accounts, as they come: which picture, and which name. Spec: XEP-0163 section 4. */
const wanted = [`${ns.avatarMetadata}+notify`, `${ns.nick}+notify`];

/** What this device says that it is and can do: nothing that it would not do when asked. Spec: XEP-0030 section 3. */
export function ownInfo({ chatStates, receipts, time, version }: Offers): Info {
  const features: string[] = [ns.info, ns.items, ns.capabilities, ns.ping, ns.correction, ...wanted];
  if (chatStates) features.push(ns.chatStates);
  if (receipts) features.push(ns.receipts);
  if (time) features.push(ns.time);
  if (version !== null) features.push(ns.version);
  return { identities: [{ category: 'client', type: 'pc', language: '', name: '' }], features, forms: [] };
}

/** The same as a hash, for our presence. Spec: XEP-0115 section 4. */
export function ownCapabilities(offers: Offers): Element {
  return xml('c', { xmlns: ns.capabilities, hash: 'sha-1', node, ver: verificationOf(ownInfo(offers)) });
}

/**
 * The answer to a question of somebody who may know that we are there; `null` for what is not offered.
 * Spec: XEP-0030, XEP-0199, XEP-0202, XEP-0092.
 */
export function offered(question: Element, offers: Offers, nowMs: number): readonly Element[] | null {
  if (question.is('ping', ns.ping)) return [];
  if (question.is('query', ns.info)) return infoAnswer(question.attrs['node'], offers);
  if (question.is('query', ns.items)) return question.attrs['node'] === undefined ? [xml('query', { xmlns: ns.items })] : null;
  if (question.is('time', ns.time) && offers.time) return [timeAnswer(nowMs)];
  if (question.is('query', ns.version) && offers.version !== null) {
    return [xml('query', { xmlns: ns.version }, xml('name', {}, 'Sotto'), xml('version', {}, offers.version))];
  }
  return null;
}

function infoAnswer(asked: string | undefined, offers: Offers): readonly Element[] | null {
  const { identities, features } = ownInfo(offers);
  const own = `${node}#${String(ownCapabilities(offers).attrs['ver'])}`;
  if (asked !== undefined && asked !== own) return null;
  const parts = [
    ...identities.map(({ category, type }) => xml('identity', { category, type })),
    ...features.map((name) => xml('feature', { var: name })),
  ];
  return [xml('query', { xmlns: ns.info, ...(asked === undefined ? {} : { node: asked }) }, ...parts)];
}

function timeAnswer(nowMs: number): Element {
  const offset = -new Date(nowMs).getTimezoneOffset();
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const utc = `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
  return xml('time', { xmlns: ns.time }, xml('tzo', {}, zone), xml('utc', {}, utc));
}
