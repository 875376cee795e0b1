import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultCodeOf } from '../base/fault.ts';
import type { RecordedView } from '../../shared/views.ts';
import { Other, river, Scripted } from './testing/scripted.ts';

let juniper: Scripted;
let boat: Other;

beforeEach(async () => {
  juniper = await Scripted.open();
  await juniper.keyReady();
  boat = new Other(juniper);
  boat.does({ kind: 'start', atMs: juniper.nowMs });
  boat.answers();
});

afterEach(() => juniper.close());

const { lab, record } = {
  lab: () => juniper.services.lab,
  record: (on: boolean) => juniper.services.conversations.record(juniper.id, on),
};
const messages = () => lab().view(juniper.id).messages;
const saying = (said: string): RecordedView | undefined => messages().find((message) => message.said === said);
/** So many lines go to and fro, each answered, so that keys die on both sides and are given away. */
function talk(turns: number): void {
  for (let turn = 0; turn < turns; turn += 1) {
    juniper.services.conversations.send(juniper.id, `and ${turn}`, 'unverified');
    boat.answers();
    boat.says(`so ${turn}`);
  }
}

/** A data message with a body that nobody can read and so many keys behind it; nothing vouches for those. */
function junk(keys: number): string {
  const wire = Buffer.from(juniper.sent.at(-1)?.text.slice(5, -1) ?? '', 'base64');
  const instances = Buffer.concat([wire.subarray(7, 11), wire.subarray(3, 7)]);
  const number = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 0xff));
  const body = [Buffer.from([0]), number(1), number(1), number(192), Buffer.alloc(192, 3), Buffer.alloc(8, 1), number(16), Buffer.alloc(36, 7)];
  const bytes = Buffer.concat([Buffer.from([0, 3, 3]), instances, ...body, number(20 * keys), Buffer.alloc(20 * keys, 9)]);
  return `?OTR:${bytes.toString('base64')}.`;
}

describe('recording', () => {
  test('begins when it is switched on, says so, and is gone when it is switched off', () => {
    boat.says('before');
    expect(lab().view(juniper.id)).toEqual({ recording: false, messages: [] });
    record(true);
    record(true);
    expect(juniper.notices().filter((code) => code === 'lab-recording')).toHaveLength(1);
    boat.says('during');
    juniper.services.conversations.send(juniper.id, 'mine', 'unverified');
    expect(messages().map(({ from, kind, said }) => [from, kind, said])).toEqual([['them', 'data', 'during'], ['me', 'data', null]]);
    record(false);
    expect(juniper.notices().at(-1)).toBe('lab-stopped');
    record(true);
    expect(messages()).toEqual([]);
  });

  test('keeps the last 200 texts, and of clear ones none', () => {
    record(true);
    juniper.comes('in clear');
    for (let line = 0; line < 205; line += 1) boat.says(`line ${line}`);
    expect(messages()).toHaveLength(200);
    expect([messages()[0]?.said, messages().at(-1)?.said]).toEqual(['line 5', 'line 204']);
    expect(messages().map(({ index }) => index)).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });

  test('ends with its account', async () => {
    record(true);
    const { id } = juniper;
    await juniper.sotto.removeAccount(juniper.accountId);
    expect(lab().isRecording(id)).toBe(false);
  });
});

describe('forging', () => {
  const forge = (said: string, text: string) => lab().forge(juniper.id, saying(said)?.index ?? -1, text);
  const refusalOf = (work: () => unknown) => {
    try {
      work();
    } catch (thrown) {
      return faultCodeOf(thrown);
    }
    return 'none';
  };

  test('needs a MAC key that was given away, and takes texts that are no longer', () => {
    record(true);
    boat.says('I love it');
    expect(saying('I love it')?.isForgeable).toBe(false);
    expect(refusalOf(() => forge('I love it', 'I hate it'))).toBe('not-found');
    talk(4);
    expect(saying('I love it')?.isForgeable).toBe(true);
    expect(messages().some(({ revealed }) => revealed > 0)).toBe(true);
    const { wire, says } = forge('I love it', 'no');
    expect(says).toBe('no       ');
    expect(wire.slice(0, 100)).toBe(saying('I love it')?.wire.slice(0, 100));
    expect(refusalOf(() => forge('I love it', 'I love it!'))).toBe('message-too-long');
    expect(refusalOf(() => lab().forge(juniper.id, 10_000, ''))).toBe('not-found');
    expect(refusalOf(() => lab().forge(`${juniper.accountId}/${river.address}x`, 0, ''))).toBe('not-found');
  });

  test('keeps no more than two million characters of them', () => {
    record(true);
    const flood = junk(4_000);
    for (let turn = 0; turn < 30; turn += 1) juniper.comes(flood);
    const lengths = messages().map(({ length }) => length);
    expect(new Set(lengths)).toEqual(new Set([flood.length]));
    expect(lengths).toHaveLength(Math.floor(2_000_000 / flood.length));
  });

  test('stands no longer still where somebody adds thousands of keys to what goes by', () => {
    record(true);
    const flood = junk(4_000);
    const begun = performance.now();
    for (let turn = 0; turn < 20; turn += 1) {
      for (let more = 0; more < 3; more += 1) juniper.comes(flood);
      talk(1);
      expect(messages().some(({ revealed }) => revealed === 4_000)).toBe(true);
    }
    expect(performance.now() - begun).toBeLessThan(4_000);
    expect(messages().filter(({ isForgeable }) => isForgeable).length).toBeGreaterThan(2);
  });
});
