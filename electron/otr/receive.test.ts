import { describe, expect, it } from 'vitest';
import type { OtrPolicy } from './api.ts';
import { ake, aliceTag, bobTag, bytesOf, expectRefused, messageOf } from './attacks/forge.ts';
import { configure } from './conversation.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';
import { int } from './wire/writer.ts';

/*
 * From the network's texts to the state machines: versions, policies, instance tags, fragments.
 */

const policies = { 2: { allowV2: true, allowV3: false }, 3: { allowV2: false, allowV3: true } } as const;
const both = { allowV2: true, allowV3: true };

function withPolicy(peer: Peer, policy: Partial<OtrPolicy>): void {
  const { config } = peer.conversation;
  peer.conversation = configure(peer.conversation, { ...config, policy: { ...config.policy, ...policy } });
}

/** The four messages of an exchange in a version, each with the peer that it goes to standing before it. */
function stepsOf(version: 2 | 3): readonly { readonly to: Peer; readonly text: string }[] {
  return [0, 1, 2, 3].map((count) => {
    const [alice, bob] = [newPeer('alice', { policy: policies[version] }), newPeer('bob', { policy: policies[version] })];
    alice.receive(`?OTRv${version}?`);
    for (let i = 0; ; i += 1) {
      const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
      const text = from.take()[0]!;
      if (i === count) return { to, text };
      to.receive(text);
    }
  });
}

describe('the messages of the key exchange', () => {
  it.each([
    [2, 0, '000202'],
    [2, 1, '00020a'],
    [2, 2, '000211'],
    [2, 3, '000212'],
    [3, 0, '0003021111111100000000'],
    [3, 1, '00030a2222222211111111'],
    [3, 2, '0003111111111122222222'],
    [3, 3, '0003122222222211111111'],
  ] as const)('of version %i, the one counted %i, begins with %s: version, type, tags', (version, count, header) => {
    const { text } = stepsOf(version)[count]!;
    expect(Buffer.from(bytesOf(text).subarray(0, header.length / 2)).toString('hex')).toBe(header);
  });

  it.each([
    [2, 0], [2, 1], [2, 2], [2, 3],
    [3, 0], [3, 1], [3, 2], [3, 3],
  ] as const)('of version %i, the one counted %i, is ignored where the policy does not allow it', (version, count) => {
    const { to, text } = stepsOf(version)[count]!;
    const allowed = to.conversation;
    withPolicy(to, policies[version === 2 ? 3 : 2]);
    to.events.length = 0;
    expectRefused(to, text);
    expect(to.told).toEqual(['unrecognised']);
    expect(to.outbox).toEqual([]);
    to.conversation = allowed;
    expect(to.receive(text)).not.toEqual([]);
  });

  it('of a version that is not allowed any more is ignored in a session of it, which itself goes on', () => {
    const { alice, bob } = encryptedPair({ policy: policies[2] }, { policy: policies[2] });
    withPolicy(bob, policies[3]);
    alice.receive('?OTRv2?');
    expectRefused(bob, alice.take()[0]!);
    expect(bob.outbox).toEqual([]);
    alice.type('still here');
    settle(alice, bob);
    expect(bob.texts).toEqual(['still here']);
  });
});

describe('a whitespace tag or a query', () => {
  const base = ' \t  \t\t\t\t \t \t \t  ';
  const [one, two, three] = [' \t \t  \t ', '  \t\t  \t ', '  \t\t  \t\t'];

  it.each([
    [two + three, both, '?OTR:AAMC'],
    [one + two, both, '?OTR:AAIC'],
    [two, both, '?OTR:AAIC'],
    [two + three, policies[2], '?OTR:AAIC'],
    [two, policies[3], undefined],
    [three, policies[2], undefined],
    [one, both, undefined],
  ] as const)('%j under %j is answered with a commit of the best version: %s', (versions, policy, start) => {
    const alice = newPeer('alice', { policy: { ...policy, startOnWhitespaceTag: true } });
    alice.receive(`hello${base}${versions}`);
    expect(alice.outbox.map((text) => text.slice(0, 9))).toEqual(start === undefined ? [] : [start]);
    expect(alice.texts).toEqual(['hello']);
  });

  it('begins anew from any state of the exchange, and the old secrets die', () => {
    for (const count of [1, 2, 3]) {
      const { to } = stepsOf(3)[count]!;
      const before = to.wiped.length;
      to.receive('?OTRv3?');
      expect(to.outbox.map((text) => text.slice(0, 9))).toEqual(['?OTR:AAMC']);
      expect(to.conversation.offer?.commit).toBeTruthy();
      expect([...to.conversation.instances.values()].every(({ ake: { at } }) => at === 'none')).toBe(true);
      expect(to.wiped.length).toBeGreaterThan(before);
    }
  });
});

