import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../base/fault.ts';
import type { PrivacySwitches } from '../../../shared/views.ts';
import { decryptedPages } from '../../store/testing/pages.ts';
import { Other, river, Scripted } from '../testing/scripted.ts';

/* What is kept, by whose choice, and that nothing else is. */

const keepPrivate: PrivacySwitches = { enabled: true, automatic: false, required: false, unkept: false };

let juniper: Scripted;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
});

afterEach(() => juniper.close());

const history = () => juniper.services.history;
const send = (text: string, seen: 'not-private' | 'unverified' | 'private' = 'not-private') =>
  juniper.services.conversations.send(juniper.id, text, seen);
const page = () => history().page(juniper.id, { side: 'end' }).items;
const keptTexts = () => page().map(({ text }) => text);

/** Everything that stands in the profile, decrypted where it is the database. */
function profile(): string {
  const { directory, databaseKey } = juniper;
  expect(readdirSync(directory).filter((name) => !name.startsWith('sotto.db'))).toEqual([]);
  return decryptedPages(join(directory, 'sotto.db'), databaseKey);
}

function goPrivate(): Other {
  const other = new Other(juniper);
  juniper.services.conversations.startPrivate(juniper.id);
  other.answers();
  return other;
}

describe('at first', () => {
  test('that another device of ours said it is kept with it', async () => {
    juniper.comes('from the other room', { route: 'carbon-sent' });
    const before = juniper.lines();
    expect(before).toMatchObject([{ from: 'me', elsewhere: true, kept: true }]);
    await juniper.restart();
    expect(history().page(juniper.id, { side: 'end' }).items).toEqual(before.map((line) => ({ ...line, earlier: true })));
  });

  test('what is said in clear is kept, with what became of it, and is there after a restart', async () => {
    send('from me to River');
    juniper.comes('from River to me', { atMs: 12_345 });
    juniper.say({ kind: 'delivered-to-server', id: juniper.sent[0]?.id ?? '' });
    expect(juniper.lines().map(({ kept, earlier }) => [kept, earlier])).toEqual([[true, undefined], [true, undefined]]);
    await juniper.restart();
    expect(juniper.lines()).toEqual([]);
    expect(page()).toEqual([
      { kind: 'message', id: 'k1', atMs: 1_000_000, from: 'me', text: 'from me to River', mark: 'clear', arrivedUnencrypted: false, delivery: { at: 'sent' }, cut: false, kept: true, earlier: true },
      { kind: 'message', id: 'k2', atMs: 12_345, from: 'them', text: 'from River to me', mark: 'clear', arrivedUnencrypted: false, delivery: null, cut: false, kept: true, earlier: true },
    ]);
  });

  test('a receipt of a later run is for the line that went out under its id, to whom it went, once (XEP-0184)', async () => {
    send('from me to River');
    send('not known to be sent');
    const [id = '', unsure = ''] = juniper.sent.map((line) => line.id);
    const other = 'other@sotto.test';
    juniper.say({ kind: 'delivered-to-server', id });
    juniper.say({ kind: 'received-earlier', id, address: river.address });
    await juniper.restart();
    const states = () => page().map(({ delivery }) => delivery);
    const before = [{ at: 'sent' }, { at: 'over', sent: 'unknown' }];
    for (const [address, which] of [[other, id], [river.address, unsure], [river.address, 'k1'], [river.address, "' OR 1"]] as const) {
      juniper.say({ kind: 'received-earlier', id: which, address });
      expect(states()).toEqual(before);
    }
    juniper.say({ kind: 'received-earlier', id, address: river.address });
    juniper.say({ kind: 'received-earlier', id, address: river.address });
    expect(states()).toEqual([{ at: 'delivered' }, before[1]]);
    await juniper.restart();
    expect(states()).toEqual([{ at: 'delivered' }, before[1]]);
  });

  test('nothing that is said in private is written anywhere', () => {
    send('said in clear');
    const other = goPrivate();
    send('the heron lands at noon', 'unverified');
    other.answers();
    other.says('the otter knows');
    expect(juniper.lines().map(({ text, kept }) => [text, kept ?? false])).toEqual([
      ['said in clear', true],
      ['the heron lands at noon', false],
      ['the otter knows', false],
    ]);
    expect(keptTexts()).toEqual(['said in clear']);
    expect(profile()).toContain('said in clear');
    for (const word of ['heron', 'otter']) expect(profile()).not.toContain(word);
  });

  test('nor a line that waits until the conversation is private, before it is', () => {
    juniper.services.policies.save(juniper.accountId, river.address, { ...keepPrivate, automatic: true, required: true, unkept: true });
    send('the heron lands at noon');
    expect(juniper.lines()[0]).toMatchObject({ delivery: { at: 'waiting' }, mark: 'encrypted' });
    expect(profile()).not.toContain('heron');
    const other = new Other(juniper);
    other.answers();
    expect(other.heard).toEqual(['the heron lands at noon']);
    expect(profile()).not.toContain('heron');
  });

  test('a line that failed in clear and goes out again in private leaves the history', async () => {
    send('the heron lands at noon');
    juniper.say({ kind: 'delivery-failed', address: river.address, id: juniper.sent[0]?.id ?? '', fault: 'delivery-failed' });
    expect(keptTexts()).toEqual(['the heron lands at noon']);
    goPrivate();
    juniper.services.conversations.retry(juniper.id, juniper.lines()[0]?.id ?? '');
    expect(juniper.lines()[0]).toMatchObject({ mark: 'encrypted', kept: false });
    expect(keptTexts()).toEqual([]);
    await history().removals.done();
    expect(profile()).not.toContain('heron');
  });
});

