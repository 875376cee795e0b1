import { RawPeer } from '../fixtures/raw-peer.ts';
import type { Prosody } from '../fixtures/prosody/index.ts';

type Neighbour = {
  readonly account: string;
  readonly name: string;
  readonly group: string;
  /** What goes into their presence; `null` for somebody who is not there. */
  readonly presence: string | null;
};

const status = (text: string, show = '') => `${show === '' ? '' : `<show>${show}</show>`}${text === '' ? '' : `<status>${text}</status>`}`;

const neighbours: readonly Neighbour[] = [
  { account: 'marlow', name: 'Marlow Quint', group: 'Friends', presence: status('', 'away') },
  { account: 'okafor', name: 'Ines Okafor', group: 'Friends', presence: status('') },
  { account: 'hale', name: 'Teodor Hale', group: 'Friends', presence: status('In rehearsal until eight', 'dnd') },
  { account: 'wren', name: 'Wren Adebayo', group: 'Friends', presence: null },
  { account: 'release', name: 'Release desk', group: 'Work', presence: status('Build 412 is green') },
  { account: 'noor', name: 'Noor Lindqvist', group: 'Work', presence: status('') },
  { account: 'pavel', name: 'Pavel Osei', group: 'Work', presence: status('Back in an hour', 'away') },
];

/** Signs in the people who live around the two of the tour, each a buddy of `owner`; answers them by account. */
export async function moveIn(
  server: Prosody,
  owner: { readonly account: string; readonly address: string; readonly password: string },
): Promise<ReadonlyMap<string, RawPeer>> {
  const tablet = await RawPeer.signIn(server, owner.account, { password: owner.password, resource: 'tablet', available: false });
  const present = new Map<string, RawPeer>();
  for (const { account, name, group, presence } of neighbours) {
    server.addUser(account, 'neighbour');
    const address = `${account}@${server.domain}`;
    tablet.send(`<iq type='set' id='${account}'><query xmlns='jabber:iq:roster'><item jid='${address}' name='${name}'><group>${group}</group></item></query></iq>`);
    await tablet.until(new RegExp(`id='${account}'`));
    // Agreed to before it is asked (RFC 6121 section 3.4), so that no request stands in the window.
    tablet.send(`<presence type='subscribed' to='${address}'/>`);
    const peer = await RawPeer.signIn(server, account, { password: 'neighbour', resource: 'laptop', available: false });
    peer.send(`<presence>${presence ?? ''}</presence><presence type='subscribe' to='${owner.address}'/>`);
    await peer.until(new RegExp(`<presence[^>]*from='${owner.address}`));
    tablet.send(`<presence type='subscribe' to='${address}'/>`);
    await peer.until(/<presence[^>]*type='subscribe'/);
    peer.send(`<presence type='subscribed' to='${owner.address}'/>`);
    if (presence === null) peer.close();
    else present.set(account, peer);
  }
  tablet.close();
  return present;
}
