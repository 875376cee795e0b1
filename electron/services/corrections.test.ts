import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Other, river, Scripted, stranger } from './testing/scripted.ts';

/* Which lines another one takes the place of (XEP-0308). */

let juniper: Scripted;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
});

afterEach(() => juniper.close());

const texts = (address?: string) => juniper.lines(address).map(({ text }) => text);
const comes = (text: string, stanzaId: string, replaces: string | null = null, changes = {}) => juniper.comes(text, { stanzaId, replaces, ...changes });

describe('what comes', () => {
  test('the last line of a device is corrected by its id or that of its last correction, and its former texts stay', () => {
    comes('helo', '1');
    comes('hell', '2', '1');
    comes('hello', '3', '2');
    comes('hello!', '4', '1');
    expect(juniper.lines()).toMatchObject([{ text: 'hello!', former: ['helo', 'hell', 'hello'] }]);
    expect(juniper.sotto.snapshot().conversations[0]?.unread).toBe(1);
  });

  test.each([
    ['an unknown id', () => comes('other', '2', 'x')],
    ['a line that is not the last', () => (comes('second', '2'), comes('other', '3', '1'))],
    ['another device', () => comes('other', '2', '1', { resource: 'raft' })],
    ['an archived one', () => comes('other', '2', '1', { route: 'archived' })],
  ])('%s makes a line of its own', (_what, act) => {
    comes('first', '1');
    act();
    expect(texts()[0]).toBe('first');
    expect(texts().at(-1)).toBe('other');
    expect(juniper.lines().every(({ former }) => former === undefined)).toBe(true);
  });

  test('somebody else corrects nothing, and a stranger not even themselves', () => {
    comes('first', '1');
    comes('other', '2', '1', { address: stranger });
    comes('third', '3', '2', { address: stranger });
    expect(texts()).toEqual(['first']);
    expect(texts(stranger)).toEqual(['other', 'third']);
  });

  test('nothing in a private conversation is corrected, from within or from outside', () => {
    comes('in clear', '0');
    juniper.services.conversations.startPrivate(juniper.id);
    const other = new Other(juniper);
    other.answers();
    comes('forged', '1', '0');
    other.beside = { stanzaId: 'p1' };
    other.says('private');
    other.beside = { stanzaId: 'p2', replaces: 'p1' };
    other.says('changed');
    comes('forged again', '2', 'p1');
    expect(juniper.lines().map(({ text, arrivedUnencrypted, former }) => [text, arrivedUnencrypted, former])).toEqual([
      ['in clear', false, undefined],
      ['forged', true, undefined],
      ['private', false, undefined],
      ['changed', false, undefined],
      ['forged again', true, undefined],
    ]);
    juniper.services.conversations.endPrivate(juniper.id);
    comes('after', '3', 'p2');
    expect(texts().at(-1)).toBe('after');
  });

  test('our other device corrects what it said, and not what was said here', () => {
    comes('frm my phone', 'o1', null, { route: 'carbon-sent' });
    comes('from my phone', 'o2', 'o1', { route: 'carbon-sent' });
    expect(juniper.lines()).toMatchObject([{ text: 'from my phone', former: ['frm my phone'], elsewhere: true }]);
    juniper.services.conversations.send(juniper.id, 'from here', 'not-private');
    comes('forged', 'o3', juniper.sent[0]?.id, { route: 'carbon-sent' });
    expect(texts()).toEqual(['from my phone', 'from here', 'forged']);
  });

  test('a flood of corrections keeps a few texts', () => {
    comes('0', 'a');
    for (let n = 1; n <= 50; n += 1) comes(String(n), `b${n}`, 'a');
    expect(juniper.lines()).toMatchObject([{ text: '50', former: ['45', '46', '47', '48', '49'] }]);
  });
});

describe('what we correct', () => {
  const say = (text: string) => juniper.services.conversations.send(juniper.id, text, 'not-private');
  const correctable = () => juniper.sotto.snapshot().conversations[0]?.correctable ?? '';
  const correct = (text: string, itemId = correctable()) => juniper.services.conversations.correct(juniper.id, itemId, text);

  test('the last line in clear, by the id that it had first', () => {
    say('helo');
    correct('hello');
    correct('hello!');
    const [first] = juniper.sent;
    expect(juniper.sent.slice(1)).toMatchObject([
      { text: 'hello', beside: { replaces: first?.id } },
      { text: 'hello!', beside: { replaces: first?.id } },
    ]);
    expect(juniper.lines()).toMatchObject([{ text: 'hello!', former: ['helo', 'hello'], delivery: { at: 'sending' } }]);
    juniper.say({ kind: 'delivered-to-server', id: juniper.sent[2]?.id ?? '' });
    expect(juniper.lines()[0]?.delivery?.at).toBe('sent');
  });

  test('no other line, none that failed, none with nothing in it', () => {
    say('one');
    const one = correctable();
    say('two');
    expect(juniper.refusalOf(() => correct('other', one))).toBe('correction-over');
    expect(juniper.refusalOf(() => correct('  '))).toBe('message-empty');
    juniper.say({ kind: 'delivery-failed', id: juniper.sent[1]?.id ?? '', address: river.address, fault: 'recipient-not-found' });
    expect(juniper.refusalOf(() => correct('other', juniper.lines()[1]?.id))).toBe('correction-over');
    expect(texts()).toEqual(['one', 'two']);
  });

  test('nothing while a conversation is private or becomes so, and nothing that was said in it', () => {
    say('one');
    const one = correctable();
    juniper.services.conversations.startPrivate(juniper.id);
    expect(juniper.refusalOf(() => correct('other', one))).toBe('correction-over');
    const other = new Other(juniper);
    other.answers();
    expect(juniper.refusalOf(() => correct('other', one))).toBe('correction-over');
    juniper.services.conversations.send(juniper.id, 'private', 'unverified');
    expect(juniper.sent.at(-1)?.beside?.replaces).toBeNull();
    juniper.services.conversations.endPrivate(juniper.id);
    expect(juniper.refusalOf(() => correct('other', juniper.lines().at(-1)?.id))).toBe('correction-over');
    expect(juniper.refusalOf(() => correct('other', one))).toBe('correction-over');
  });

  test('one that failed goes out as a correction again', () => {
    say('helo');
    correct('hello');
    juniper.say({ kind: 'delivery-failed', id: juniper.sent[1]?.id ?? '', address: river.address, fault: 'recipient-unavailable' });
    juniper.services.conversations.retry(juniper.id, juniper.lines()[0]?.id ?? '');
    expect(juniper.sent[2]).toMatchObject({ text: 'hello', beside: { replaces: juniper.sent[0]?.id } });
    expect(juniper.lines()).toHaveLength(1);
  });
});

test('the history has the text as it was corrected, finds that, and keeps the former one with it', async () => {
  comes('a zebra', '1');
  comes('a giraffe', '2', '1');
  const found = (text: string) => juniper.services.history.search(text, { conversationId: null, fromMs: null, toMs: null }, null).hits;
  expect(found('zebra')).toEqual([]);
  expect(found('giraffe')).toHaveLength(1);
  await juniper.restart();
  const page = juniper.services.history.page(juniper.id, { side: 'end' });
  expect(page.items).toMatchObject([{ text: 'a giraffe', former: ['a zebra'] }]);
});
