import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PrivacySwitches } from '../../shared/views.ts';
import { Other, river, Scripted, stranger } from './testing/scripted.ts';

/* What the four switches do, by account and by buddy. */

const manual: PrivacySwitches = { enabled: true, automatic: false, required: false, unkept: true };
const opportunistic: PrivacySwitches = { ...manual, automatic: true };
const always: PrivacySwitches = { ...opportunistic, required: true };
const never: PrivacySwitches = { ...manual, enabled: false };
const tagBase = ' \t  \t\t\t\t \t \t \t  ';

let juniper: Scripted;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
});

afterEach(() => juniper.close());

const save = (switches: PrivacySwitches | null, address: string | null = river.address) =>
  juniper.services.policies.save(juniper.accountId, address, switches);
const view = () => juniper.sotto.snapshot().conversations.find(({ address }) => address === river.address);
const send = (text: string, seen: 'not-private' | 'unverified' | 'private' = 'not-private') =>
  juniper.services.conversations.send(juniper.id, text, seen);
const onTheWire = () => juniper.sent.map(({ text }) => text).join('\n');
const waiting = () => juniper.lines().filter(({ delivery }) => delivery?.at === 'waiting').map(({ text }) => text);

describe('which switches hold', () => {
  test('ours, then the account’s, then the buddy’s own, also after a restart; and back again', async () => {
    const names = () => ({ river: juniper.services.policies.name(juniper.accountId, river.address), other: juniper.services.policies.name(juniper.accountId, 'x@y.test') });
    expect(names()).toEqual({ river: 'manual', other: 'manual' });
    save(opportunistic, null);
    expect(names()).toEqual({ river: 'opportunistic', other: 'opportunistic' });
    save({ ...always, unkept: false });
    await juniper.restart();
    expect(names()).toEqual({ river: 'always', other: 'opportunistic' });
    expect(juniper.sotto.snapshot().policies).toEqual([
      { accountId: juniper.accountId, address: null, switches: opportunistic },
      { accountId: juniper.accountId, address: river.address, switches: { ...always, unkept: false } },
    ]);
    save(null);
    save(never, null);
    expect(names()).toEqual({ river: 'never', other: 'never' });
    save(null, null);
    for (const isLater of [false, true]) {
      if (isLater) await juniper.restart();
      expect(names()).toEqual({ river: 'manual', other: 'manual' });
      expect(juniper.sotto.snapshot().policies).toEqual([]);
    }
  });

  test('a switch counts only where the one that it needs is on', () => {
    save({ ...always, automatic: false });
    expect(view()).toBeUndefined();
    expect(juniper.id && view()?.policy).toBe('manual');
    save({ ...always, enabled: false });
    expect(view()?.policy).toBe('never');
  });

  test('the choices go with the account', async () => {
    save(never);
    await juniper.sotto.removeAccount(juniper.accountId);
    expect(juniper.sotto.snapshot().policies).toEqual([]);
  });
});

describe('started automatically', () => {
  test('a line in clear offers privacy, and a buddy who does the same takes the offer', () => {
    save(opportunistic);
    const other = new Other(juniper, { startOnWhitespaceTag: true });
    send('good morning');
    expect(juniper.sent[0]).toMatchObject({ text: `good morning${tagBase}  \t\t  \t   \t\t  \t\t`, otr: false });
    expect(juniper.lines()[0]?.text).toBe('good morning');
    other.answers();
    expect(view()?.privacy).toBe('unverified');
  });

  test('the offers stop once they answer without one', () => {
    save(opportunistic);
    juniper.comes('no, thank you');
    send('good morning');
    expect(juniper.sent.map(({ text }) => text)).toEqual(['good morning']);
  });

  test('a stranger is offered nothing', () => {
    save(opportunistic, null);
    juniper.services.conversations.send(juniper.services.conversations.open(juniper.accountId, stranger), 'who is there?', 'not-private');
    expect(juniper.sent.map(({ text }) => text)).toEqual(['who is there?']);
  });

  test('it is off at first', () => {
    send('good morning');
    expect(juniper.sent.map(({ text }) => text)).toEqual(['good morning']);
  });
});