describe('by choice', () => {
  test('private conversations are kept too, with the marks of that time', async () => {
    juniper.services.policies.save(juniper.accountId, river.address, keepPrivate);
    const other = goPrivate();
    other.says('not verified yet');
    const fingerprint = juniper.sotto.snapshot().conversations[0]?.theirs?.fingerprint ?? '';
    juniper.services.conversations.verify(juniper.id, fingerprint, true);
    send('verified', 'private');
    juniper.services.conversations.verify(juniper.id, fingerprint, false);
    await juniper.restart();
    expect(page().map(({ text, mark }) => [text, mark])).toEqual([['not verified yet', 'encrypted'], ['verified', 'verified']]);
  });

  test('the switch of the account counts where the buddy has none', () => {
    juniper.services.policies.save(juniper.accountId, null, keepPrivate);
    goPrivate().says('for the archive');
    expect(keptTexts()).toEqual(['for the archive']);
  });

  test('nothing of one buddy is kept, and it holds after a restart', async () => {
    history().choose(juniper.accountId, river.address, false);
    await juniper.restart();
    expect(history().view().choices).toEqual([{ accountId: juniper.accountId, address: river.address, keepsClear: false }]);
    send('lost on purpose');
    juniper.comes('from another', { address: 'other@sotto.test' });
    expect(keptTexts()).toEqual([]);
    expect(profile()).not.toContain('on purpose');
    expect(profile()).toContain('from another');
    history().choose(juniper.accountId, river.address, null);
    send('kept again');
    expect(keptTexts()).toEqual(['kept again']);
  });

  test('nothing at all is kept', async () => {
    juniper.services.policies.save(juniper.accountId, null, keepPrivate);
    history().setKeeps(false);
    await juniper.restart();
    await juniper.keyReady();
    expect(history().view().keeps).toBe(false);
    send('in clear');
    goPrivate().says('in private');
    expect(keptTexts()).toEqual([]);
    history().setKeeps(true);
    send('now kept', 'unverified');
    expect(keptTexts()).toEqual(['now kept']);
  });
});

