import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Other, river, Scripted, stranger } from './testing/scripted.ts';

/* What each route of a message may do. */

const query = '?OTRv3?';
const offer = `hello${' \t  \t\t\t\t \t \t \t  '}${'  \t\t  \t\t'}`;

let juniper: Scripted;

beforeEach(async () => {
  juniper = await Scripted.open();
});

afterEach(() => juniper.close());

test('a direct query of a buddy is answered on the device that asked, with the hints of OTR', async () => {
  await juniper.keyReady();
  juniper.comes(query);
  expect(juniper.sent).toMatchObject([{ address: river.address, resource: 'boat', otr: true }]);
  expect(juniper.sent[0]?.text).toMatch(/^\?OTR:AAMC/);
});

test('the query that we send carries the hints of OTR', async () => {
  await juniper.keyReady();
  juniper.services.conversations.startPrivate(juniper.id);
  expect(juniper.sent).toMatchObject([{ resource: null, otr: true }]);
  expect(juniper.sent[0]?.text).toMatch(/^\?OTRv23\? /);
});

describe.each(['carbon-received', 'carbon-sent', 'archived', 'delayed'] as const)('%s', (route) => {
  test('OTR text reaches no engine, and data messages leave one quiet line until something else is shown', async () => {
    await juniper.keyReady();
    const missed = route === 'delayed';
    for (const text of ['?OTR:AAMC', '?OTR Error: x', ...(missed ? [] : [query])]) juniper.comes(text, { route });
    expect(juniper.items()).toEqual([]);
    const code = missed ? 'encrypted-missed' : 'encrypted-elsewhere';
    for (const text of ['?OTR:AAMDAAA', '?OTR:AAIDAAA', '?OTR|1|2,1,2,x,', '?OTR,2,2,x,']) juniper.comes(text, { route });
    expect(juniper.notices()).toEqual([code]);
    juniper.tick(3_600_000);
    juniper.comes('?OTR:AAMDAAA', { route });
    expect(juniper.notices()).toEqual([code]);
    juniper.comes('something else');
    juniper.comes('?OTR:AAMDAAA', { route });
    expect(juniper.notices()).toEqual([code, code]);
    expect(juniper.sent).toEqual([]);
  });

  test('a stranger leaves no line with it', async () => {
    await juniper.keyReady();
    for (const text of [query, '?OTR:AAMDAAA']) juniper.comes(text, { route, address: stranger });
    expect(juniper.items(stranger)).toEqual([]);
  });

  test('a text is shown as what it is, and an offer in it is taken by nobody', async () => {
    await juniper.keyReady();
    juniper.comes(offer, { route });
    expect(juniper.sent).toEqual([]);
    expect(juniper.lines()).toMatchObject([{ from: route === 'carbon-sent' ? 'me' : 'them', mark: 'clear', atMs: 999_000 }]);
  });
});

test('an offer that came while we were away is told, and not taken', async () => {
  await juniper.keyReady();
  juniper.comes(query, { route: 'delayed' });
  expect(juniper.notices()).toEqual(['offer-missed']);
  expect(juniper.sent).toEqual([]);
});

test('an offer in a direct text of a buddy is taken, in one of a stranger it is not', async () => {
  await juniper.keyReady();
  juniper.comes(offer, { address: stranger });
  expect(juniper.sent).toEqual([]);
  expect(juniper.lines(stranger)).toHaveLength(1);
  juniper.comes(offer);
  expect(juniper.sent).toHaveLength(1);
});

test('a key that becomes ready answers the buddy who asked meanwhile, but no stranger before the click', async () => {
  juniper.comes(query);
  juniper.comes(query, { address: stranger, resource: 'den' });
  await juniper.keyReady();
  expect(juniper.sent).toMatchObject([{ address: river.address, resource: 'boat' }]);
  juniper.services.conversations.accept(`${juniper.accountId}/${stranger}`);
  expect(juniper.sent.slice(1)).toMatchObject([{ address: stranger, resource: 'den' }]);
});

test('what a stranger asked for is kept while the account is offline, and answered once it is not', async () => {
  await juniper.keyReady();
  juniper.comes(query, { address: stranger, resource: 'den' });
  juniper.say({ kind: 'connection', connection: { at: 'waiting', retryAtMs: juniper.nowMs + 1_000, fault: 'connection-lost' } });
  const accept = () => juniper.services.conversations.accept(`${juniper.accountId}/${stranger}`);
  accept();
  expect(juniper.sent).toEqual([]);
  juniper.say({ kind: 'connection', connection: { at: 'online', secured: 'tls' } });
  accept();
  expect(juniper.sent).toMatchObject([{ address: stranger, resource: 'den' }]);
});

test('accepting somebody ends with removing them from the list', async () => {
  await juniper.keyReady();
  juniper.services.conversations.accept(juniper.id);
  await juniper.services.buddies.remove(juniper.accountId, river.address, false);
  juniper.say({ kind: 'roster-removed', address: river.address });
  juniper.comes(query);
  expect(juniper.sent).toEqual([]);
});

test('a line goes out once more only where it failed', async () => {
  await juniper.keyReady();
  const id = juniper.id;
  juniper.services.conversations.send(id, 'hello', 'not-private');
  const again = () => juniper.services.conversations.retry(id, juniper.lines()[0]?.id ?? '');
  expect(juniper.refusalOf(again)).toBe('not-found');
  juniper.say({ kind: 'delivered-to-server', id: juniper.sent[0]?.id ?? '' });
  expect(juniper.refusalOf(again)).toBe('not-found');
  juniper.say({ kind: 'delivery-failed', id: juniper.sent[0]?.id ?? '', address: river.address, fault: 'recipient-not-found' });
  expect(juniper.refusalOf(again)).toBe('none');
  expect(juniper.refusalOf(again)).toBe('not-found');
  expect(juniper.sent.map(({ text }) => text)).toEqual(['hello', 'hello']);
});

