import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FingerprintName, KnownFingerprintView } from '../../shared/views.ts';
import { Other, river, Scripted } from './testing/scripted.ts';

/* The manager of known fingerprints, on the real store and engine. River is private with two devices. */

let juniper: Scripted;
let boat: Other;
let phone: Other;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
  boat = new Other(juniper);
  phone = new Other(juniper, {}, 'phone');
  for (const device of [boat, phone]) {
    juniper.nowMs += 1_000;
    goPrivate(device);
  }
});

afterEach(() => juniper.close());

function goPrivate(device: Other): void {
  device.ignores();
  device.does({ kind: 'start', atMs: juniper.nowMs });
  device.answers();
}

const manager = () => juniper.services.fingerprints;
const conversation = () => juniper.sotto.snapshot().conversations[0];
/** River's keys, that of the boat first. */
const keys = (): readonly KnownFingerprintView[] => manager().list();
const nameOf = (at: number): FingerprintName => {
  const { accountId, address, fingerprint } = keys()[at]!;
  return { accountId, address, fingerprint };
};
/** River's keys as they were decided on. */
const decided = () => keys().map(({ verified, verifiedHow, verifiedAtMs, firstSeenMs }) => [verified, verifiedHow, verifiedAtMs, firstSeenMs]);

test('a key is in use on every device that has a session, and is not forgotten meanwhile', () => {
  expect(keys().map(({ use }) => use)).toEqual(['unverified', 'unverified']);
  for (const at of [0, 1]) expect(juniper.refusalOf(() => manager().forget([nameOf(at)]))).toBe('fingerprint-in-use');
  phone.does({ kind: 'end', atMs: juniper.nowMs });
  expect(keys().map(({ use }) => use)).toEqual(['unverified', 'finished']);
  juniper.services.conversations.endPrivate(juniper.id);
  expect(keys().map(({ use }) => use)).toEqual([null, null]);
});

test('what is said of a key counts on its device, and only the one that lines go to says so in the conversation', () => {
  manager().verify([nameOf(0)], true);
  expect(conversation()?.devices.map(({ resource, privacy }) => [resource, privacy])).toEqual(
    expect.arrayContaining([['boat', 'private'], ['phone', 'unverified']]),
  );
  expect(juniper.notices()).not.toContain('verified');
  manager().verify([nameOf(1)], true);
  expect(conversation()).toMatchObject({ privacy: 'private', changedKey: null });
  expect(juniper.notices().filter((code) => code === 'verified')).toHaveLength(1);
});

test('several are verified at once, and one that was verified already keeps how and when', () => {
  manager().verify([nameOf(0)], true);
  const [before] = decided();
  juniper.nowMs += 5_000;
  manager().verify([nameOf(0), nameOf(1)], true);
  expect(decided()[0]).toEqual(before);
  expect(keys()[1]).toMatchObject({ verified: true, verifiedHow: 'by-hand', verifiedAtMs: juniper.nowMs });
});

test('all or none: with one that is not known, nothing changes', () => {
  const unknown = { ...nameOf(0), fingerprint: 'ab'.repeat(20) };
  for (const work of [() => manager().verify([nameOf(0), unknown], true), () => manager().forget([nameOf(0), unknown])]) {
    expect(juniper.refusalOf(work)).toBe('not-found');
  }
  expect(keys().map(({ verified }) => verified)).toEqual([false, false]);
});

test('a withdrawal is undone with how and when it had been verified, and the conversation says both', () => {
  manager().verify([nameOf(1)], true);
  juniper.nowMs += 5_000;
  const before = decided();
  manager().verify([nameOf(0), nameOf(1)], false);
  expect(conversation()?.privacy).toBe('unverified');
  manager().undo();
  expect(decided()).toEqual(before);
  expect(conversation()?.privacy).toBe('private');
  expect(juniper.notices().slice(-3)).toEqual(['verified', 'unverified', 'verified']);
  expect(juniper.refusalOf(() => manager().undo())).toBe('not-found');
});

