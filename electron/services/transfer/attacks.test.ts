import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex, utf8 } from '../../base/bytes.ts';
import { recordsIn, inject } from '../../otr/attacks/smp-forge.ts';
import { newPeer, type Peer } from '../../otr/testing/pair.ts';
import type { ChannelEvent } from './channel.ts';
import { readCode } from './code.ts';
import { gather } from './gather.ts';
import { encodePayload } from './payload.ts';
import { answerAs, meetAs } from './testing/cheat.ts';
import { Rogue, sender, type Cheat } from './testing/rogue.ts';
import { own, TwoDevices, type Name } from './testing/two-devices.ts';
import { encodeAnnouncement, longestSealed, partLength } from './words.ts';

/*
 * What somebody can do who is not the person's other device, or who is and cheats. The server can write stanzas "from"
 * our own address, so everything that comes from there is hostile until the code has matched, and bounded after that.
 */

let two: TwoDevices;
let before: string;

beforeEach(async () => {
  two = await TwoDevices.open();
  before = kept();
});

afterEach(async () => {
  // Whatever was tried: the new device keeps what it had.
  expect(kept()).toBe(before);
  await two.close();
});

function kept(): string {
  const { store, settings } = two.fresh.services;
  const of = ({ id }: { readonly id: string }) => [toHex(store.keys.get(id)?.key ?? new Uint8Array(0)), store.fingerprints.list(id), store.policies.list(id), store.guesses.list(id)];
  const accounts = store.accounts.list();
  return JSON.stringify([accounts, accounts.map(of), settings.view()]);
}

