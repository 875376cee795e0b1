import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import xml from '@xmpp/xml';
import { openStage, type Stage } from './testing/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 30_000);
afterEach(() => stage.clear());
afterAll(() => stage.close());

const clear = { resource: null, otr: false } as const;

describe('messages (RFC 6121 section 5)', () => {
  test('two people sign in over verified TLS and exchange messages', async () => {
    const [juliet, romeo] = await Promise.all([
      stage.online('juliet', { resource: 'balcony' }),
      stage.online('romeo', { resource: 'orchard' }),
    ]);
    expect(juliet.all('connection').map(({ connection }) => ('step' in connection ? connection.step : connection.at))).toEqual([
      'looking-up',
      'reaching',
      'securing',
      'authenticating',
      'loading',
      'online',
    ]);
    expect(juliet.all('roster')).toEqual([{ kind: 'roster', items: [] }]);
    const text = 'O Romeo <b> & "ü 🌹"\n]]> &amp; \u00a0';
    juliet.session.send({ id: 'one', address: stage.address('romeo'), text, ...clear });
    const { message } = await romeo.next('message');
    expect(message).toMatchObject({ route: 'direct', address: stage.address('juliet'), resource: 'balcony', text });
    expect(Math.abs(message.atMs - Date.now())).toBeLessThan(10_000);
    expect(await juliet.next('delivered-to-server')).toEqual({ kind: 'delivered-to-server', id: 'one' });
    romeo.session.send({ id: 'two', address: message.address, resource: message.resource, text: 'Lady', otr: false });
    expect((await juliet.next('message')).message).toMatchObject({ text: 'Lady', resource: 'orchard' });
  });

  test('fifty messages keep their order, and large ones and odd characters arrive', async () => {
    const [juliet, romeo] = await Promise.all([stage.online('juliet'), stage.online('romeo')]);
    const texts = Array.from({ length: 50 }, (_, index) => `line ${index} ${'ü'.repeat(index * 37)}`);
    texts.forEach((text, index) => juliet.session.send({ id: String(index), address: stage.address('romeo'), text, ...clear }));
    juliet.session.send({ id: 'big', address: stage.address('romeo'), text: '🌹'.repeat(30_000), ...clear });
    juliet.session.send({ id: 'odd', address: stage.address('romeo'), text: 'a\u0000b\u000bc\ud800d\uffffe', ...clear });
    await romeo.next('message', ({ message }) => message.text.startsWith('a'));
    const received = romeo.all('message').map(({ message }) => message.text);
    expect(received).toEqual([...texts, '🌹'.repeat(30_000), 'a\ufffdb\ufffdc\ufffdd\ufffde']);
    await juliet.next('delivered-to-server', ({ id }) => id === 'odd');
    expect(juliet.all('delivered-to-server')).toHaveLength(52);
  });

  test('OTR text goes to the device with its hints, and nothing else tells of it', async () => {
    const [juliet, romeo] = await Promise.all([stage.online('juliet'), stage.online('romeo', { resource: 'orchard' })]);
    const text = '?OTR:AAMDsecretsecret.';
    juliet.session.send({ id: 'x', address: stage.address('romeo'), resource: 'orchard', text, otr: true });
    await romeo.next('message', ({ message }) => message.text === text);
    const sent = stage.prosody.wire.messages().filter(({ xml: seen, direction }) => direction === 'in' && seen.includes(text));
    expect(sent).toHaveLength(1);
    const seen = sent[0]?.xml ?? '';
    expect(seen).toContain(`to='${stage.address('romeo')}/orchard'`);
    expect(seen).toContain("<no-copy xmlns='urn:xmpp:hints'/>");
    expect(seen).toContain("<no-store xmlns='urn:xmpp:hints'/>");
    expect(seen).toContain("<private xmlns='urn:xmpp:carbons:2'/>");
    expect(seen).toMatch(/<encryption [^>]*namespace='urn:xmpp:otr:0'/);
    expect(seen).not.toMatch(/<html|<request|<markable|receipts|chat-markers|<active/);
    expect(seen.split(text)).toHaveLength(2);
  });

  test('an error comes back on its own message, and on no other', async () => {
    const juliet = await stage.online('juliet');
    juliet.session.send({ id: 'lost', address: stage.address('nobody'), text: 'hello?', ...clear });
    expect(await juliet.next('delivery-failed')).toEqual({
      kind: 'delivery-failed',
      id: 'lost',
      address: stage.address('nobody'),
      fault: 'recipient-unavailable',
    });
    // Somebody else knows the id on the wire, and says that it failed.
    const romeo = await stage.online('romeo');
    const nurse = await stage.raw('nurse', 'room');
    juliet.session.send({ id: 'fine', address: stage.address('romeo'), text: 'it is me', ...clear });
    await romeo.next('message');
    const seen = await stage.prosody.wire.waitFor((element) => element.xml.includes('it is me') && element.direction === 'in');
    const id = /\bid='([^']+)'/.exec(seen.xml)?.[1] ?? '';
    const own = juliet.all('connection').length;
    const to = /^<message[^>]* from='([^']+)'/.exec(seen.xml)?.[1] ?? seen.session;
    nurse.send(
      xml('message', { to, type: 'error', id }, xml('error', { type: 'cancel' }, xml('item-not-found', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }))),
    );
    nurse.send(xml('message', { to, type: 'chat' }, xml('body', {}, 'after')));
    await juliet.next('message', ({ message }) => message.text === 'after');
    expect(juliet.all('delivery-failed')).toHaveLength(1);
    expect(juliet.all('connection')).toHaveLength(own);
  });

  test('headlines, group chats, formatted parts and bodies without text are passed over', async () => {
    const juliet = await stage.online('juliet', { resource: 'balcony' });
    const nurse = await stage.raw('nurse', 'room');
    const to = `${stage.address('juliet')}/balcony`;
    nurse.send(xml('message', { to, type: 'headline' }, xml('body', {}, 'news')));
    nurse.send(xml('message', { to, type: 'groupchat' }, xml('body', {}, 'all')));
    nurse.send(xml('message', { to, type: 'chat' }, xml('composing', { xmlns: 'http://jabber.org/protocol/chatstates' })));
    nurse.send(xml('message', { to, type: 'chat' }, xml('html', { xmlns: 'http://jabber.org/protocol/xhtml-im' }, xml('body', { xmlns: 'http://www.w3.org/1999/xhtml' }, 'rich'))));
    nurse.send(xml('message', { to, type: 'chat' }, xml('body', { 'xml:lang': 'de' }, 'deutsch'), xml('body', {}, 'plain')));
    expect((await juliet.next('message')).message.text).toBe('plain');
    expect(juliet.all('message')).toHaveLength(1);
  });

  test('what the server kept while nobody was there is marked as delayed', async () => {
    const juliet = await stage.online('juliet');
    juliet.session.send({ id: 'later', address: stage.address('romeo'), text: 'read me later', ...clear });
    await juliet.next('delivered-to-server');
    const romeo = await stage.online('romeo');
    const { message } = await romeo.next('message');
    expect(message).toMatchObject({ route: 'delayed', text: 'read me later' });
    expect(Date.now() - message.atMs).toBeLessThan(60_000);
  });
});

