import { createHash } from 'node:crypto';
import xml, { type Element } from '@xmpp/xml';
import { Fault } from '../../base/fault.ts';
import { limits } from '../../../shared/limits.ts';
import type { Picture, Profiles, SessionEvent } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import { ns } from './namespaces.ts';
import { rosterFault, stanzaErrorCondition } from './stanza-error.ts';

type ProfileEvent = Extract<SessionEvent, { kind: 'picture' | 'nick' }>;
type Ask = (type: 'get' | 'set', child: Element, to?: string) => Promise<Element>;

const sha1 = /^[0-9a-f]{40}$/;
/** Base64 of the largest picture that is taken, with room for line breaks. */
const longestBase64 = Math.ceil(limits.pictureBytes / 3) * 4 + 20_000;

/**
 * What a stanza tells of somebody's picture and name: in a presence the picture's hash (XEP-0153), in an event of their
 * account (XEP-0163) the hash (XEP-0084) or the name (XEP-0172). Only an account speaks for itself, so events count from
 * bare addresses.
 */
export function profileEvents(stanza: Element, own: Address): readonly ProfileEvent[] {
  const from = stanza.attrs['from'] === undefined ? own : readAddress(stanza.attrs['from']);
  const { type } = stanza.attrs;
  if (from === null || type === 'error' || type === 'groupchat') return [];
  if (stanza.is('presence', ns.client)) return type === undefined ? hintIn(stanza, from.bare) : [];
  if (!stanza.is('message', ns.client) || (from.resource !== '' && stanza.attrs['from'] !== undefined)) return [];
  const items = stanza.getChild('event', ns.pubsubEvent)?.getChild('items', ns.pubsubEvent);
  return items === undefined ? [] : eventIn(items, from.bare);
}

function hintIn(presence: Element, address: string): readonly ProfileEvent[] {
  const photo = presence.getChild('x', ns.cardUpdate)?.getChild('photo', ns.cardUpdate);
  if (photo === undefined) return [];
  const hash = photo.text().trim().toLowerCase();
  if (hash !== '' && !sha1.test(hash)) return [];
  return [{ kind: 'picture', address, hash: hash === '' ? null : hash, from: 'card' }];
}

function eventIn(items: Element, address: string): readonly ProfileEvent[] {
  const item = items.getChild('item', ns.pubsubEvent);
  if (item === undefined) return [];
  if (items.attrs['node'] === ns.nick) {
    const nick = item.getChild('nick', ns.nick)?.text().trim().slice(0, limits.nameLength) ?? '';
    return [{ kind: 'nick', address, nick }];
  }
  const hash = items.attrs['node'] === ns.avatarMetadata ? hashIn(item) : undefined;
  return hash === undefined ? [] : [{ kind: 'picture', address, hash, from: 'account' }];
}

/** The hash of the picture that an item of metadata names; `null` where it says that there is none, `undefined` where it says nothing. */
function hashIn(item: Element): string | null | undefined {
  const metadata = item.getChild('metadata', ns.avatarMetadata);
  if (metadata === undefined) return undefined;
  const infos = metadata.getChildren('info', ns.avatarMetadata);
  if (infos.length === 0) return null;
  // Pictures that lie elsewhere on the network (`url`) are never fetched.
  const info = infos.find(({ attrs }) => attrs['url'] === undefined && sha1.test(attrs['id'] ?? ''));
  return info?.attrs['id'];
}

/** Asks for pictures and names, and publishes our own. */
export function profilesOver(ask: Ask, own: string): Profiles {
  const to = (address: string) => (address === own ? undefined : address);
  const itemOf = async (address: string, node: string, id: string | null): Promise<Element | undefined> => {
    const query = xml('items', { node, ...(id === null ? { max_items: '1' } : {}) }, ...(id === null ? [] : [xml('item', { id })]));
    const answer = await ask('get', xml('pubsub', { xmlns: ns.pubsub }, query), to(address));
    const items = answer.attrs['type'] === 'result' ? answer.getChild('pubsub', ns.pubsub)?.getChild('items', ns.pubsub) : undefined;
    return items?.attrs['node'] === node ? items.getChild('item', ns.pubsub) : undefined;
  };
  return {
    async lookUp(address) {
      const item = await itemOf(address, ns.avatarMetadata, null);
      return item === undefined ? null : (hashIn(item) ?? null);
    },
    async fetch(address, hash) {
      const item = await itemOf(address, ns.avatarData, hash);
      return bytesIn(item?.getChild('data', ns.avatarData));
    },
    async fetchCard(address) {
      const answer = await ask('get', xml('vCard', { xmlns: ns.card }), to(address));
      const card = answer.attrs['type'] === 'result' ? answer.getChild('vCard', ns.card) : undefined;
      const name = card?.getChild('NICKNAME', ns.card)?.text().trim() || card?.getChild('FN', ns.card)?.text().trim() || '';
      return { nick: name.slice(0, limits.nameLength), bytes: bytesIn(card?.getChild('PHOTO', ns.card)?.getChild('BINVAL', ns.card)) };
    },
    publish: (picture) => publish(ask, picture),
  };
}

/** Strict base64, apart from white space. */
function bytesIn(element: Element | undefined): Uint8Array | null {
  const text = element?.text() ?? '';
  if (text === '' || text.length > longestBase64) return null;
  const base64 = text.replace(/[ \t\r\n]+/g, '');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null;
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  return bytes.length > limits.pictureBytes ? null : bytes;
}

/** Spec: XEP-0084 section 4. The data goes before what names it. */
async function publish(ask: Ask, picture: Picture | null): Promise<void> {
  const set = async (node: string, id: string, payload: Element): Promise<void> => {
    const item = xml('publish', { node }, xml('item', { id }, payload));
    const answer = await ask('set', xml('pubsub', { xmlns: ns.pubsub }, item));
    if (answer.attrs['type'] !== 'result') throw new Fault(publishFault(stanzaErrorCondition(answer)));
  };
  if (picture === null) return set(ns.avatarMetadata, 'current', xml('metadata', { xmlns: ns.avatarMetadata }));
  const { bytes, type, width, height } = picture;
  const id = createHash('sha1').update(bytes).digest('hex');
  await set(ns.avatarData, id, xml('data', { xmlns: ns.avatarData }, Buffer.from(bytes).toString('base64')));
  const info = xml('info', { id, bytes: String(bytes.length), type, width: String(width), height: String(height) });
  await set(ns.avatarMetadata, id, xml('metadata', { xmlns: ns.avatarMetadata }, info));
}

function publishFault(condition: string | null) {
  return condition === 'service-unavailable' || condition === 'feature-not-implemented' ? 'pictures-unsupported' : rosterFault(condition);
}
