import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatState } from '../protocols/protocol.ts';
import type { SharingView } from '../../shared/views.ts';
import { Other, river, Scripted, stranger } from './testing/scripted.ts';

/* What goes beside the words, and to whom. */

let juniper: Scripted;

beforeEach(async () => {
  juniper = await Scripted.open();
  subscribed('both');
  juniper.say({ kind: 'presence', address: river.address, resource: 'boat', show: 'available', text: '', priority: 0, showsHtml: false });
  juniper.say({ kind: 'features', address: river.address, resource: 'boat', features: ['chat-states', 'receipts'] });
  await juniper.keyReady();
});

afterEach(() => juniper.close());

function subscribed(subscription: 'none' | 'to' | 'from' | 'both'): void {
  juniper.say({ kind: 'roster-changed', item: { ...river, subscription } });
}

function share(change: Partial<SharingView>): void {
  const settings = juniper.services.settings.view();
  juniper.services.settings.save({ ...settings, sharing: { ...settings.sharing, ...change } });
}

function goPrivate(): Other {
  juniper.services.conversations.startPrivate(juniper.id);
  const other = new Other(juniper);
  other.answers();
  return other;
}

const asks = { stanzaId: 'theirs-1', wantsReceipt: true } as const;
const view = () => {
  const open = juniper.id;
  return juniper.sotto.snapshot().conversations.find(({ id }) => id === open);
};
const types = (isTyping = true) => juniper.services.conversations.typing(juniper.id, isTyping);
const does = (state: ChatState, address = river.address) => juniper.say({ kind: 'chat-state', address, resource: 'boat', state });
const delivery = (text: string) => juniper.lines().find((line) => line.text === text)?.delivery?.at;

describe('receipts (XEP-0184)', () => {
  test('a line that is shown is told to the device that asks', () => {
    juniper.comes('hello', asks);
    expect(juniper.receipts).toEqual([{ to: `${river.address}/boat`, stanzaId: 'theirs-1' }]);
  });

  test.each(['carbon-received', 'carbon-sent', 'archived'] as const)('none for %s', (route) => {
    juniper.comes('hello', { ...asks, route });
    expect(juniper.receipts).toEqual([]);
  });

  test.each(['none', 'to'] as const)('none for somebody who does not see us (%s)', (subscription) => {
    subscribed(subscription);
    juniper.comes('hello', asks);
    juniper.comes('hello', { ...asks, address: stranger });
    expect(juniper.lines()).toHaveLength(1);
    expect(juniper.receipts).toEqual([]);
  });

  test('none while we are invisible, or where it is switched off', async () => {
    share({ receipts: false });
    juniper.comes('hello', asks);
    share({ receipts: true });
    await juniper.services.accounts.setStatus(juniper.accountId, { show: 'invisible', text: '' });
    juniper.comes('hello again', { ...asks, stanzaId: 'theirs-2' });
    expect(juniper.receipts).toEqual([]);
  });

  test('in private only what was decrypted and shown is told, and nothing of the key exchange', () => {
    const other = goPrivate();
    juniper.comes('?OTR:AAMDAAAAAAAAAAAA.', asks);
    expect(juniper.receipts).toEqual([]);
    other.beside = { stanzaId: 'theirs-2', wantsReceipt: true };
    other.says('in private');
    expect(juniper.receipts).toEqual([{ to: `${river.address}/boat`, stanzaId: 'theirs-2' }]);
  });

  test('our lines ask for one, what the protocol says by itself does not', () => {
    juniper.services.conversations.send(juniper.id, 'in clear', 'not-private');
    const other = goPrivate();
    juniper.services.conversations.send(juniper.id, 'in private', 'unverified');
    other.answers();
    expect(other.heard).toContain('in private');
    const asking = juniper.sent.map(({ text, beside }) => [text.slice(0, 9), beside?.wantsReceipt === true]);
    expect(asking[0]).toEqual(['in clear', true]);
    expect(asking.slice(1, -1).every(([, isAsking]) => !isAsking)).toBe(true);
    expect(asking.at(-1)).toEqual(['?OTR:AAMD', true]);
  });

  test('it marks a line delivered, and nothing else: not a failed one, and not one that was sent once more', () => {
    juniper.services.conversations.send(juniper.id, 'hello', 'not-private');
    const id = juniper.sent[0]?.id ?? '';
    const arrived = (which: string) => juniper.say({ kind: 'received-by-buddy', id: which, address: river.address });
    arrived('unknown');
    expect(delivery('hello')).toBe('sending');
    juniper.say({ kind: 'delivered-to-server', id });
    expect(delivery('hello')).toBe('sent');
    arrived(id);
    expect(delivery('hello')).toBe('delivered');
    juniper.say({ kind: 'delivery-failed', id, address: river.address, fault: 'recipient-not-found' });
    arrived(id);
    expect(delivery('hello')).toBe('failed');
    juniper.services.conversations.retry(juniper.id, juniper.lines()[0]?.id ?? '');
    arrived(id);
    expect(delivery('hello')).toBe('sending');
  });
});

