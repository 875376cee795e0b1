import { expect, test } from 'vitest';
import { readAddress } from './addresses.ts';
import { readBlockingPush, readBlocklist } from './blocking.ts';
import { stanza as element } from './testing/stanza.ts';

const own = readAddress('juliet@capulet.test/balcony')!;
const push = (inner: string, from = '') => readBlockingPush(element(`<iq xmlns='jabber:client' type='set' id='1'${from}>${inner}</iq>`), own);
const item = (jid: string) => `<item jid='${jid}'/>`;

test('the list has each address once and in its one form; a server without it cannot block', () => {
  const answer = (inner: string, type = 'result') => readBlocklist(element(`<iq xmlns='jabber:client' type='${type}' id='1'>${inner}</iq>`));
  const list = `<blocklist xmlns='urn:xmpp:blocking'>${item('Romeo@Montague.test')}${item('romeo@montague.test')}${item('spam.test')}${item('@')}<item/><x jid='a@b.test'/></blocklist>`;
  expect(answer(list)).toEqual({ kind: 'blocklist', addresses: ['romeo@montague.test', 'spam.test'] });
  expect(answer('')).toEqual({ kind: 'blocklist', addresses: null });
  expect(answer(list, 'error')).toEqual({ kind: 'blocklist', addresses: null });
});

test('a push tells who is blocked and who is not any more; without an address, nobody is', () => {
  const block = `<block xmlns='urn:xmpp:blocking'>${item('romeo@montague.test')}</block>`;
  expect(push(block)).toEqual({ kind: 'blocking-changed', isBlocked: true, addresses: ['romeo@montague.test'] });
  expect(push(block, " from='juliet@capulet.test'")).toMatchObject({ isBlocked: true });
  expect(push(block.replaceAll('block ', 'unblock ').replace('/block', '/unblock'))).toMatchObject({ isBlocked: false });
  expect(push("<unblock xmlns='urn:xmpp:blocking'/>")).toEqual({ kind: 'blocklist', addresses: [] });
});

test('nobody else can say so', () => {
  const unblock = "<unblock xmlns='urn:xmpp:blocking'/>";
  for (const from of ['romeo@montague.test', 'capulet.test', 'juliet@capulet.test/tomb', '']) {
    expect(push(unblock, ` from='${from}'`)).toBeNull();
  }
});