describe('switched off', () => {
  test('nothing is answered or begun', () => {
    save(never);
    juniper.comes('?OTRv23?');
    expect(juniper.sent).toEqual([]);
    expect(juniper.refusalOf(() => juniper.services.conversations.startPrivate(juniper.id))).toBe('private-messaging-off');
    send('good morning');
    expect(juniper.sent.map(({ text }) => text)).toEqual(['good morning']);
  });

  test('a private conversation ends first, with a good-bye, and no line of it goes out in clear', () => {
    const other = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    other.answers();
    expect(view()?.privacy).toBe('unverified');
    save(never);
    other.answers();
    expect(view()).toMatchObject({ privacy: 'not-private', policy: 'never' });
    expect(other.status).toBe('finished');
    expect(juniper.refusalOf(() => send('the parcel', 'unverified'))).toBe('conversation-not-private');
    expect(onTheWire()).not.toContain('the parcel');
  });

  test('what another device brought holds at once, in a conversation that stands too', () => {
    const other = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    other.answers();
    const flags = { allowV2: false, allowV3: false, requireEncryption: false, sendWhitespaceTag: false, startOnWhitespaceTag: false, startOnError: false };
    juniper.services.store.policies.put({ accountId: juniper.accountId, address: null, flags, unkept: true });
    expect(view()).toMatchObject({ privacy: 'unverified', policy: 'manual' });
    juniper.services.policies.reread();
    other.answers();
    expect(view()).toMatchObject({ privacy: 'not-private', policy: 'never' });
    expect(other.status).toBe('finished');
  });

  test('what was being started is given up at once: what is typed next waits for nothing', () => {
    juniper.services.conversations.startPrivate(juniper.id);
    expect(view()?.starting).toBe(true);
    save(never);
    expect(view()?.starting).toBe(false);
    send('good morning');
    expect(juniper.sent.at(-1)).toMatchObject({ text: 'good morning', otr: false });
    juniper.tick(61_000);
    expect(juniper.notices()).not.toContain('key-exchange-timeout');
  });

  test('switched on again, all is as before', () => {
    save(never);
    juniper.comes('hello');
    save(null);
    const other = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    other.answers();
    expect(view()?.privacy).toBe('unverified');
  });
});