const code = readCode('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.slice(0, 22) + 'XX') ?? knownCode();
/** A code that Sotto could have shown. */
function knownCode(): string {
  const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
  for (const a of alphabet) for (const b of alphabet) {
    const read = readCode(`0123456789ABCDEFGHJKMN${a}${b}`);
    if (read !== null) return read;
  }
  throw new Error('no code');
}

const honest = () => encodePayload(gather(two.old.services.store, two.old.services.settings.view(), false));
const big = () => new Uint8Array(3 * partLength).fill(0x20);

/** What the new device comes to when its other device knows the code and cheats. */
function receiveFrom(payload: Uint8Array, cheat: Cheat = {}): Rogue {
  two.receive(code);
  const rogue = new Rogue(two, 'old', sender(code, payload, cheat));
  // The offer went out before the rogue listened.
  rogue.channel.receive(two.fresh.sent.at(-1)?.text ?? '');
  rogue.pass();
  return rogue;
}

describe('a device that knows the code', () => {
  test('and keeps to the rules is believed, so that it is the cheat that is refused below', () => {
    const rogue = receiveFrom(honest());
    expect(rogue.words).toEqual(['ready', 'whole']);
    expect(two.at('fresh')).toMatchObject({ at: 'choosing' });
    two.fresh.services.transfer.cancel();
  });

  test.each<readonly [string, Cheat]>([
    ['announces another format', { announced: Uint8Array.of(2, 0, 0, 1, 0) }],
    ['announces nothing', { announced: new Uint8Array(0) }],
    ['announces more than is taken', { announced: encodeAnnouncement(longestSealed + 1) }],
    ['announces 4 GB', { announced: Uint8Array.of(1, 255, 255, 255, 255) }],
    ['announces no more than a seal', { announced: encodeAnnouncement(16) }],
    ['announces one byte less', { announced: encodeAnnouncement(3 * partLength + 15) }],
    ['announces one byte more', { announced: encodeAnnouncement(3 * partLength + 17) }],
    ['bends a bit of the first part', { bend: (sealed) => bent(sealed, 0) }],
    ['bends a bit of the last part', { bend: (sealed) => bent(sealed, sealed.length - 20) }],
    ['bends a bit of the tag', { bend: (sealed) => bent(sealed, sealed.length - 1) }],
    ['sends zeros', { bend: (sealed) => new Uint8Array(sealed.length) }],
    ['swaps two parts', { words: ([a, b, ...rest]) => [b!, a!, ...rest] }],
    ['swaps their bytes', { words: (parts) => swapped(parts) }],
    ['sends one twice', { words: ([a, ...rest]) => [a!, a!, ...rest] }],
    ['leaves one out', { words: ([a, , ...rest]) => [a!, ...rest] }],
    ['sends a short one', { words: ([a, ...rest]) => [{ ...a!, bytes: new Uint8Array(5) } as never, ...rest] }],
    ['sends a long one', { words: ([a, ...rest]) => [{ ...a!, bytes: new Uint8Array(partLength + 1) } as never, ...rest] }],
    ['sends an endless one', { words: ([a, ...rest]) => [{ ...a!, bytes: new Uint8Array(600_000) } as never, ...rest] }],
    ['sends an empty one', { words: () => [{ say: 'part', index: 0, bytes: new Uint8Array(0) }] }],
    ['counts far ahead', { words: ([a]) => [{ ...a!, index: 999_999 } as never] }],
    ['speaks out of turn', { words: () => [{ say: 'ready' }] }],
    ['says that it got something', { words: () => [{ say: 'got', index: 0 }] }],
    ['says that it has everything', { words: () => [{ say: 'whole' }] }],
    ['says its last word too early', { words: ([a]) => [a!, { say: 'done' }] }],
  ])('and %s brings nothing in', (_what, cheat) => {
    const rogue = receiveFrom(big(), cheat);
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'broken' });
    expect(rogue.words).not.toContain('whole');
    expect(rogue.kinds.at(-1)).toBe('closed');
  });

  test.each<readonly [string, Cheat]>([
    ['sends a part once more', { last: [{ say: 'part', index: 0, bytes: new Uint8Array(5) }] }],
    ['says another word', { last: [{ say: 'whole' }] }],
  ])('and, when all of it is there, %s brings nothing in', (_what, cheat) => {
    const rogue = receiveFrom(honest(), cheat);
    expect(rogue.words).toContain('whole');
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'broken' });
  });

  test('and never says its last word is given up', () => {
    receiveFrom(honest(), { last: [] });
    expect(two.at('fresh')).toEqual({ at: 'moving', percent: 100 });
    two.fresh.tick(91_000);
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'timed-out' });
    expect(() => two.fresh.services.transfer.bringIn({ replaceKeys: true, takeVerified: true, preferences: true })).toThrow('transfer-over');
  });

  test('and stops in the middle is given up', () => {
    receiveFrom(big(), { words: ([a]) => [a!] });
    expect(two.at('fresh')).toMatchObject({ at: 'moving' });
    two.fresh.tick(91_000);
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'timed-out' });
  });

  test('and goes on after the end is not heard', () => {
    const rogue = receiveFrom(honest());
    two.fresh.services.transfer.cancel();
    rogue.channel.say({ say: 'part', index: 0, bytes: new Uint8Array(1) });
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'cancelled-by-us' });
  });

  test.each<readonly [string, () => Uint8Array]>([
    ['no JSON', () => utf8('{"format":')],
    ['no UTF-8', () => Uint8Array.of(0x7b, 0xff, 0x7d, 0x20)],
    ['blanks', () => big()],
    ['another format', () => altered((payload) => Object.assign(payload, { format: 'other' }))],
    ['a later version', () => altered((payload) => Object.assign(payload, { version: 2 }))],
    ['a further field', () => altered((payload) => Object.assign(payload, { also: 1 }))],
    ['a key that is none', () => altered(({ accounts: [account] }) => Object.assign(account!, { key: Buffer.from('no key at all').toString('base64') }))],
    ['a key with a wrong y', () => altered(({ accounts: [account] }) => Object.assign(account!, { key: bentKey(String(account!['key'])) }))],
    ['a fingerprint that is none', () => altered(({ accounts: [account] }) => Object.assign(account!, { fingerprints: [{ ...record, fingerprint: 'x' }] }))],
    ['trust without a when', () => altered(({ accounts: [account] }) => Object.assign(account!, { fingerprints: [{ ...record, verified: true, verifiedHow: 'secret' }] }))],
    ['trust in an undecided key', () => altered(({ accounts: [account] }) => Object.assign(account!, { fingerprints: [{ ...record, verified: true, verifiedAtMs: 1, verifiedHow: 'secret', undecided: true }] }))],
    ['an address with a resource', () => altered(({ accounts: [account] }) => Object.assign(account!, { address: 'a@b/c' }))],
    ['an address in another form', () => altered(({ accounts: [account] }) => Object.assign(account!, { address: 'Juniper@sotto.test' }))],
    ['the same account twice', () => altered((payload) => Object.assign(payload, { accounts: [payload.accounts[0], payload.accounts[0]] }))],
    ['the same fingerprint twice', () => altered(({ accounts: [account] }) => Object.assign(account!, { fingerprints: [record, record] }))],
    ['too many accounts', () => altered((payload) => Object.assign(payload, { accounts: Array.from({ length: 101 }, (_, n) => ({ ...payload.accounts[0], address: `a${n}@b` })) }))],
    ['an instance tag', () => altered(({ accounts: [account] }) => Object.assign(account!, { instanceTag: 256 }))],
    ['a resource', () => altered(({ accounts: [account] }) => Object.assign(account!, { settings: { ...(account!['settings'] as object), resource: 'x' } }))],
    ['a theme that there is not', () => altered((payload) => Object.assign(payload, { preferences: { theme: 'x', sidebarWidth: 300, collapsedGroups: [] } }))],
  ])('and sends %s brings nothing in, and is told', (_what, payload) => {
    const rogue = receiveFrom(payload());
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'refused' });
    expect(rogue.words.at(-1)).toBe('refused');
  });
});

