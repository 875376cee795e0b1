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