describe('chat states (XEP-0085)', () => {
  test('typing is told once, a pause after a while, and a line ends it', () => {
    types();
    types();
    expect(juniper.states).toEqual([{ to: river.address, state: 'composing' }]);
    juniper.tick(31_000);
    expect(juniper.states.at(-1)).toEqual({ to: river.address, state: 'paused' });
    types();
    juniper.services.conversations.send(juniper.id, 'hello', 'not-private');
    expect(juniper.sent.at(-1)?.beside?.isActive).toBe(true);
    juniper.tick(31_000);
    expect(juniper.states.map(({ state }) => state)).toEqual(['composing', 'paused', 'composing']);
  });

  test('what was taken back is told', () => {
    types();
    types(false);
    types(false);
    expect(juniper.states.map(({ state }) => state)).toEqual(['composing', 'active']);
  });

  test('in private nothing of it goes out unless switched on, and then to the one device', () => {
    goPrivate();
    types();
    juniper.services.conversations.send(juniper.id, 'hello', 'unverified');
    expect(juniper.states).toEqual([]);
    expect(juniper.sent.at(-1)?.beside?.isActive).toBe(false);
    share({ typingInPrivate: true });
    types();
    expect(juniper.states).toEqual([{ to: `${river.address}/boat`, state: 'composing' }]);
  });

  test('what begins while a conversation becomes private goes no further', () => {
    types();
    goPrivate();
    juniper.tick(31_000);
    expect(juniper.states.map(({ state }) => state)).toEqual(['composing']);
  });

  test.each([
    ['to somebody who does not see us', () => subscribed('to')],
    ['where it is switched off', () => share({ typing: false })],
    ['to a device that does not understand it', () => juniper.say({ kind: 'features', address: river.address, resource: 'boat', features: [] })],
    ['to nobody who is there', () => juniper.say({ kind: 'presence', address: river.address, resource: 'boat', show: 'offline', text: '', priority: 0, showsHtml: false })],
    ['while a key exchange runs', () => juniper.services.conversations.startPrivate(juniper.id)],
  ])('not %s', (_where, change) => {
    change();
    types();
    expect(juniper.states).toEqual([]);
  });

  test('what they do is shown, until they say something, stop, leave, or nothing more is heard', () => {
    expect(view()?.typing).toBe(false);
    does('composing');
    expect(view()?.typing).toBe(true);
    juniper.comes('hello');
    expect(view()?.typing).toBe(false);
    for (const state of ['paused', 'active', 'inactive', 'gone'] as const) {
      does('composing');
      does(state);
      expect(view()?.typing).toBe(false);
    }
    does('composing');
    juniper.tick(61_000);
    expect(view()?.typing).toBe(false);
  });

  test('of strangers it shows nothing and makes no conversation, and in private only what is switched on', () => {
    does('composing', stranger);
    expect(juniper.sotto.snapshot().conversations.some(({ address }) => address === stranger)).toBe(false);
    juniper.comes('hello', { address: stranger });
    does('composing', stranger);
    expect(juniper.sotto.snapshot().conversations.find(({ address }) => address === stranger)?.typing).toBe(false);
    goPrivate();
    does('composing');
    expect(view()?.typing).toBe(false);
    share({ typingInPrivate: true });
    does('composing');
    expect(view()?.typing).toBe(true);
  });
});

