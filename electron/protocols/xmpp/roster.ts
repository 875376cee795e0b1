import xml, { type Element } from '@xmpp/xml';
import { limits } from '../../../shared/limits.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { RosterItem } from '../protocol.ts';
import { readAddress, type Address } from './addresses.ts';
import { ns } from './namespaces.ts';

const mostItems = 50_000;

export type RosterChange =
  | { readonly kind: 'roster-changed'; readonly item: RosterItem }
  | { readonly kind: 'roster-removed'; readonly address: string };

export function rosterRequest(): Element {
  return xml('query', { xmlns: ns.roster });
}

export function rosterSet({ address, name, groups }: Pick<RosterItem, 'address' | 'name' | 'groups'>): Element {
  const kept = [...new Set(groups)].filter((group) => group !== '');
  const item = xml(
    'item',
    { jid: address, ...(name === '' ? {} : { name }) },
    ...kept.map((group) => xml('group', {}, group)),
  );
  return xml('query', { xmlns: ns.roster }, item);
}

export function rosterRemoval(address: string): Element {
  return xml('query', { xmlns: ns.roster }, xml('item', { jid: address, subscription: 'remove' }));
}

/**
 * Reads the server's answer to the request for the roster. Items that break the rules are left out and
 * `isWhole` is false then; a fault means that it is no roster at all.
 * Spec: RFC 6121 section 2.2.
 */
export function readRoster(
  answer: Element,
): Result<{ readonly items: readonly RosterItem[]; readonly isWhole: boolean }, 'roster-malformed'> {
  const query = answer.getChild('query', ns.roster);
  if (query === undefined) return fail('roster-malformed');
  const children = query.getChildElements();
  const items = new Map<string, RosterItem>();
  for (const child of children.slice(0, mostItems)) {
    const item = readItem(child);
    if (item !== null && item.subscription !== 'remove') items.set(item.address, { ...item, subscription: item.subscription });
  }
  return ok({ items: [...items.values()], isWhole: items.size === children.length });
}

/**
 * Reads a roster push: what changed, `refused` for one that is not from our own account (anybody can send
 * one), or `malformed`.
 * Spec: RFC 6121 section 2.1.6.
 */
export function readPush(stanza: Element, query: Element, own: Address): RosterChange | 'refused' | 'malformed' {
  const { from } = stanza.attrs;
  if (from !== undefined) {
    const sender = readAddress(from);
    if (sender === null || sender.bare !== own.bare || sender.resource !== '') return 'refused';
  }
  const [child, ...more] = query.getChildElements();
  const item = child === undefined || more.length > 0 ? null : readItem(child);
  if (item === null) return 'malformed';
  const { subscription } = item;
  if (subscription === 'remove') return { kind: 'roster-removed', address: item.address };
  return { kind: 'roster-changed', item: { ...item, subscription } };
}

type ReadItem = Omit<RosterItem, 'subscription'> & { readonly subscription: RosterItem['subscription'] | 'remove' };

function readItem(element: Element): ReadItem | null {
  const { jid, name, subscription = 'none', ask } = element.attrs;
  const address = readAddress(jid);
  if (!element.is('item', ns.roster) || address === null || address.resource !== '' || !isSubscription(subscription)) return null;
  const groups = element
    .getChildren('group', ns.roster)
    .map((group) => group.text().slice(0, limits.groupLength))
    .filter((group) => group !== '');
  return {
    address: address.bare,
    name: (name ?? '').slice(0, limits.nameLength),
    groups: [...new Set(groups)].slice(0, limits.groupsPerBuddy),
    subscription,
    asked: ask === 'subscribe',
  };
}

function isSubscription(text: string): text is ReadItem['subscription'] {
  return ['none', 'to', 'from', 'both', 'remove'].includes(text);
}