describe('a device that does not know the code', () => {
  test.each(['old', 'fresh'] as const)('gets nothing and gives nothing, where the person’s is the %s one', (victim) => {
    const rogue = meet(victim, (event, { channel }) => {
      if (event.kind === 'open' && victim === 'old') channel.compare(`${code}?`, false);
      if (event.kind === 'asked') channel.compare(`${code}?`, true);
    });
    expect(two.at(victim)).toEqual({ at: 'ended', why: 'code-wrong' });
    expect(rogue.kinds).not.toContain('said');
    expect(rogue.kinds).not.toContain('key');
  });

  test.each<readonly [string, (channel: Rogue['channel']) => void]>([
    ['says that it is ready', (channel) => channel.say({ say: 'ready' })],
    ['shares a key', (channel) => channel.shareKey(encodeAnnouncement(100))],
    ['asks for the next part', (channel) => channel.say({ say: 'got', index: 0 })],
    ['sends a part', (channel) => channel.say({ say: 'part', index: 0, bytes: new Uint8Array(4) })],
  ])('and %s all the same ends it, on either side', (_what, act) => {
    for (const victim of ['old', 'fresh'] as const) {
      const rogue = meet(victim, (event, { channel }) => {
        if (event.kind === 'open') act(channel);
      });
      expect(two.at(victim)).toEqual({ at: 'ended', why: 'broken' });
      expect(rogue.words).toEqual([]);
      expect(rogue.heard.some((event) => event.kind === 'key' && event.by === 'them')).toBe(false);
    }
  });

  test('cannot pass the comparison on between the two devices, though both know the code', () => {
    two.offer();
    two.receive();
    const [toOld, toFresh] = [newPeer('carol', { seed: 'toOld' }), newPeer('carol', { seed: 'toFresh' })];
    const read = { old: 0, fresh: 0 };
    const heard = (name: Name): readonly string[] => {
      const texts = two[name].sent.slice(read[name]).map(({ text }) => text);
      read[name] = two[name].sent.length;
      return texts;
    };
    const settle = (peer: Peer, name: Name): void => {
      while (peer.status.at !== 'encrypted' && read[name] < two[name].sent.length) {
        peer.receive(two[name].sent[read[name]]?.text ?? '');
        read[name] += 1;
        for (const text of peer.take()) two.comes(name, text);
      }
    };
    two.comes('old', '?OTRv3?');
    settle(toOld, 'old');
    settle(toFresh, 'fresh');
    expect([toOld.status.at, toFresh.status.at]).toEqual(['encrypted', 'encrypted']);
    expect([two.at('old'), two.at('fresh')]).toEqual([{ at: 'comparing' }, { at: 'comparing' }]);
    const as = (peer: Peer, name: Name): Peer =>
      ({ conversation: { config: { instanceTag: peer.status.session?.theirInstance ?? 0 } }, receive: (text: string) => two.comes(name, text) }) as unknown as Peer;
    for (let turn = 0; turn < 6; turn += 1) {
      for (const [from, hop, next, to] of [['fresh', toFresh, toOld, 'old'], ['old', toOld, toFresh, 'fresh']] as const) {
        for (const text of heard(from)) inject(next, as(next, to), ...recordsIn(hop, text).filter(({ type }) => type >= 2 && type <= 7));
      }
    }
    expect([two.at('old'), two.at('fresh')]).toEqual([{ at: 'ended', why: 'code-wrong' }, { at: 'ended', why: 'code-wrong' }]);
    expect(two.old.sent.every(({ text }) => text.length < 10_000)).toBe(true);
  });
});

