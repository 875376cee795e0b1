import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefused } from './attacks/forge.ts';
import { configure } from './conversation.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';
import { armor } from './wire/armor.ts';

/*
 * Version 2 beside version 3, by policy. Spec: OTRv3 "Policies", "Fragmentation", and the messages of
 * version 2: those of version 3 without instance tags.
 */

const both = { allowV2: true, allowV3: true };
const twoOnly = { allowV2: true, allowV3: false };
const isOfTwo = (text: string): boolean => /^\?OTR(:AAI|,)/.test(text);

describe('which version is spoken', () => {
  it.each([
    [both, both, 3],
    [both, twoOnly, 2],
    [twoOnly, both, 2],
    [twoOnly, twoOnly, 2],
    [{ allowV2: false }, both, 3],
  ] as const)('%j with %j: %i', (ours, theirs, version) => {
    const { alice, bob } = encryptedPair({ policy: ours }, { policy: theirs });
    expect([alice.status.session?.version, bob.status.session?.version]).toEqual([version, version]);
    alice.type('hello');
    expect(isOfTwo(alice.outbox[0]!)).toBe(version === 2);
    settle(alice, bob);
    bob.type('hello to you');
    settle(alice, bob);
    expect([alice.texts, bob.texts]).toEqual([['hello to you'], ['hello']]);
  });

  it.each([
    ['?OTR?v2?', 2],
    ['?OTRv2?', 2],
    ['?OTRv23?', 3],
    ['?OTR?v23?', 3],
    ['?OTRv32?', 3],
  ])('%s is answered with a commit of version %i', (query, version) => {
    const alice = newPeer('alice', { policy: both });
    alice.receive(query);
    expect(alice.outbox[0]).toMatch(version === 2 ? /^\?OTR:AAIC/ : /^\?OTR:AAMC/);
  });

  it('version 1 is recognised and refused, never spoken', () => {
    const alice = newPeer('alice', { policy: both });
    alice.receive('?OTR?');
    expect(alice.told).toEqual(['version-refused']);
    expect(alice.outbox).toEqual([]);
    expectRefused(alice, '?OTR:AAEDAAAA.');
  });

  it('nobody speaks where there is none in common', () => {
    const { alice, bob } = encryptedPair({ policy: twoOnly }, { policy: { allowV2: false } });
    expect([alice.status.at, bob.status.at]).toEqual(['plaintext', 'plaintext']);
    expect(bob.told).toEqual(['version-refused']);
  });
});

describe('the key exchange in version 2 (spec: "State transitions")', () => {
  it('agrees for crossed commits, in whatever order', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const alice = newPeer('alice', { policy: twoOnly, seed: `alice ${seed}` });
      const bob = newPeer('bob', { policy: twoOnly, seed: `bob ${seed}` });
      alice.receive('?OTRv2?');
      bob.receive('?OTRv2?');
      settle(alice, bob);
      expect([alice.status.at, bob.status.at]).toEqual(['encrypted', 'encrypted']);
      expect(alice.status.session!.sessionId.hex).toBe(bob.status.session!.sessionId.hex);
    }
  });

  it('expires with its secrets after a minute', () => {
    const alice = newPeer('alice', { policy: twoOnly });
    alice.receive('?OTRv2?');
    const { ake } = alice.conversation.instances.get(0)!;
    if (ake.at !== 'awaiting-dh-key') throw new Error('no commit');
    alice.wait(60_000);
    expect(alice.conversation.instances.get(0)?.ake.at).toBe('none');
    expect([...ake.ours.secret, ...ake.r].every((byte) => byte === 0)).toBe(true);
    expect(alice.told.at(-1)).toBe('key-exchange-expired');
  });

  it('a commit of version 3 is not answered by a key of version 2, nor the other way round', () => {
    const alice = newPeer('alice', { policy: both });
    const bob = newPeer('bob', { policy: both });
    bob.receive('?OTRv2?');
    alice.receive(bob.take()[0]!);
    const keyOfTwo = alice.take()[0]!;
    const asker = newPeer('bob', { policy: both });
    asker.receive('?OTRv3?');
    asker.take();
    expectRefused(asker, keyOfTwo);
    expect(asker.conversation.offer?.commit).toBeTruthy();
  });

  it('a refresh, the end, heartbeats and SMP go as in version 3', () => {
    const { alice, bob } = encryptedPair({ policy: twoOnly }, { policy: twoOnly });
    bob.start();
    settle(alice, bob);
    expect(alice.events.at(-1)).toMatchObject({ kind: 'session-started', refreshed: true });
    alice.compare('tiger');
    settle(alice, bob);
    bob.answer('tiger');
    settle(alice, bob);
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['succeeded', 'succeeded']);
    alice.wait(60_000);
    bob.type('wake up');
    settle(alice, bob);
    expect(bob.told).toContain('heartbeat-received');
    alice.end();
    settle(alice, bob);
    expect([alice.status.at, bob.status.at]).toEqual(['plaintext', 'finished']);
  });
});

