import { describe, expect, it } from 'vitest';
import vectors from '../vectors/fuzz.json' with { type: 'json' };
import { Chance } from './chance.ts';
import { Door } from './door.ts';
import { longNames } from './long.ts';
import { newScript, Parties } from './parties.ts';
import { decodeFinding, decodeScript, encodeFinding, type Vectors } from './vectors.ts';

/*
 * A short run of the fuzzer from a fixed seed, and everything that it ever found. `npm run fuzz` is the long one.
 */

const { door: findings, scripts } = vectors as unknown as Vectors;
const seed = 20_261_123;
const door = new Door(seed);

it('the text door withstands 30,000 inputs in every state', () => {
  const found = [];
  while (door.count < 30_000) {
    const finding = door.round();
    if (finding !== null) found.push(encodeFinding(finding));
  }
  expect(found).toEqual([]);
}, 60_000);

it('the text door was not only refused: much of what can come of a text did', () => {
  const expected = [
    'deliver', 'deliver encrypted', 'send', 'send encrypted', 'wipe', 'malformed', 'unrecognised', 'unreadable', 'not-private', 'reflected',
    'other-instance', 'unencrypted', 'peer-error', 'version-refused', 'key-exchange-started', 'session-started', 'session-ended',
    'smp', 'extra-key', 'heartbeat-received',
  ]; // prettier-ignore
  expect(expected.filter((name) => !door.came.has(name))).toEqual([]);
});

it('40 scripts of two parties keep what was said private, whole and theirs', () => {
  for (let stream = 1; stream <= 40; stream += 1) {
    const script = newScript(seed, stream);
    expect({ stream, fault: new Parties(script).run(script) }).toEqual({ stream, fault: null });
  }
}, 60_000);

it('no input takes longer because it is long', () => {
  const finding = { what: '', stand: 'encrypted, none, version 3', seed };
  for (const long of longNames.filter((name) => !name.startsWith('100000 '))) expect(door.replay({ ...finding, taken: [{ atMs: 1_000_000, stream: 1, input: { long } }] }), long).toBeNull();
}, 60_000);

describe('what was found once', () => {
  it('at the text door is gone', () => {
    for (const finding of findings) expect(door.replay(decodeFinding(finding)), finding.what).toBeNull();
  });

  it('in scripts of two parties is gone', () => {
    for (const vector of scripts) expect(new Parties(decodeScript(vector)).run(decodeScript(vector)), vector.what).toBeNull();
  });
});

describe('the fuzzer itself', () => {
  it('does the same from the same seed', () => {
    const [first, second, other] = [new Chance(1, 2), new Chance(1, 2), new Chance(1, 3)];
    const drawn = Array.from({ length: 20 }, () => first.next());
    expect(Array.from({ length: 20 }, () => second.next())).toEqual(drawn);
    expect(Array.from({ length: 20 }, () => other.next())).not.toEqual(drawn);
    expect(newScript(1, 2)).toEqual(newScript(1, 2));
  });

  it('writes a finding down as it was', () => {
    const bytes = Uint8Array.of(1, 2, 255);
    const forgery = { plaintext: bytes, flags: 1, senderKeyId: -1, recipientKeyId: 0, nextKey: null, counter: bytes, oldMacKeys: bytes };
    const taken = [{ atMs: 1, stream: 2, input: { forgery } }, { atMs: 3, stream: 4, input: { text: '?OTR:\ud800' } }, { atMs: 5, stream: 6, input: { long: 'z' } }];
    const finding = { what: 'x', stand: 'y', seed: 1, taken };
    expect(decodeFinding(JSON.parse(JSON.stringify(encodeFinding(finding))))).toEqual(finding);
  });

  it('says that a way is not there any more where its stand is not', () => {
    expect(door.replay({ what: '', stand: 'nowhere', seed, taken: [] })).toBe('there is no stand nowhere');
  });
});