/** A transfer whose texts all come so often, and to their sender too. */
function repeat(times: number, isSentBack: boolean): void {
  two.offer();
  two.receive();
  two.pass((text, from) => {
    if (isSentBack) two.comes(from, text);
    return Array.from({ length: times }, () => text);
  });
}

describe('a second session', () => {
  test.each(['old', 'fresh'] as const)('ends the run of the %s device, whatever it has shown', (victim) => {
    meet(victim, () => undefined);
    expect(two.at(victim)?.at).toBe('comparing');
    const other = new Rogue(two, victim === 'old' ? 'fresh' : 'old', () => undefined);
    two.comes(victim, '?OTRv3?');
    other.pass();
    expect(two.at(victim)).toEqual({ at: 'ended', why: 'broken' });
  });

  test('a whole transfer that was recorded and is played again does nothing', () => {
    two.bring();
    two.fresh.services.transfer.cancel();
    const recorded = two.passed.filter(({ from }) => from === 'old').map(({ text }) => text);
    two.offer();
    two.receive();
    for (const text of recorded) two.comes('fresh', text);
    expect(two.at('fresh')?.at).not.toBe('choosing');
    two.pass((text) => [text, ...recorded]);
    two.fresh.tick(400_000);
    expect(two.at('fresh')).toMatchObject({ at: 'choosing' });
    two.fresh.services.transfer.cancel();
  });

  test.each([
    ['each text twice', 2, false],
    ['each text sent back to its sender as well', 1, true],
  ])('%s disturbs nothing', (_what, times, isSentBack) => {
    repeat(times, isSentBack);
    expect(two.at('fresh')).toMatchObject({ at: 'choosing' });
    two.fresh.services.transfer.cancel();
  });

  test('both at once can keep the devices from meeting, as losing every text can, and do no more than that', () => {
    repeat(2, true);
    if (two.at('fresh')?.at === 'connecting') two.fresh.tick(400_000);
    const run = two.at('fresh');
    expect(run?.at === 'ended' ? run.why : run?.at).toMatch(/^(?:choosing|unreachable)$/);
    two.fresh.services.transfer.cancel();
  });
});

describe('CVE-2017-2448: a signature that does not hold, from whoever has the MAC keys', () => {
  test('the honest signature leads to the comparison, so that it is the signature that is refused', () => {
    expect(meetAs(two, {})).toBe('comparing');
    two.fresh.services.transfer.cancel();
    expect(answerAs(two, {})).toBe('comparing');
  });

  test.each([
    ['r of 0', { r: new Uint8Array(20) }],
    ['s of 0', { s: new Uint8Array(20) }],
    ['both of 0', { r: new Uint8Array(20), s: new Uint8Array(20) }],
    ['r of 1', { r: Uint8Array.from({ length: 20 }, (_, at) => Number(at === 19)) }],
    ['r of q', { r: 'q' }],
    ['s of q', { s: 'q' }],
    ['39 bytes', { cut: 1 }],
    ['41 bytes', { more: 1 }],
    ['no signature', { cut: 40 }],
    ['another key’s signature', { otherKey: true }],
    ['the signature of another session', { otherSession: true }],
  ] as const)('%s: no session, no comparison, no transfer', (_what, cheat) => {
    expect(meetAs(two, cheat)).toBe('connecting');
    two.fresh.tick(31_000);
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'unreachable' });
    expect(answerAs(two, cheat)).toBe('code');
    two.old.tick(300_000);
    expect(two.at('old')).toEqual({ at: 'ended', why: 'expired' });
  });
});