describe('a session that could not be resumed (XEP-0198)', () => {
  const lose = () => {
    juniper.say({ kind: 'connection', connection: { at: 'waiting', fault: 'connection-lost', retryAtMs: 0 } });
    juniper.say({ kind: 'delivery-failed', id: juniper.sent.at(-1)?.id ?? '', address: river.address, fault: 'connection-lost' });
  };
  const back = () => juniper.say({ kind: 'connection', connection: { at: 'online', secured: 'tls' } });

  test('what was not acknowledged waits, goes out anew under its id, and is told as any other', () => {
    juniper.services.conversations.send(juniper.id, 'hello', 'not-private');
    lose();
    expect(juniper.lines()[0]?.delivery).toEqual({ at: 'waiting', why: 'connection' });
    back();
    expect(juniper.sent).toHaveLength(2);
    expect(juniper.sent[1]).toMatchObject({ id: juniper.sent[0]?.id, text: 'hello' });
    juniper.say({ kind: 'delivered-to-server', id: juniper.sent[1]?.id ?? '' });
    expect(delivery('hello')).toBe('sent');
    back();
    expect(juniper.sent).toHaveLength(2);
  });

  test('in private it is encrypted afresh, under its id, and read there once', () => {
    const other = goPrivate();
    juniper.services.conversations.send(juniper.id, 'hello', 'unverified');
    const [first] = juniper.sent.slice(-1);
    lose();
    back();
    const [second] = juniper.sent.slice(-1);
    expect(second?.id).toBe(first?.id);
    expect(second?.text).toMatch(/^\?OTR:AAMD/);
    expect(second?.text).not.toBe(first?.text);
    other.answers();
    expect(other.heard.filter((text) => text === 'hello')).toHaveLength(2);
  });

  test('what was meant to be private does not go out in clear', () => {
    const other = goPrivate();
    juniper.services.conversations.send(juniper.id, 'secret', 'unverified');
    lose();
    juniper.services.conversations.endPrivate(juniper.id);
    other.ignores();
    juniper.sent.length = 0;
    back();
    expect(juniper.sent).toEqual([]);
    expect(juniper.lines()[0]?.delivery).toEqual({ at: 'failed', fault: 'conversation-not-private' });
  });

  test('it can be taken back meanwhile, and is the person’s decision where the account does not come back by itself', () => {
    juniper.services.conversations.send(juniper.id, 'one', 'not-private');
    lose();
    expect(juniper.services.conversations.takeBack(juniper.id, juniper.lines()[0]?.id ?? '')).toBe('one');
    back();
    expect(juniper.sent).toHaveLength(1);
    juniper.services.conversations.send(juniper.id, 'two', 'not-private');
    lose();
    juniper.say({ kind: 'connection', connection: { at: 'failed', fault: 'password-wrong' } });
    expect(delivery('two')).toBe('failed');
  });
});

describe('what comes twice', () => {
  test('the same id with the same text is shown once, and told again', () => {
    juniper.comes('hello', asks);
    juniper.comes('hello', { ...asks, route: 'delayed' });
    expect(juniper.lines()).toHaveLength(1);
    expect(juniper.receipts).toHaveLength(2);
  });

  test('another text, another id, or none at all is no duplicate', () => {
    juniper.comes('hello', { stanzaId: 'a' });
    juniper.comes('hello', { stanzaId: 'b' });
    juniper.comes('Hello', { stanzaId: 'a' });
    juniper.comes('hello');
    juniper.comes('hello');
    expect(juniper.lines()).toHaveLength(5);
  });

  test('in private it is the text inside that counts, and a replayed one says nothing', () => {
    const other = goPrivate();
    other.beside = { stanzaId: 'same', wantsReceipt: true };
    other.says('hello');
    other.says('hello');
    other.says('other');
    expect(juniper.lines().map(({ text }) => text)).toEqual(['hello', 'other']);
    const notices = juniper.notices();
    const sent = juniper.sent.length;
    juniper.comes(other.wire.at(-1) ?? '', { stanzaId: 'same' });
    expect(juniper.notices()).toEqual(notices);
    expect(juniper.sent).toHaveLength(sent);
    expect(juniper.lines()).toHaveLength(2);
  });
});

test('a line of another device of ours says so, and what was unread is read', () => {
  juniper.comes('hello');
  expect(view()?.unread).toBe(1);
  juniper.comes('from my phone', { route: 'carbon-sent', resource: null });
  expect(juniper.lines().at(-1)).toMatchObject({ from: 'me', elsewhere: true, delivery: { at: 'sent' } });
  expect(view()?.unread).toBe(0);
});

test('what others are told that we can do follows the preferences', () => {
  expect(juniper.offers).toEqual({ chatStates: true, receipts: true, time: false, version: null });
  share({ typing: false, version: true });
  expect(juniper.offers).toEqual({ chatStates: false, receipts: true, time: false, version: '0' });
});