test('old lines ask for nothing: what did not go out says so, and is not tried again', async () => {
  send('lost on the way');
  send('came back');
  juniper.say({ kind: 'delivery-failed', address: river.address, id: juniper.sent[1]?.id ?? '', fault: 'delivery-failed' });
  await juniper.restart();
  expect(page().map(({ delivery }) => delivery)).toEqual([{ at: 'over', sent: 'unknown' }, { at: 'over', sent: 'no' }]);
  expect(juniper.refusalOf(() => juniper.services.conversations.retry(juniper.id, page()[1]?.id ?? ''))).toBe('not-found');
  expect(juniper.sotto.snapshot().conversations[0]?.unread).toBe(0);
});

test('a line that is taken back is gone from the history', async () => {
  send('too hasty');
  juniper.say({ kind: 'delivery-failed', address: river.address, id: juniper.sent[0]?.id ?? '', fault: 'delivery-failed' });
  juniper.services.conversations.takeBack(juniper.id, juniper.lines()[0]?.id ?? '');
  await history().removals.done();
  expect(keptTexts()).toEqual([]);
  expect(profile()).not.toContain('hasty');
});

test('pages lead from the end to the beginning and back', () => {
  for (let n = 1; n <= 250; n += 1) juniper.comes(`line ${n}`);
  const ask = (edge: Parameters<ReturnType<typeof history>['page']>[1]) => {
    const { items, isFirst, isLast } = history().page(juniper.id, edge);
    return [items[0]?.text, items.at(-1)?.text, isFirst, isLast];
  };
  expect(ask({ side: 'end' })).toEqual(['line 151', 'line 250', false, true]);
  expect(ask({ side: 'before', itemId: 'k151' })).toEqual(['line 51', 'line 150', false, false]);
  expect(ask({ side: 'before', itemId: 'k51' })).toEqual(['line 1', 'line 50', true, false]);
  expect(ask({ side: 'after', itemId: 'k50' })).toEqual(['line 51', 'line 150', false, false]);
  expect(ask({ side: 'after', itemId: 'k200' })).toEqual(['line 201', 'line 250', false, true]);
  expect(ask({ side: 'around', itemId: 'k125' })).toEqual(['line 26', 'line 225', false, false]);
  expect(juniper.refusalOf(() => ask({ side: 'before', itemId: '7' }))).toBe('not-found');
});

test('with the account goes what was kept of it', async () => {
  send('a long farewell');
  await juniper.sotto.removeAccount(juniper.accountId);
  await history().removals.done();
  expect(profile()).not.toContain('farewell');
  expect(profile()).not.toContain(river.address);
});

describe('what goes wrong with it', () => {
  const add = () => juniper.services.store.history as { add: (...given: readonly unknown[]) => number };

  test('is told where lines cannot be written, until one can again; they are shown all the same', () => {
    const { add: really } = add();
    add().add = () => {
      throw new Fault('storage-failed');
    };
    juniper.comes('there is no room for this');
    expect(history().view().trouble).toBe('unwritten');
    expect(juniper.lines().map(({ text, kept }) => [text, kept])).toEqual([['there is no room for this', undefined]]);
    add().add = really;
    history().choose(juniper.accountId, river.address, false);
    juniper.comes('not to be kept, so it proves nothing');
    expect(history().view().trouble).toBe('unwritten');
    history().choose(juniper.accountId, river.address, null);
    juniper.comes('and there is again');
    expect(history().view().trouble).toBeNull();
    expect(keptTexts()).toEqual(['and there is again']);
  });

  test('is told where a page of it is damaged, for good', () => {
    juniper.comes('before');
    const { search } = juniper.services.store.history;
    const store = juniper.services.store.history as { search: unknown };
    store.search = () => {
      throw new Fault('storage-corrupt');
    };
    const everything = { conversationId: null, fromMs: null, toMs: null };
    expect(juniper.refusalOf(() => history().search('before', everything, null))).toBe('storage-corrupt');
    store.search = search;
    juniper.comes('after');
    expect(history().view().trouble).toBe('damaged');
  });
});
