import { expect, test } from 'vitest';
import { readAddress } from './addresses.ts';
import { profileEvents, profilesOver } from './profiles.ts';
import { stanza } from './testing/stanza.ts';

const own = readAddress('juliet@capulet.test/balcony')!;
const hash = 'ab'.repeat(20);
const told = (text: string) => profileEvents(stanza(text), own);
const event = (items: string, from = 'romeo@montague.test', type = 'headline') =>
  told(`<message from='${from}' type='${type}'><event xmlns='http://jabber.org/protocol/pubsub#event'>${items}</event></message>`);
const metadata = (info: string) => `<items node='urn:xmpp:avatar:metadata'><item id='x'><metadata xmlns='urn:xmpp:avatar:metadata'>${info}</metadata></item></items>`;
const photo = (inner: string) => told(`<presence from='romeo@montague.test/orchard'><x xmlns='vcard-temp:x:update'>${inner}</x></presence>`);

test('an account tells which picture it has, or that it has none (XEP-0084)', () => {
  const picture = { kind: 'picture', address: 'romeo@montague.test', hash, from: 'account' };
  expect(event(metadata(`<info id='${hash}' bytes='9' type='image/png'/>`))).toEqual([picture]);
  expect(event(metadata(''))).toEqual([{ ...picture, hash: null }]);
  const elsewhere = `<info id='${'cd'.repeat(20)}' url='http://example.org/a.png'/>`;
  expect(event(metadata(`${elsewhere}<info id='${hash}'/>`))).toEqual([picture]);
  for (const info of [elsewhere, "<info id='../../etc'/>", `<info id='${hash.toUpperCase()}'/>`, '<info/>']) expect(event(metadata(info))).toEqual([]);
});

test('only an account speaks for itself: no device, no error and no room does', () => {
  const info = metadata(`<info id='${hash}'/>`);
  for (const found of [event(info, 'romeo@montague.test/orchard'), event(info, 'romeo@montague.test', 'error'), event(info, 'room@x.test', 'groupchat'), event(info, '@')]) {
    expect(found).toEqual([]);
  }
  expect(told(`<message><event xmlns='http://jabber.org/protocol/pubsub#event'>${info}</event></message>`)).toMatchObject([{ address: own.bare }]);
});

test('a presence names the picture of the card, or that there is none, or nothing yet (XEP-0153)', () => {
  expect(photo(`<photo>${hash}</photo>`)).toEqual([{ kind: 'picture', address: 'romeo@montague.test', hash, from: 'card' }]);
  expect(photo('<photo/>')).toMatchObject([{ hash: null }]);
  expect(photo('')).toEqual([]);
  expect(photo('<photo>javascript:alert(1)</photo>')).toEqual([]);
});

test('what somebody calls themselves is cut to our length (XEP-0172)', () => {
  const nick = (text: string) => event(`<items node='http://jabber.org/protocol/nick'><item id='x'><nick xmlns='http://jabber.org/protocol/nick'>${text}</nick></item></items>`);
  expect(nick(' Romeo ')).toEqual([{ kind: 'nick', address: 'romeo@montague.test', nick: 'Romeo' }]);
  expect(nick('W'.repeat(5_000))).toMatchObject([{ nick: 'W'.repeat(256) }]);
});

test('answers without a picture, with another node, too long or with no base64 give none', async () => {
  const answering = (text: string) => profilesOver(() => Promise.resolve(stanza(`<iq type='result' id='1'>${text}</iq>`)), own.bare);
  const data = (text: string, node = 'urn:xmpp:avatar:data') =>
    answering(`<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${node}'><item id='${hash}'><data xmlns='urn:xmpp:avatar:data'>${text}</data></item></items></pubsub>`).fetch('romeo@montague.test', hash);
  expect(await data('AQI\nD')).toEqual(new Uint8Array([1, 2, 3]));
  for (const text of ['', 'AQI', 'A=ID', '<b/>', '@@@@', 'A'.repeat(400_000)]) expect(await data(text)).toBeNull();
  expect(await data('AQID', 'urn:xmpp:other')).toBeNull();
  expect(await answering('').lookUp('romeo@montague.test')).toBeNull();
  expect(await answering("<vCard xmlns='vcard-temp'><FN> Romeo </FN></vCard>").fetchCard('romeo@montague.test')).toEqual({ nick: 'Romeo', bytes: null });
});