describe('unasked', () => {
  const offers = ['?OTRv3?', '?OTRv23?', '?OTR?v2?', '?OTR Error: what?', '?OTR:AAMDjunk.', '?OTR|1|2,1,1,aa,', '?OTR,1,2,aa,'];

  test('nothing from our own address is answered, shown or kept', () => {
    for (const text of offers) for (const route of ['direct', 'carbon-received', 'carbon-sent', 'archived', 'delayed'] as const) {
      for (const resource of ['old', null]) two.comes('fresh', text, { route, resource });
    }
    expect(two.fresh.sent).toEqual([]);
    expect(two.fresh.sotto.snapshot().conversations).toEqual([]);
    expect(two.run('fresh')).toBeNull();
  });

  test('nor while the dialog waits for another device, or by another way than directly', () => {
    two.offer();
    two.receive();
    two.fresh.sent.length = 0;
    for (const text of offers) {
      two.comes('fresh', text, { resource: 'a third' });
      two.comes('fresh', text, { resource: null });
      for (const route of ['carbon-received', 'carbon-sent', 'archived', 'delayed'] as const) two.comes('fresh', text, { route });
    }
    expect(two.fresh.sent).toEqual([]);
    expect(two.at('fresh')).toEqual({ at: 'connecting' });
  });

  test('a buddy begins nothing, and takes no part', () => {
    two.offer();
    const code = two.code;
    const rogue = new Rogue(two, 'fresh', () => undefined);
    const start = rogue.channel.start.bind(rogue.channel);
    const { comes } = two;
    two.comes = (name, text) => two[name].comes(text);
    start();
    rogue.pass();
    two.comes = comes;
    expect(two.at('old')).toMatchObject({ at: 'code', code });
    expect(rogue.kinds).toEqual([]);
  });

  test('what is said to oneself in clear is shown, and a tag in it starts nothing, even where the own address is a buddy', () => {
    two.fresh.say({ kind: 'roster-changed', item: { address: own, name: '', groups: [], subscription: 'both', asked: false } });
    const tag = ' \t  \t\t\t\t \t \t \t  \t\t  \t\t';
    two.comes('fresh', `a note to myself${tag}`);
    expect(two.fresh.sent).toEqual([]);
    expect(two.fresh.lines(own)).toHaveLength(1);
  });
});

const record = { address: 'river@sotto.test', fingerprint: 'a'.repeat(40), verified: false, verifiedAtMs: null, verifiedHow: null, firstSeenMs: 1, lastSeenMs: 1, undecided: false, highestVersion: null };

/** The person's device in a session with one of somebody else, who acts by this script. */
function meet(victim: Name, script: (event: ChannelEvent, rogue: Rogue) => void): Rogue {
  two.old.services.transfer.cancel();
  two.fresh.services.transfer.cancel();
  const rogue = new Rogue(two, victim === 'old' ? 'fresh' : 'old', script);
  if (victim === 'old') {
    two.offer();
    rogue.channel.start();
  } else two.receive(code);
  rogue.pass();
  return rogue;
}

type Loose = { accounts: Record<string, unknown>[] };
function altered(change: (payload: Loose) => unknown): Uint8Array {
  const payload = JSON.parse(new TextDecoder().decode(honest())) as Loose;
  change(payload);
  return utf8(JSON.stringify(payload));
}

function bentKey(base64: string): string {
  return Buffer.from(bent(new Uint8Array(Buffer.from(base64, 'base64')), 400)).toString('base64');
}

function bent(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= 1;
  return copy;
}

function swapped(parts: Parameters<NonNullable<Cheat['words']>>[0]): ReturnType<NonNullable<Cheat['words']>> {
  const bytes = parts.map((part) => (part.say === 'part' ? part.bytes : new Uint8Array(0)));
  return parts.map((part, at) => ({ ...part, bytes: bytes[at === 0 ? 1 : at === 1 ? 0 : at]! }));
}