describe('fragments of version 2', () => {
  it('carry a talk both ways', () => {
    const { alice, bob } = encryptedPair({ policy: twoOnly, maxMessageSize: 90 }, { policy: twoOnly, maxMessageSize: 60 });
    alice.type('x'.repeat(1_000));
    bob.type('y'.repeat(1_000));
    settle(alice, bob);
    expect([alice.texts, bob.texts]).toEqual([['y'.repeat(1_000)], ['x'.repeat(1_000)]]);
    expect(alice.sent.every((text) => text.length <= 90)).toBe(true);
  });

  it('do not carry a message of version 3, nor those of version 3 one of version 2', () => {
    for (const [inside, wrap] of [
      [both, (text: string) => `?OTR,1,1,${text},`],
      [twoOnly, (text: string) => `?OTR|11111111|22222222,1,1,${text},`],
    ] as const) {
      const { alice, bob } = encryptedPair({ policy: inside }, { policy: both });
      alice.type('wrapped');
      expectRefused(bob, wrap(alice.take()[0]!));
      expect(bob.told.at(-1)).toBe('malformed');
    }
  });
});

describe('S1: a policy without version 2', () => {
  const { alice } = encryptedPair({ policy: twoOnly }, { policy: twoOnly });
  alice.type('of version 2');
  const data = alice.take()[0]!;
  alice.receive('?OTRv2?');
  const commit = alice.take()[0]!;

  it.each([data, commit, `?OTR,1,1,${commit},`])('%# of version 2 changes nothing', (text) => {
    const bob = newPeer('bob');
    expectRefused(bob, text);
    expect(bob.told).toEqual(['unrecognised']);
    expect(bob.outbox).toEqual([]);
  });

  it('keeps to a session of version 2 that there already is', () => {
    const pair = encryptedPair({ policy: twoOnly }, { policy: both });
    const { config } = pair.bob.conversation;
    pair.bob.conversation = configure(pair.bob.conversation, { ...config, policy: { ...config.policy, allowV2: false } });
    pair.alice.type('still here');
    settle(pair.alice, pair.bob);
    expect(pair.bob.texts).toEqual(['still here']);
  });
});

describe('hostile bytes in version 2', () => {
  const peers: readonly (readonly [string, () => Peer])[] = [
    ['plaintext', () => newPeer('alice', { policy: both })],
    ['encrypted', () => encryptedPair({ policy: twoOnly }, { policy: twoOnly }).alice],
    [
      'awaiting-dh-key',
      () => {
        const alice = newPeer('alice', { policy: both });
        alice.receive('?OTRv2?');
        return alice;
      },
    ],
  ];
  it.each(peers)('in %s: never throw, never start a session, never show', (_name, make) => {
    const peer = make();
    const start = peer.conversation;
    fc.assert(
      fc.property(fc.constantFrom(2, 3, 10, 17, 18, 99), fc.uint8Array({ maxLength: 300 }), (type, body) => {
        peer.conversation = start;
        peer.receive(armor(Uint8Array.from([0, 2, type, ...body])));
        expect(peer.conversation.focus).toBe(start.focus);
        expect(peer.shown).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('every bit of a data message that is flipped is refused', () => {
    const pair = encryptedPair({ policy: twoOnly }, { policy: twoOnly });
    pair.alice.type('a line');
    const wire = Buffer.from(pair.alice.take()[0]!.slice(5, -1), 'base64');
    for (let at = 0; at < wire.length - 4; at += 1) {
      const bent = Uint8Array.from(wire);
      bent[at]! ^= 1 << (at % 8);
      expectRefused(pair.bob, armor(bent));
    }
    pair.bob.receive(armor(Uint8Array.from(wire)));
    expect(pair.bob.texts).toEqual(['a line']);
  });
});