describe('instance tags', () => {
  it('a message or fragment for another instance is discarded, told once a message', () => {
    const elsewhere = newPeer('bob', { instanceTag: 0x7777_7777 });
    const { alice } = encryptedPair({ maxMessageSize: 200 });
    alice.type('for Bob at 2222');
    const pieces = alice.take();
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) expectRefused(elsewhere, piece);
    expect(elsewhere.told).toEqual(['other-instance']);
    expect(elsewhere.conversation.assemblies.size).toBe(0);
  });

  it('a fragment for no instance in particular is put together', () => {
    const alice = newPeer('alice', { maxMessageSize: 150 });
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    expect(alice.outbox[0]).toMatch(/^\?OTR\|11111111\|00000000,00001,/);
    for (const piece of alice.take()) bob.receive(piece);
    expect(bob.outbox).toHaveLength(1);
  });

  it('every device has an exchange of its own', () => {
    const alice = newPeer('alice');
    const [laptop, phone] = [newPeer('bob'), newPeer('bob', { instanceTag: 0x5555_5555, seed: 'phone' })];
    laptop.receive('?OTRv3?');
    phone.receive('?OTRv3?');
    const [first, second] = [laptop.take()[0]!, phone.take()[0]!];
    alice.receive(first);
    alice.receive(second);
    const keys = alice.take().map(messageOf);
    expect(keys.map(({ kind }) => kind)).toEqual(['dh-key', 'dh-key']);
    expect(keys[0]).not.toEqual(keys[1]);
  });
});

describe('fragments', () => {
  /** Bob with the first of three pieces, and all of them. */
  function halfway() {
    const { alice, bob } = encryptedPair({ maxMessageSize: 200 });
    alice.type('x'.repeat(100));
    const pieces = alice.take();
    expect(pieces.length).toBeGreaterThan(2);
    bob.receive(pieces[0]!);
    return { alice, bob, pieces };
  }
  const rest = (bob: Peer, pieces: readonly string[]): readonly string[] => {
    for (const piece of pieces.slice(1)) bob.receive(piece);
    return bob.texts;
  };

  it('go on after an illegal one, which is discarded', () => {
    const { bob, pieces } = halfway();
    for (const numbers of ['0,3', '2,0', '4,3', '2,65536']) expectRefused(bob, `?OTR|11111111|22222222,${numbers},x,`);
    expectRefused(bob, '?OTR|11111111|22222222,2,3,,');
    expect(rest(bob, pieces)).toEqual(['x'.repeat(100)]);
  });

  it.each(['one out of order', 'one of another count', 'the same again'])('are forgotten with %s', (how) => {
    const { bob, pieces } = halfway();
    const wrong = { 'one out of order': '3,9', 'one of another count': '2,99', 'the same again': null }[how];
    if (wrong === null) {
      bob.receive(pieces[1]!);
      bob.receive(pieces[1]!);
      for (const piece of pieces.slice(2)) bob.receive(piece);
    } else {
      bob.receive(`?OTR|11111111|22222222,${wrong},x,`);
      rest(bob, pieces);
    }
    expect(bob.texts).toEqual([]);
    expect(bob.conversation.assemblies.size).toBe(0);
  });

  it('begin anew with the first', () => {
    const { bob, pieces } = halfway();
    bob.receive(pieces[1]!);
    bob.receive(pieces[0]!);
    expect(rest(bob, pieces)).toEqual(['x'.repeat(100)]);
  });

  it.each(['hello', '?OTR Error: hello', '?OTRv9?', '?OTR hello'])('are forgotten with a message that is no OTR message or no fragment: %s', (text) => {
    const { bob, pieces } = halfway();
    bob.receive(text);
    expect(bob.conversation.assemblies.size).toBe(0);
    expect(rest(bob, pieces).filter((shown) => shown.startsWith('x'))).toEqual([]);
  });

  it('are forgotten with an unfragmented message of the same sender', () => {
    const { alice, bob, pieces } = halfway();
    alice.conversation = configure(alice.conversation, { ...alice.conversation.config, maxMessageSize: null });
    alice.type('whole');
    settle(alice, bob);
    expect(bob.conversation.assemblies.size).toBe(0);
    expect(rest(bob, pieces)).toEqual(['whole']);
  });

  it('are looked for before any other marker', () => {
    const { alice, bob } = encryptedPair();
    alice.type('in one piece');
    const text = alice.take()[0]!;
    bob.receive(`?OTR|11111111|22222222,1,1,${text},`);
    expect(bob.texts).toEqual(['in one piece']);
  });
});

describe('what is no message of ours', () => {
  it('of another version or type is told as unrecognised, cut short as malformed', () => {
    const bob = newPeer('bob');
    for (const text of ['?OTR:AAEDAAAA.', '?OTR:AAQDAAAA.', '?OTR:AAMEERERESIiIiI=.', '?OTR:AAMC.', '?OTR:AAM=.']) expectRefused(bob, text);
    expect(bob.told).toEqual(['unrecognised', 'unrecognised', 'unrecognised', 'malformed', 'malformed']);
  });

  it('a data message for us that cannot be taken apart is answered with an error, unless flagged', () => {
    const bob = newPeer('bob');
    const [from, to] = [int(aliceTag), int(bobTag)];
    const start = Uint8Array.of(0, 3, 3, ...from, ...to);
    const text = (flags: number) => `?OTR:${Buffer.from([...start, flags, 1, 2, 3]).toString('base64')}.`;
    bob.receive(text(0));
    bob.receive(text(1));
    expect(bob.told).toEqual(['malformed']);
    expect(bob.take()).toEqual([expect.stringMatching(/^\?OTR Error: /)]);
    expectRefused(bob, ake({ kind: 'dh-key', gy: Uint8Array.of(1) }, aliceTag, bobTag));
    expect(bob.outbox).toEqual([]);
  });
});