test('clear text in a private conversation says that it is clear, and no line typed for another level goes out', async () => {
  await juniper.keyReady();
  const { conversations } = juniper.services;
  const id = juniper.id;
  juniper.comes('before', {});
  conversations.startPrivate(id);
  new Other(juniper).answers();
  juniper.comes('after');
  juniper.comes('a copy', { route: 'carbon-received' });
  expect(juniper.lines().map(({ text, mark, arrivedUnencrypted }) => [text, mark, arrivedUnencrypted])).toEqual([
    ['before', 'clear', false],
    ['after', 'clear', true],
    ['a copy', 'clear', true],
  ]);
  expect(juniper.refusalOf(() => conversations.send(id, 'the parcel', 'private'))).toBe('conversation-not-private');
  expect(juniper.refusalOf(() => conversations.send(id, 'the parcel', 'unverified'))).toBe('none');
  expect(juniper.sent.at(-1)).toMatchObject({ resource: 'boat', otr: true });
  expect(juniper.sent.at(-1)?.text).toMatch(/^\?OTR:AAMD/);
});

test('once the other side has ended it, a line stays in the composer, and one that is out stays out', async () => {
  await juniper.keyReady();
  const { conversations } = juniper.services;
  const id = juniper.id;
  const other = new Other(juniper);
  conversations.startPrivate(id);
  other.answers();
  conversations.send(id, 'the parcel', 'unverified');
  juniper.say({ kind: 'delivered-to-server', id: juniper.sent.at(-1)?.id ?? '' });
  expect(juniper.lines()[0]?.delivery).toEqual({ at: 'sent' });
  expect(juniper.refusalOf(() => conversations.takeBack(id, juniper.lines()[0]?.id ?? ''))).toBe('not-found');
  other.does({ kind: 'end', atMs: juniper.nowMs });
  const before = juniper.sent.length;
  expect(juniper.refusalOf(() => conversations.send(id, 'the second parcel', 'unverified'))).toBe('conversation-finished');
  expect(juniper.lines().map(({ text }) => text)).toEqual(['the parcel']);
  expect(juniper.sent).toHaveLength(before);
});

test('a line for a buddy who went away stays in the composer: their session is there, and they are not', async () => {
  await juniper.keyReady();
  const { conversations } = juniper.services;
  const id = juniper.id;
  const comes = (show: 'available' | 'offline') =>
    juniper.say({ kind: 'presence', address: river.address, resource: 'boat', show, text: '', priority: 0, showsHtml: false });
  juniper.say({ kind: 'roster-changed', item: { ...river, subscription: 'both' } });
  juniper.tick(6_000);
  comes('available');
  conversations.startPrivate(id);
  new Other(juniper).answers();
  const fingerprint = juniper.sotto.snapshot().conversations[0]?.theirs?.fingerprint ?? '';
  const tries = [() => conversations.send(id, 'the parcel', 'unverified'), () => conversations.authentication.ask(id, fingerprint, null, 'a secret')];
  comes('offline');
  const before = juniper.sent.length;
  for (const attempt of tries) expect(juniper.refusalOf(attempt)).toBe('recipient-unavailable');
  expect([juniper.sent.length, juniper.lines()]).toEqual([before, []]);
  comes('available');
  for (const attempt of tries) expect(juniper.refusalOf(attempt)).toBe('none');
});

test.each(['nobody answers', 'the person ends it'])('lines that wait for a key exchange fail when %s, and none goes out later', async (why) => {
  await juniper.keyReady();
  const { conversations } = juniper.services;
  const id = juniper.id;
  conversations.startPrivate(id);
  conversations.send(id, 'the parcel', 'not-private');
  juniper.say({ kind: 'delivery-failed', id: juniper.sent[0]?.id ?? '', address: river.address, fault: 'recipient-unavailable' });
  if (why === 'the person ends it') conversations.endPrivate(id);
  if (why === 'nobody answers') juniper.tick(61_000);
  expect(juniper.lines()).toMatchObject([{ mark: 'encrypted', delivery: { at: 'failed', fault: 'conversation-not-private' } }]);
  expect(juniper.refusalOf(() => conversations.retry(id, juniper.lines()[0]?.id ?? ''))).toBe('conversation-not-private');
  expect(juniper.sent.map(({ text }) => text).join()).not.toContain('the parcel');
});

test('all strangers together say so much and no more, and a buddy is heard all the same', () => {
  const long = 'x'.repeat(1_000_000);
  const from = (index: number) => `stranger${index}@sotto.test`;
  for (let index = 0; index < 40; index += 1) juniper.comes(long, { address: from(index) });
  juniper.comes('hello?', { address: from(0) });
  const { conversations } = juniper.sotto.snapshot();
  expect(conversations.filter(({ accepted }) => !accepted)).toHaveLength(21);
  expect(juniper.lines(from(0))).toHaveLength(1);
  juniper.comes('it is me');
  expect(juniper.lines().map(({ text }) => text)).toEqual(['it is me']);
});

test('of what a stranger sends before the click only what can begin a conversation waits', async () => {
  await juniper.keyReady();
  const id = `${juniper.accountId}/${stranger}`;
  juniper.comes(`${query}${' '.repeat(20_000)}`, { address: stranger });
  juniper.services.conversations.accept(id);
  expect(juniper.sent).toEqual([]);
  expect(juniper.notices(stranger)).toEqual(['stranger-waiting']);
});