describe('carbons (XEP-0280)', () => {
  test('the other device sees both directions of what is in clear, and nothing of OTR', async () => {
    const home = await stage.online('juliet', { resource: 'home' });
    const away = await stage.online('juliet', { resource: 'away' });
    const romeo = await stage.online('romeo', { resource: 'orchard' });
    await Promise.all(
      ['home', 'away'].map((resource) =>
        stage.prosody.wire.waitFor(({ xml: seen, session, direction }) => direction === 'in' && session.endsWith(resource) && seen.includes('urn:xmpp:carbons:2')),
      ),
    );
    home.session.send({ id: 'otr', address: stage.address('romeo'), resource: 'orchard', text: '?OTR:secret.', otr: true });
    home.session.send({ id: 'clear', address: stage.address('romeo'), text: 'in clear', ...clear });
    expect((await away.next('message')).message).toMatchObject({
      route: 'carbon-sent',
      address: stage.address('romeo'),
      text: 'in clear',
    });
    romeo.session.send({ id: 'back', address: stage.address('juliet'), resource: 'home', text: 'answer', otr: false });
    expect((await away.next('message')).message).toMatchObject({
      route: 'carbon-received',
      address: stage.address('romeo'),
      resource: 'orchard',
      text: 'answer',
    });
    expect((await home.next('message')).message).toMatchObject({ route: 'direct', text: 'answer' });
    expect(away.all('message')).toHaveLength(2);
  });

  test('copies and archives from anybody else are not believed', async () => {
    const juliet = await stage.online('juliet', { resource: 'balcony' });
    const nurse = await stage.raw('nurse', 'room');
    const to = `${stage.address('juliet')}/balcony`;
    const inner = (from: string, at: string) => xml('message', { xmlns: 'jabber:client', from, to: at, type: 'chat' }, xml('body', {}, 'forged'));
    const forwarded = (from: string, at: string) => xml('forwarded', { xmlns: 'urn:xmpp:forward:0' }, inner(from, at));
    const romeo = `${stage.address('romeo')}/orchard`;
    nurse.send(xml('message', { to }, xml('received', { xmlns: 'urn:xmpp:carbons:2' }, forwarded(romeo, to)), xml('body', {}, 'outer')));
    nurse.send(xml('message', { to }, xml('sent', { xmlns: 'urn:xmpp:carbons:2' }, forwarded(to, romeo))));
    nurse.send(xml('message', { to }, xml('result', { xmlns: 'urn:xmpp:mam:2' }, forwarded(romeo, to))));
    nurse.send(xml('message', { to, type: 'chat' }, xml('body', {}, 'honest')));
    expect((await juliet.next('message')).message).toMatchObject({ address: stage.address('nurse'), text: 'honest' });
    expect(juliet.all('message')).toHaveLength(1);
  });
});

describe('questions from others (RFC 6120 section 8)', () => {
  test('strangers learn nothing, not by a ping either, and their pushes change nothing', async () => {
    const juliet = await stage.online('juliet', { resource: 'balcony' });
    const nurse = await stage.raw('nurse', 'room');
    const to = `${stage.address('juliet')}/balcony`;
    nurse.send(xml('iq', { to, type: 'get', id: 'ping' }, xml('ping', { xmlns: 'urn:xmpp:ping' })));
    const unanswered = await nurse.until(({ attrs }) => attrs['id'] === 'ping');
    expect(unanswered.attrs['type']).toBe('error');
    expect(unanswered.toString()).toContain('service-unavailable');
    nurse.send(xml('iq', { to, type: 'get', id: 'who' }, xml('query', { xmlns: 'jabber:iq:version' })));
    const refusal = await nurse.until(({ attrs }) => attrs['id'] === 'who');
    expect(refusal.attrs['type']).toBe('error');
    expect(refusal.toString()).toContain('service-unavailable');
    const item = xml('item', { jid: 'mallory@sotto.test', subscription: 'both', name: 'Romeo' });
    nurse.send(xml('iq', { to, type: 'set', id: 'push' }, xml('query', { xmlns: 'jabber:iq:roster' }, item)));
    expect((await nurse.until(({ attrs }) => attrs['id'] === 'push')).attrs['type']).toBe('error');
    expect(juliet.all('roster-changed')).toEqual([]);
  });
});