test('verifying is nothing to undo, and when a key was seen is not taken back', () => {
  manager().verify([nameOf(0)], true);
  expect(juniper.refusalOf(() => manager().undo())).toBe('not-found');
  expect(keys()[0]).toMatchObject({ verified: true });
  juniper.nowMs += 50_000;
  manager().verify([nameOf(0)], false);
  juniper.nowMs += 20_000;
  boat.says('a heron on the weir');
  manager().undo();
  expect(keys()[0]).toMatchObject({ verified: true, lastSeenMs: juniper.nowMs });
});

test('forgetting is undone, and a key beside it that was undecided is undecided again', () => {
  juniper.services.conversations.endPrivate(juniper.id);
  manager().verify([nameOf(0)], true);
  const before = decided();
  manager().forget([nameOf(0)]);
  expect(keys()).toHaveLength(1);
  manager().undo();
  expect(decided()).toEqual(before);
  goPrivate(phone);
  expect(conversation()?.changedKey).not.toBeNull();
});

test('nothing is undone once a minute is over, or where the keys of the buddy changed since', () => {
  juniper.services.conversations.endPrivate(juniper.id);
  manager().verify([nameOf(0), nameOf(1)], true);
  manager().verify([nameOf(0)], false);
  juniper.nowMs += 60_001;
  expect(juniper.refusalOf(() => manager().undo())).toBe('not-found');

  manager().forget([nameOf(1)]);
  goPrivate(phone);
  expect(juniper.refusalOf(() => manager().undo())).toBe('not-found');
  expect(keys().map(({ verified }) => verified)).toEqual([false, false]);
});

test('what was forgotten of an account that was removed since stays away, and the rest comes back', async () => {
  const { accounts, store } = juniper.services;
  const second = accounts.storeByAddress('second@sotto.test', null, null);
  accounts.reread(second);
  const [record] = store.fingerprints.list(juniper.accountId);
  store.fingerprints.put({ ...record!, accountId: second });
  juniper.services.conversations.endPrivate(juniper.id);
  const before = keys().filter(({ accountId }) => accountId === juniper.accountId);
  const all = (): readonly FingerprintName[] => keys().map(({ accountId, address, fingerprint }) => ({ accountId, address, fingerprint }));
  phone.does({ kind: 'end', atMs: juniper.nowMs });
  manager().forget(all());
  expect(keys()).toEqual([]);
  await juniper.sotto.removeAccount(second);
  manager().undo();
  expect(keys().map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
  manager().forget(all());
  await juniper.sotto.removeAccount(juniper.accountId);
  expect(juniper.refusalOf(() => manager().undo())).toBe('not-found');
});

test('last seen follows what arrives, by the minute, and not what does not open', () => {
  const seen = () => keys().map(({ lastSeenMs }) => lastSeenMs);
  const started = seen();
  juniper.nowMs += 30_000;
  boat.says('too soon to be a write');
  expect(seen()).toEqual(started);
  juniper.nowMs += 40_000;
  juniper.comes('?OTR:AAMDnonsense.', { resource: 'phone' });
  boat.says('a heron on the weir');
  expect(seen()).toEqual([juniper.nowMs, started[1]]);
});

test('an undecided key is undecided after a restart, and says so again', async () => {
  expect(conversation()?.changedKey).not.toBeNull();
  await juniper.restart();
  goPrivate(phone);
  expect(conversation()?.changedKey?.now.fingerprint).toBe(keys()[1]?.fingerprint);
  expect(juniper.notices()).toContain('key-changed');
  expect(juniper.refusalOf(() => juniper.services.conversations.send(juniper.id, 'not yet', 'unverified'))).toBe('key-changed-undecided');
});

test('the chosen ones are written for another program, and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-export-'));
  try {
    manager().verify([nameOf(1)], true);
    expect(manager().export(folder, [nameOf(1)], 'profanity')).toEqual(['juniper_at_sotto.test/fingerprints.txt']);
    const text = readFileSync(join(folder, 'juniper_at_sotto.test/fingerprints.txt'), 'utf8');
    expect(text).toBe(`${river.address}\tjuniper@sotto.test\txmpp\t${nameOf(1).fingerprint}\tverified\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
