import { afterEach, beforeEach, expect, test } from 'vitest';
import { Other, Scripted } from './testing/scripted.ts';

/* Versions 2 and 3 side by side, and a key that comes with less than before. */

let juniper: Scripted;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
});

afterEach(() => juniper.close());

const view = () => juniper.sotto.snapshot().conversations[0];

test('a program that speaks version 2 alone is talked to in version 2', () => {
  const river = new Other(juniper, { allowV3: false });
  juniper.services.conversations.startPrivate(juniper.id);
  river.answers();
  expect(view()).toMatchObject({ privacy: 'unverified', version: 2 });
  juniper.services.conversations.send(juniper.id, 'the parcel', 'unverified');
  river.answers();
  expect(river.heard).toEqual(['the parcel']);
  expect(juniper.notices()).not.toContain('downgraded');
});

test('a key that has shown version 3 and comes with version 2 is told, also after a restart', async () => {
  const river = new Other(juniper);
  juniper.services.conversations.startPrivate(juniper.id);
  river.answers();
  expect(view()).toMatchObject({ version: 3 });
  await juniper.restart();
  juniper.services.conversations.startPrivate(juniper.id);
  // Somebody on the way takes version 3 out of the offer.
  river.ignores();
  river.does({ kind: 'receive', text: '?OTRv2?', atMs: juniper.nowMs });
  river.answers();
  expect(view()).toMatchObject({ privacy: 'unverified', version: 2 });
  expect(juniper.notices().filter((code) => code === 'downgraded')).toHaveLength(1);
});

test('a line that may not have been read does not go out again by itself in a lower version', () => {
  const river = new Other(juniper);
  juniper.services.conversations.startPrivate(juniper.id);
  river.answers();
  juniper.services.conversations.send(juniper.id, 'the parcel', 'unverified');
  river.ignores();
  juniper.comes('?OTR Error: forged');
  juniper.services.conversations.startPrivate(juniper.id);
  river.ignores();
  river.does({ kind: 'receive', text: '?OTRv2?', atMs: juniper.nowMs });
  river.answers();
  expect(view()).toMatchObject({ version: 2 });
  expect(river.heard).toEqual([]);
  expect(juniper.lines()[0]?.delivery).toEqual({ at: 'doubtful', why: 'lower-version' });
});

test('a line that came back is not sent again by itself: the person takes it back, or tries again', () => {
  const river = new Other(juniper);
  juniper.services.conversations.startPrivate(juniper.id);
  river.answers();
  for (const text of ['not for you', 'but this']) juniper.services.conversations.send(juniper.id, text, 'unverified');
  for (const { id } of juniper.sent.slice(-2)) juniper.say({ kind: 'delivery-failed', id, address: 'river@sotto.test', fault: 'recipient-unavailable' });
  river.ignores();
  const [first, second] = juniper.lines();
  expect(juniper.services.conversations.takeBack(juniper.id, first?.id ?? '')).toBe('not for you');
  juniper.comes('?OTR Error: I have lost my keys');
  juniper.services.conversations.startPrivate(juniper.id);
  river.answers();
  expect(river.heard).toEqual([]);
  juniper.services.conversations.retry(juniper.id, second?.id ?? '');
  river.answers();
  expect(river.heard).toEqual(['but this']);
});

test('a line typed for a verified key does not go out again by itself once that is withdrawn', () => {
  for (const isWithdrawn of [true, false]) {
    const river = new Other(juniper);
    juniper.services.conversations.startPrivate(juniper.id);
    river.answers();
    const key = view()?.theirs?.fingerprint ?? '';
    if (view()?.changedKey) juniper.services.conversations.acceptKey(juniper.id, key);
    juniper.services.conversations.verify(juniper.id, key, true);
    juniper.services.conversations.send(juniper.id, 'the parcel', 'private');
    river.ignores();
    if (isWithdrawn) juniper.services.conversations.verify(juniper.id, key, false);
    juniper.comes('?OTR Error: forged');
    juniper.services.conversations.startPrivate(juniper.id);
    river.answers();
    expect(river.heard).toEqual(isWithdrawn ? [] : ['[resent] the parcel']);
    juniper.services.conversations.endPrivate(juniper.id);
  }
});
