import { afterEach, beforeEach, expect, test } from 'vitest';
import { Other, river, Scripted } from './testing/scripted.ts';

/* A buddy with a session on each of several devices. */

let juniper: Scripted;
let boat: Other;
let phone: Other;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
  boat = new Other(juniper);
  phone = new Other(juniper, {}, 'phone');
  for (const device of [boat, phone]) {
    device.ignores();
    device.does({ kind: 'start', atMs: juniper.nowMs });
    device.answers();
  }
});

afterEach(() => juniper.close());

test('the end says good-bye to each device, and to each where it is', () => {
  const before = juniper.sent.length;
  juniper.services.conversations.endPrivate(juniper.id);
  const byes = juniper.sent.slice(before);
  expect(byes.map(({ resource }) => resource).toSorted()).toEqual(['boat', 'phone']);
  for (const { text } of byes) for (const device of [boat, phone]) device.does({ kind: 'receive', text, atMs: juniper.nowMs });
  expect([boat.status, phone.status]).toEqual(['finished', 'finished']);
});

const view = () => juniper.sotto.snapshot().conversations[0];
const instanceOf = (resource: string) => view()?.devices.find((device) => device.resource === resource)?.instance ?? -1;
const instanceKey = (resource: string) => view()?.devices.find((device) => device.resource === resource)?.fingerprint ?? '';
const choose = (device: 'latest' | 'best' | 'recent' | number) => juniper.services.conversations.chooseDevice(juniper.id, device);
/** Juniper has decided on every key. */
function decideOnAll(): void {
  for (const resource of ['boat', 'phone']) {
    choose(instanceOf(resource));
    const fingerprint = view()?.theirs?.fingerprint ?? '';
    if (view()?.changedKey) juniper.services.conversations.acceptKey(juniper.id, fingerprint);
  }
  choose('latest');
}
/** Where a line goes that is sent now. */
function goesTo(text: string): string | null {
  juniper.services.conversations.send(juniper.id, text, 'unverified');
  const line = juniper.sent.at(-1);
  for (const device of [boat, phone]) device.does({ kind: 'receive', text: line?.text ?? '', atMs: juniper.nowMs });
  return line?.resource ?? null;
}

test('all devices are shown, and the one that answers', () => {
  expect(view()?.devices.map(({ resource, privacy, isChosen }) => [resource, privacy, isChosen])).toEqual(
    expect.arrayContaining([['boat', 'unverified', false], ['phone', 'unverified', true]]),
  );
  expect(view()).toMatchObject({ resource: 'phone', deviceChoice: 'latest' });
});

test('the person chooses one, and lines go there alone', () => {
  decideOnAll();
  choose(instanceOf('boat'));
  expect(view()).toMatchObject({ resource: 'boat', deviceChoice: 'one' });
  expect(juniper.items().at(-1)).toMatchObject({ kind: 'notice', code: 'device-chosen', peerText: 'boat' });
  phone.says('I am here too');
  expect(goesTo('only for the boat')).toBe('boat');
  expect([boat.heard, phone.heard]).toEqual([['only for the boat'], []]);
  expect(juniper.refusalOf(() => choose(0x1234_5678))).toBe('not-found');
});

test('the device heard last is followed where that is wanted', () => {
  decideOnAll();
  choose('recent');
  for (const [device, resource] of [[boat, 'boat'], [phone, 'phone']] as const) {
    juniper.nowMs += 1_000;
    device.says('here');
    expect(goesTo('to whoever spoke last')).toBe(resource);
  }
});

test('the most secure device is the verified one, whichever spoke last', () => {
  decideOnAll();
  choose(instanceOf('boat'));
  juniper.services.conversations.verify(juniper.id, view()?.theirs?.fingerprint ?? '', true);
  choose('latest');
  choose('best');
  juniper.nowMs += 1_000;
  phone.says('but I spoke last');
  expect(view()).toMatchObject({ resource: 'boat', privacy: 'private', deviceChoice: 'best' });
});

test('a choice that leads to a key that is not decided on sends nothing', () => {
  choose(instanceOf('boat'));
  expect(view()?.changedKey).toBeNull();
  choose(instanceOf('phone'));
  expect(view()?.changedKey).not.toBeNull();
  expect(juniper.refusalOf(() => juniper.services.conversations.send(juniper.id, 'the parcel', 'unverified'))).toBe('key-changed-undecided');
});

test('of more devices than are kept the one quiet for longest is let go, with a word', () => {
  const before = juniper.sent.length;
  for (let i = 0; i < 7; i += 1) {
    juniper.nowMs += 1_000;
    const further = new Other(juniper, {}, `device ${i}`);
    further.ignores();
    further.does({ kind: 'start', atMs: juniper.nowMs });
    further.answers();
  }
  expect(view()?.devices).toHaveLength(8);
  expect(view()?.devices.map(({ resource }) => resource)).not.toContain('boat');
  expect(juniper.notices().filter((code) => code === 'device-dropped')).toHaveLength(1);
  const [bye, ...more] = juniper.sent.slice(before).filter(({ resource }) => resource === 'boat');
  expect(more).toEqual([]);
  boat.does({ kind: 'receive', text: bye?.text ?? '', atMs: juniper.nowMs });
  expect(boat.status).toBe('finished');
});

test('made-up keys push out no key that a device uses, undecided and quiet as it may be', () => {
  const { store } = juniper.services;
  const used = instanceKey('phone');
  for (let index = 0; index < 60; index += 1) {
    const fingerprint = index.toString(16).padStart(40, '0');
    const record = store.fingerprints.of(juniper.accountId, river.address).find((known) => known.fingerprint === used);
    if (record) store.fingerprints.put({ ...record, fingerprint, lastSeenMs: juniper.nowMs + 1_000 });
  }
  const tablet = new Other(juniper, {}, 'tablet');
  tablet.ignores();
  tablet.does({ kind: 'start', atMs: juniper.nowMs });
  tablet.answers();
  const left = store.fingerprints.of(juniper.accountId, river.address);
  expect(left.filter(({ undecided }) => undecided)).toHaveLength(51);
  expect(left.find(({ fingerprint }) => fingerprint === used)).toMatchObject({ undecided: true });
  choose(instanceOf('phone'));
  expect(view()?.changedKey?.now.fingerprint).toBe(used);
});

test('a decision about a key is about that key, whatever key is there by the time it is made', () => {
  choose(instanceOf('phone'));
  const { changedKey } = view() ?? {};
  const { conversations } = juniper.services;
  for (const stale of [changedKey?.before.fingerprint ?? '', '00'.repeat(20)]) {
    expect(juniper.refusalOf(() => conversations.acceptKey(juniper.id, stale))).toBe('not-found');
    expect(juniper.refusalOf(() => conversations.verify(juniper.id, stale, true))).toBe('not-found');
  }
  expect(view()?.changedKey).toEqual(changedKey);
  expect(juniper.services.fingerprints.list().map(({ verified }) => verified)).toEqual([false, false]);
  phone.does({ kind: 'end', atMs: juniper.nowMs });
  expect(view()).toMatchObject({ privacy: 'finished', changedKey: null });
});

test('a line has the mark of the key that it came under, not of the one that lines go to', () => {
  choose(instanceOf('boat'));
  juniper.services.conversations.verify(juniper.id, instanceKey('boat'), true);
  for (const device of [boat, phone]) device.says('here');
  choose(instanceOf('phone'));
  for (const device of [boat, phone]) device.says('here');
  expect(juniper.lines().map(({ mark }) => mark)).toEqual(['verified', 'encrypted', 'verified', 'encrypted']);
});
