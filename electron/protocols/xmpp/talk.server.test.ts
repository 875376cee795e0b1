import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import xml from '@xmpp/xml';
import type { Offers } from '../protocol.ts';
import { verificationOf, readInfo } from './capabilities.ts';
import { openStage, type Stage } from './testing/stage.ts';
import type { Person } from './testing/person.ts';
import type { RawClient } from './testing/raw-client.ts';

/* What goes beside the words: what devices can do, who types, what arrived. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const [juliet, romeo] = await Promise.all([stage.online('juliet'), stage.online('romeo')]);
  const pairs = [[juliet, 'romeo'], [romeo, 'juliet']] as const;
  for (const [one, other] of pairs) one.session.requestSubscription(stage.address(other), '');
  for (const [one, other] of pairs) {
    await one.next('subscription-request');
    one.session.approveSubscription(stage.address(other));
  }
  for (const [one] of pairs) await one.next('roster-changed', ({ item }) => item.subscription === 'both');
  await stage.clear();
}, 30_000);
afterEach(() => stage.clear());
afterAll(() => stage.close());

const info = 'http://jabber.org/protocol/disco#info';
const offers: Offers = { chatStates: true, receipts: true, time: false, version: null };

async function offering(name: string, resource: string, offered = offers): Promise<Person> {
  const one = stage.meet(name, { resource });
  one.session.offer(offered);
  one.session.connect();
  await one.reaches('online');
  return one;
}

/** What a client that is not ours gets for a question. */
async function asked(client: RawClient, to: string, child: ReturnType<typeof xml>): Promise<ReturnType<typeof xml>> {
  client.send(xml('iq', { to, type: 'get', id: 'asked' }, child));
  return client.until(({ attrs, name }) => name === 'iq' && attrs['id'] === 'asked');
}

describe('what a device can do (XEP-0030, 0115, 0199, 0202, 0092)', () => {
  test('two of ours learn it of each other by the hash, and by one question', async () => {
    const juliet = await offering('juliet', 'balcony');
    const romeo = await offering('romeo', 'orchard');
    expect(await juliet.next('features')).toMatchObject({ address: stage.address('romeo'), resource: 'orchard', features: ['chat-states', 'receipts', 'corrections'] });
    expect(await romeo.next('features')).toMatchObject({ address: stage.address('juliet'), features: ['chat-states', 'receipts', 'corrections'] });
  });

  test('the hash in our presence is that of our answer, and changes with what is switched on', async () => {
    const juliet = await offering('juliet', 'balcony');
    const romeo = await stage.raw('romeo', 'orchard');
    romeo.send(xml('presence', {}));
    const capabilities = async (besides?: string) => {
      const isNew = (element: ReturnType<typeof xml>) => element.name === 'presence' && element.attrs['from'] === `${stage.address('juliet')}/balcony` && element.getChild('c')?.attrs['ver'] !== besides;
      return (await romeo.until(isNew)).getChild('c')?.attrs ?? {};
    };
    const to = `${stage.address('juliet')}/balcony`;
    const check = async ({ node = '', ver = '' }: Record<string, string | undefined>) => {
      const query = (await asked(romeo, to, xml('query', { xmlns: info, node: `${node}#${ver}` }))).getChild('query');
      const read = query && readInfo(query);
      expect(read && verificationOf(read)).toBe(ver);
      return read?.features ?? [];
    };
    const first = await capabilities();
    expect(await check(first)).not.toContain('urn:xmpp:time');
    expect((await asked(romeo, to, xml('time', { xmlns: 'urn:xmpp:time' }))).attrs['type']).toBe('error');
    juliet.session.offer({ ...offers, time: true, version: '1' });
    const second = await capabilities(first['ver']);
    expect(await check(second)).toEqual(expect.arrayContaining(['urn:xmpp:time', 'jabber:iq:version']));
    expect((await asked(romeo, to, xml('time', { xmlns: 'urn:xmpp:time' }))).getChild('time')?.getChild('utc')?.text()).toMatch(/Z$/);
    expect((await asked(romeo, to, xml('ping', { xmlns: 'urn:xmpp:ping' }))).attrs['type']).toBe('result');
  });

  test('who does not see our presence learns nothing, and nobody does while we are invisible', async () => {
    const juliet = await offering('juliet', 'balcony', { ...offers, time: true, version: '1' });
    const [romeo, nurse] = [await stage.raw('romeo', 'orchard'), await stage.raw('nurse', 'room')];
    const to = `${stage.address('juliet')}/balcony`;
    const questions = [xml('query', { xmlns: info }), xml('time', { xmlns: 'urn:xmpp:time' }), xml('query', { xmlns: 'jabber:iq:version' }), xml('ping', { xmlns: 'urn:xmpp:ping' })];
    for (const question of questions) expect((await asked(nurse, to, question)).toString()).toContain('service-unavailable');
    expect((await asked(romeo, to, xml('query', { xmlns: info }))).attrs['type']).toBe('result');
    juliet.session.setStatus({ show: 'invisible', text: '' });
    await stage.prosody.wire.waitFor(({ xml: seen, direction }) => direction === 'in' && seen.includes("type='unavailable'"));
    for (const question of questions) expect((await asked(romeo, to, question)).toString()).toContain('service-unavailable');
  });
});