describe('required', () => {
  test('what is typed waits, in order, and goes out once it is private', () => {
    save(always);
    const texts = ['the first line', 'the second', 'and a third'];
    for (const text of texts) send(text);
    expect(waiting()).toEqual(texts);
    expect(juniper.lines()[0]?.mark).toBe('encrypted');
    expect(juniper.sent.map(({ text }) => text.slice(0, 8))).toEqual(['?OTRv23?']);
    const other = new Other(juniper);
    other.answers();
    expect(other.heard).toEqual(texts);
    expect(juniper.lines().map(({ delivery }) => delivery?.at)).toEqual(['sending', 'sending', 'sending']);
    for (const text of texts) expect(onTheWire()).not.toContain(text);
  });

  test('what waits is not lost when nobody answers, and is asked for again with the next line', () => {
    save(always);
    send('one');
    juniper.tick(61_000);
    expect(juniper.notices()).toContain('key-exchange-timeout');
    expect(waiting()).toEqual(['one']);
    send('two');
    expect(juniper.sent).toHaveLength(2);
    const other = new Other(juniper);
    other.answers();
    expect(other.heard).toEqual(['one', 'two']);
  });

  test('a line can be taken back while it waits, and nothing of it goes out', () => {
    save(always);
    for (const text of ['one', 'two']) send(text);
    const [line] = juniper.lines();
    expect(juniper.services.conversations.takeBack(juniper.id, line?.id ?? '')).toBe('one');
    expect(juniper.lines().map(({ text }) => text)).toEqual(['two']);
    expect(juniper.refusalOf(() => juniper.services.conversations.takeBack(juniper.id, line?.id ?? ''))).toBe('not-found');
    const other = new Other(juniper);
    other.answers();
    expect(other.heard).toEqual(['two']);
    expect(juniper.refusalOf(() => juniper.services.conversations.takeBack(juniper.id, juniper.lines()[0]?.id ?? ''))).toBe('not-found');
  });

  test('a buddy who is away is asked when they come', () => {
    save(always);
    juniper.say({ kind: 'roster-changed', item: { ...river, subscription: 'both' } });
    juniper.tick(6_000);
    send('for later');
    expect(waiting()).toEqual(['for later']);
    expect(juniper.sent).toEqual([]);
    juniper.say({ kind: 'presence', address: river.address, resource: 'boat', show: 'available', text: '', priority: 0, showsHtml: false });
    const other = new Other(juniper);
    other.answers();
    expect(other.heard).toEqual(['for later']);
    juniper.say({ kind: 'presence', address: river.address, resource: 'boat', show: 'away', text: '', priority: 0, showsHtml: false });
    expect(juniper.sent.filter(({ text }) => text.startsWith('?OTRv'))).toHaveLength(1);
  });

  test('a buddy who may not have been there is asked again when they come', () => {
    save(always);
    juniper.say({ kind: 'roster-changed', item: { ...river, subscription: 'both' } });
    send('for later');
    juniper.say({ kind: 'presence', address: river.address, resource: 'boat', show: 'available', text: '', priority: 0, showsHtml: false });
    const [, again] = juniper.sent;
    expect(again?.text).toMatch(/^\?OTRv23\?/);
    juniper.say({ kind: 'presence', address: river.address, resource: 'boat', show: 'away', text: '', priority: 0, showsHtml: false });
    expect(juniper.sent).toHaveLength(2);
    expect(juniper.notices()).toEqual(['private-starting']);
    const other = new Other(juniper);
    other.answers();
    expect(other.heard).toEqual(['for later']);
  });

  test('a line that was typed for a verified key goes to no other', () => {
    save(always);
    send('for River alone', 'private');
    send('for whoever is there', 'unverified');
    const other = new Other(juniper);
    other.answers();
    expect(other.heard).toEqual(['for whoever is there']);
    expect(juniper.lines()[0]).toMatchObject({ mark: 'verified', delivery: { at: 'failed', fault: 'conversation-not-private' } });
  });

  test('nor does it when it is tried again meanwhile', () => {
    save(always);
    send('for River alone', 'private');
    juniper.services.conversations.endPrivate(juniper.id);
    const [line] = juniper.lines();
    expect(line?.delivery).toEqual({ at: 'failed', fault: 'conversation-not-private' });
    juniper.services.conversations.retry(juniper.id, line?.id ?? '');
    expect(juniper.lines()[0]).toMatchObject({ mark: 'verified', delivery: { at: 'waiting' } });
    const other = new Other(juniper);
    other.answers();
    expect([other.status, other.heard]).toEqual(['encrypted', []]);
    expect(juniper.lines()[0]).toMatchObject({ mark: 'verified', delivery: { at: 'failed', fault: 'conversation-not-private' } });
    expect(juniper.refusalOf(() => juniper.services.conversations.retry(juniper.id, line?.id ?? ''))).toBe('conversation-not-private');
  });

  test('a changed key gets nothing until the person decides', () => {
    const before = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    before.answers();
    juniper.services.conversations.endPrivate(juniper.id);
    save(always);
    send('the parcel');
    before.ignores();
    const now = new Other(juniper);
    now.answers();
    expect(view()?.changedKey).not.toBeNull();
    expect(waiting()).toEqual(['the parcel']);
    juniper.services.conversations.acceptKey(juniper.id, view()?.theirs?.fingerprint ?? '');
    now.answers();
    expect(now.heard).toEqual(['the parcel']);
  });

  test('a changed key that shows what was asked for gets what waits, at once', () => {
    const before = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    before.answers();
    juniper.services.conversations.endPrivate(juniper.id);
    save(always);
    send('the parcel');
    const now = new Other(juniper);
    now.answers();
    expect(waiting()).toEqual(['the parcel']);
    juniper.services.conversations.authentication.ask(juniper.id, view()?.theirs?.fingerprint ?? '', 'Where?', 'in the shed');
    now.answers();
    now.does({ kind: 'smp-answer', secret: 'in the shed', atMs: juniper.nowMs });
    now.answers();
    expect(view()).toMatchObject({ privacy: 'private', changedKey: null });
    expect(now.heard).toEqual(['the parcel']);
    expect(juniper.lines()[0]?.mark).toBe('verified');
  });

  test('without a requirement any more, what waits fails and asks, and does not go out in clear', () => {
    save(always);
    send('the parcel');
    juniper.tick(61_000);
    save(null);
    expect(juniper.lines()[0]?.delivery).toEqual({ at: 'failed', fault: 'conversation-not-private' });
    expect(juniper.refusalOf(() => juniper.services.conversations.retry(juniper.id, juniper.lines()[0]?.id ?? ''))).toBe('conversation-not-private');
    expect(juniper.services.conversations.takeBack(juniper.id, juniper.lines()[0]?.id ?? '')).toBe('the parcel');
    expect(onTheWire()).not.toContain('the parcel');
  });

  test('what comes in clear says that it should not have', () => {
    juniper.comes('before');
    save(always);
    juniper.comes('after');
    expect(juniper.lines().map(({ arrivedUnencrypted }) => arrivedUnencrypted)).toEqual([false, true]);
  });

  test('a key that comes with less than it has shown is refused, and what waits stays', () => {
    const other = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    other.answers();
    juniper.services.conversations.endPrivate(juniper.id);
    other.answers();
    save(always);
    send('the parcel');
    other.ignores();
    other.does({ kind: 'receive', text: '?OTRv2?', atMs: juniper.nowMs });
    other.answers();
    expect(juniper.notices()).toContain('downgrade-refused');
    expect(view()).toMatchObject({ privacy: 'not-private', starting: false });
    expect(waiting()).toEqual(['the parcel']);
    expect(other.heard).toEqual([]);
  });
});

test('before the key is made, a line that must be encrypted waits for it', async () => {
  const early = await Scripted.open();
  try {
    early.services.policies.save(early.accountId, null, always);
    early.services.conversations.send(early.id, 'the parcel', 'not-private');
    expect(early.sent).toEqual([]);
    await early.keyReady();
    const other = new Other(early);
    other.answers();
    expect(other.heard).toEqual(['the parcel']);
    expect(early.sent.map(({ text }) => text).join()).not.toContain('the parcel');
  } finally {
    await early.close();
  }
});