describe('receipts and chat states (XEP-0184, 0085)', () => {
  test('a line asks for a receipt, and only one from the one whom it went to counts', async () => {
    const juliet = await offering('juliet', 'balcony');
    const [romeo, nurse] = [await offering('romeo', 'orchard'), await stage.raw('nurse', 'room')];
    juliet.session.send({ id: 'random-1', address: stage.address('romeo'), resource: 'orchard', text: '?OTR:AAMD.', otr: true, beside: { wantsReceipt: true, isActive: false, replaces: null } });
    const { message } = await romeo.next('message');
    expect(message).toMatchObject({ stanzaId: 'random-1', wantsReceipt: true });
    const forged = (type: string, id: string) => xml('message', { to: `${stage.address('juliet')}/balcony`, type }, xml('received', { xmlns: 'urn:xmpp:receipts', id }));
    nurse.send(forged('chat', 'random-1'));
    nurse.send(xml('message', { to: `${stage.address('juliet')}/balcony`, type: 'chat' }, xml('body', {}, 'after')));
    await juliet.next('message');
    expect(juliet.all('received-by-buddy')).toEqual([]);
    const other = await stage.raw('romeo', 'cellar');
    other.send(forged('chat', 'random-1'));
    other.send(forged('error', 'random-1'));
    other.send(xml('message', { to: `${stage.address('juliet')}/balcony`, type: 'chat' }, xml('body', {}, 'after')));
    await juliet.next('message');
    expect(juliet.all('received-by-buddy')).toEqual([]);
    romeo.session.sendReceipt({ address: message.address, resource: message.resource, otr: true }, message.stanzaId ?? '');
    expect(await juliet.next('received-by-buddy')).toMatchObject({ id: 'random-1', address: stage.address('romeo') });
  });

  test('no receipt is asked of an archived or copied line, and an id is needed', async () => {
    const juliet = await offering('juliet', 'balcony');
    const romeo = await stage.raw('romeo', 'orchard');
    const request = xml('request', { xmlns: 'urn:xmpp:receipts' });
    romeo.send(xml('message', { to: stage.address('juliet'), type: 'chat' }, xml('body', {}, 'without an id'), request));
    expect((await juliet.next('message')).message).toMatchObject({ wantsReceipt: false });
    const away = await stage.online('juliet', { resource: 'away' });
    romeo.send(xml('message', { to: `${stage.address('juliet')}/balcony`, type: 'chat', id: 'copied' }, xml('body', {}, 'copied'), request));
    expect((await away.next('message')).message).toMatchObject({ route: 'carbon-received', wantsReceipt: false });
    expect((await juliet.next('message')).message).toMatchObject({ route: 'direct', wantsReceipt: true });
  });

  test('what somebody does arrives, is kept nowhere, and copies of it count for nothing', async () => {
    const juliet = await offering('juliet', 'balcony');
    const romeo = await offering('romeo', 'orchard');
    romeo.session.sendChatState({ address: stage.address('juliet'), resource: null, otr: false }, 'composing');
    expect(await juliet.next('chat-state')).toEqual({ kind: 'chat-state', address: stage.address('romeo'), resource: 'orchard', state: 'composing' });
    const seen = await stage.prosody.wire.waitFor(({ xml: element, direction }) => direction === 'in' && element.includes('<composing'));
    expect(seen.xml).toContain("<no-store xmlns='urn:xmpp:hints'/>");
    expect(seen.xml).not.toContain('<body');
  });
});
