import { describe, expect, it } from 'vitest';
import type { OtrEffect, OtrPolicy } from './api.ts';
import { configure } from './conversation.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';
import { withTag } from './query.ts';

/*
 * Spec: OTRv3 "State transitions": a test for every message state and input.
 */

const states = ['plaintext', 'encrypted', 'finished'] as const;
type At = (typeof states)[number];

/** Alice in a message state, and Bob who talks to her. */
function aliceIn(at: At, policy: Partial<OtrPolicy> = {}): { readonly alice: Peer; readonly bob: Peer } {
  if (at === 'plaintext') return { alice: newPeer('alice', { policy }), bob: newPeer('bob') };
  const { alice, bob } = encryptedPair({ policy });
  if (at === 'finished') {
    bob.end();
    settle(alice, bob);
  }
  expect(alice.status.at).toBe(at);
  alice.events.length = 0;
  return { alice, bob };
}

/** An encrypted message that Alice has no keys for. */
function strayData(): string {
  const { alice, bob } = encryptedPair({ seed: 'stray' });
  bob.type('stray');
  void alice;
  return bob.take().at(-1)!;
}

const kindsOf = (effects: readonly OtrEffect[]): readonly string[] =>
  effects.map((effect) => (effect.do === 'tell' ? effect.event.kind : effect.do)).filter((kind) => kind !== 'wipe');
const tagged = withTag('hello', { ...newPeer('bob').conversation.config.policy });
const isCommit = (text: string): boolean => text.startsWith('?OTR:AAMC');

describe('Receiving plaintext without the whitespace tag', () => {
  it('in plaintext: shows it', () => {
    const { alice } = aliceIn('plaintext');
    expect(kindsOf(alice.receive('hello'))).toEqual(['deliver']);
    expect(alice.shown).toEqual([{ text: 'hello', encrypted: false }]);
  });

  it('in plaintext, with encryption required: warns, then shows it', () => {
    const { alice } = aliceIn('plaintext', { requireEncryption: true });
    expect(kindsOf(alice.receive('hello'))).toEqual(['unencrypted', 'deliver']);
  });

  it.each(['encrypted', 'finished'] as const)('in %s: warns, then shows it', (at) => {
    const { alice } = aliceIn(at);
    expect(kindsOf(alice.receive('hello'))).toEqual(['unencrypted', 'deliver']);
    expect(alice.status.at).toBe(at);
  });

  it.each(states)('in %s: markup is not interpreted', (at) => {
    const { alice } = aliceIn(at);
    alice.receive('<b onclick="x">&amp;</b>');
    expect(alice.texts.at(-1)).toBe('<b onclick="x">&amp;</b>');
  });
});

describe('Receiving plaintext with the whitespace tag', () => {
  it.each(states)('in %s: shows it without the tag, with the warning that is due', (at) => {
    const { alice } = aliceIn(at);
    expect(kindsOf(alice.receive(tagged))).toEqual(at === 'plaintext' ? ['deliver'] : ['unencrypted', 'deliver']);
    expect(alice.texts.at(-1)).toBe('hello');
    expect(alice.status.starting).toBe(false);
  });

  it.each(states)('in %s, with start-on-tag: sends a D-H Commit as well', (at) => {
    const { alice } = aliceIn(at, { startOnWhitespaceTag: true });
    alice.receive(tagged);
    expect(alice.outbox.filter(isCommit)).toHaveLength(1);
    expect(alice.status.starting).toBe(true);
  });

  it('that offers only other versions: starts nothing', () => {
    const { alice } = aliceIn('plaintext', { startOnWhitespaceTag: true });
    alice.receive('hi \t  \t\t\t\t \t \t \t    \t\t  \t ');
    expect(alice.texts).toEqual(['hi']);
    expect(alice.outbox).toEqual([]);
  });
});

describe('Receiving a Query Message', () => {
  it.each(states)('in %s: replies with a D-H Commit', (at) => {
    const { alice } = aliceIn(at);
    alice.receive('?OTRv23?');
    expect(alice.outbox.filter(isCommit)).toHaveLength(1);
    expect(alice.status).toMatchObject({ at, starting: true });
    expect(alice.told).toEqual(['key-exchange-started']);
  });

  it.each(['?OTR?', '?OTRv2?', '?OTR?v2?', '?OTRv?'])('that offers only other versions (%s): is refused', (query) => {
    const { alice } = aliceIn('plaintext');
    const before = alice.conversation;
    alice.receive(query);
    expect(alice.told).toEqual(['version-refused']);
    expect(alice.outbox).toEqual([]);
    expect(alice.conversation).toBe(before);
  });
});

describe('Receiving an Error Message', () => {
  it.each(states)('in %s: shows it, and never answers with an error', (at) => {
    const { alice } = aliceIn(at);
    alice.receive('?OTR Error: it went wrong');
    expect(alice.events).toEqual([{ kind: 'peer-error', text: 'it went wrong' }]);
    expect(alice.outbox).toEqual([]);
    expect(alice.status.at).toBe(at);
  });

  it.each(states)('in %s, with start-on-error: replies with a Query, a few times a minute', (at) => {
    const { alice } = aliceIn(at, { startOnError: true });
    for (let i = 0; i < 20; i += 1) alice.receive('?OTR Error: again');
    const queries = alice.take().filter((text) => text.startsWith('?OTRv3?'));
    expect(queries).toHaveLength(4);
    alice.wait(60_000);
    alice.receive('?OTR Error: again');
    expect(alice.take()).toHaveLength(1);
  });

  it('of any length: tells a bounded part', () => {
    const { alice } = aliceIn('plaintext');
    alice.receive(`?OTR Error: ${'x'.repeat(50_000)}`);
    const told = alice.events[0]!;
    expect(told.kind === 'peer-error' && told.text.length).toBe(1_000);
  });
});

describe('Receiving a Data Message', () => {
  it.each(['plaintext', 'finished'] as const)('in %s: tells so and replies with an Error Message', (at) => {
    const { alice } = aliceIn(at);
    alice.receive(strayData());
    expect(alice.told).toEqual(['not-private']);
    expect(alice.take()).toEqual([expect.stringMatching(/^\?OTR Error: /)]);
    expect(alice.texts).toEqual([]);
    expect(alice.status.at).toBe(at);
  });

  it('in encrypted: shows what verifies', () => {
    const { alice, bob } = aliceIn('encrypted');
    bob.type('secret');
    settle(alice, bob);
    expect(alice.shown).toEqual([{ text: 'secret', encrypted: true }]);
    expect(alice.told).toEqual([]);
  });

  it('in encrypted: says which session a text came in', () => {
    const { alice, bob } = aliceIn('encrypted');
    bob.type('secret');
    const effects = alice.receive(bob.take()[0]!);
    expect(effects[0]).toMatchObject({ do: 'deliver', session: alice.status.session });
  });

  it('in encrypted: what does not verify is told and answered with an Error Message', () => {
    const { alice } = aliceIn('encrypted');
    alice.receive(strayData());
    expect(alice.told).toEqual(['unreadable']);
    expect(alice.take()).toEqual([expect.stringMatching(/^\?OTR Error: /)]);
    expect(alice.status.at).toBe('encrypted');
  });

  it.each(states)('in %s, unreadable with the flag to ignore that: silence, same object', (at) => {
    const { alice } = aliceIn(at);
    const { alice: deaf, bob } = encryptedPair({ seed: 'flag' });
    deaf.type('wake up');
    settle(deaf, bob);
    bob.wait(60_000);
    deaf.type('and answer');
    for (const text of deaf.take()) bob.receive(text);
    expect(bob.told).toContain('heartbeat-sent');
    const before = alice.conversation;
    alice.receive(bob.take().at(-1)!);
    expect(alice.conversation).toBe(before);
    expect(alice.events).toEqual([]);
    expect(alice.outbox).toEqual([]);
  });

  it('floods are answered with at most four errors a minute', () => {
    const { alice } = aliceIn('plaintext');
    const stray = strayData();
    for (let i = 0; i < 50; i += 1) alice.receive(stray);
    expect(alice.take()).toHaveLength(4);
    const before = alice.conversation;
    alice.receive(stray);
    expect(alice.conversation).toBe(before);
  });

  it('in encrypted, with TLV 1: finished, keys forgotten, secrets wiped', () => {
    const { alice, bob } = aliceIn('encrypted');
    const info = alice.status.session;
    const { session } = [...alice.conversation.instances.values()][0]!;
    bob.end();
    settle(alice, bob);
    expect(alice.status).toMatchObject({ at: 'finished', session: info });
    expect(alice.told).toEqual(['session-ended']);
    expect(JSON.stringify([...alice.conversation.instances.values()])).not.toContain('secret');
    if (session.at !== 'encrypted') throw new Error('not encrypted before');
    expect([...session.ring.ours.secret, ...session.ring.oursBefore.secret].every((byte) => byte === 0)).toBe(true);
  });

  it('in encrypted, after a minute of our silence: answers with a heartbeat, flagged to be ignored', () => {
    const { alice, bob } = aliceIn('encrypted');
    alice.nowMs += 59_999;
    bob.type('one');
    settle(alice, bob);
    expect(alice.told).toEqual([]);
    alice.nowMs += 1;
    bob.type('two');
    settle(alice, bob);
    expect(alice.told).toEqual(['heartbeat-sent']);
    expect(bob.told).toContain('heartbeat-received');
    expect(bob.texts).toEqual([]);
    bob.type('three');
    settle(alice, bob);
    expect(alice.told).toEqual(['heartbeat-sent']);
  });

  it('two silent sides do not answer heartbeats with heartbeats for ever', () => {
    const { alice, bob } = aliceIn('encrypted');
    alice.nowMs += 3_600_000;
    bob.nowMs += 3_600_000;
    bob.type('long time');
    settle(alice, bob);
    expect(alice.told).toEqual(['heartbeat-sent']);
    expect(bob.told.filter((kind) => kind === 'heartbeat-sent')).toEqual([]);
  });
});

describe('User requests to start an OTR conversation', () => {
  it.each(states)('in %s: sends a Query Message', (at) => {
    const { alice } = aliceIn(at);
    alice.start();
    expect(alice.take()).toEqual([expect.stringMatching(/^\?OTRv3\? /)]);
    expect(alice.status).toMatchObject({ at, starting: true });
    expect(alice.told).toEqual(['key-exchange-started']);
    alice.start();
    expect(alice.told).toEqual(['key-exchange-started']);
  });

  it.each(['encrypted', 'finished'] as const)('in %s: leads to a new session', (at) => {
    const { alice, bob } = aliceIn(at);
    const before = alice.status.session!.sessionId.hex;
    alice.start();
    settle(alice, bob);
    expect(alice.status.at).toBe('encrypted');
    expect(alice.status.session!.sessionId.hex).not.toBe(before);
    expect(alice.events.at(-1)).toMatchObject({ kind: 'session-started', refreshed: at === 'encrypted' });
  });
});

describe('User requests to end an OTR conversation', () => {
  it('in plaintext: does nothing', () => {
    const { alice } = aliceIn('plaintext');
    const before = alice.conversation;
    alice.end();
    expect(alice.conversation).toBe(before);
    expect(alice.outbox).toEqual([]);
  });

  it('in plaintext: ends what was being started, quietly, with its secrets', () => {
    const { alice, bob } = aliceIn('plaintext');
    alice.start();
    bob.receive(alice.take()[0]!);
    alice.receive(bob.take()[0]!);
    expect(alice.status.starting).toBe(true);
    alice.events.length = 0;
    alice.end();
    expect([alice.status.starting, alice.wiped.length > 0]).toEqual([false, true]);
    settle(alice, bob);
    alice.wait(60_000);
    expect([alice.status.at, alice.told]).toEqual(['plaintext', []]);
  });

  it('in encrypted: sends TLV 1 and enters plaintext', () => {
    const { alice, bob } = aliceIn('encrypted');
    const info = alice.status.session!;
    alice.end();
    expect(alice.status).toMatchObject({ at: 'plaintext', session: null, starting: false });
    expect(alice.events).toEqual([{ kind: 'session-ended', by: 'us', session: info }]);
    settle(alice, bob);
    expect(bob.status.at).toBe('finished');
    expect(bob.texts).toEqual([]);
  });

  it('both at a time, or one after the other was started anew: nothing is told, and nothing begins again', () => {
    for (const other of ['ends', 'is started anew'] as const) {
      const { alice, bob: before } = aliceIn('encrypted', { startOnError: true });
      const bob = other === 'ends' ? before : newPeer('bob', { policy: { startOnError: true } });
      alice.end();
      bob.end();
      alice.events.length = 0;
      bob.events.length = 0;
      settle(alice, bob);
      expect([alice.status, bob.status]).toMatchObject([{ at: 'plaintext', starting: false }, { at: 'plaintext', starting: false }]);
      expect([alice.told, bob.told]).toEqual([[], []]);
    }
  });

  it('in finished: enters plaintext without a message', () => {
    const { alice } = aliceIn('finished');
    alice.end();
    expect(alice.status.at).toBe('plaintext');
    expect(alice.outbox).toEqual([]);
    alice.type('in clear, as asked');
    expect(alice.take()).toEqual(['in clear, as asked']);
  });
});

describe('User types a message to be sent', () => {
  it('in plaintext: sends it as it is', () => {
    const { alice } = aliceIn('plaintext');
    const effects = alice.run({ kind: 'send', id: 'a', text: 'hello', atMs: 0 });
    expect(effects).toEqual([{ do: 'send', text: 'hello', id: 'a', encrypted: false, instance: null }]);
  });

  it('in plaintext, with send-tag: adds the tag until a clear text comes back', () => {
    const { alice } = aliceIn('plaintext', { sendWhitespaceTag: true });
    alice.type('one');
    alice.type('two');
    expect(alice.take()).toEqual([withTag('one', alice.conversation.config.policy), expect.stringMatching(/^two /)]);
    alice.receive('hello');
    alice.type('three');
    expect(alice.take()).toEqual(['three']);
  });

  it('in plaintext, with encryption required: holds every line, sends a Query, and sends them encrypted', () => {
    const { alice, bob } = aliceIn('plaintext', { requireEncryption: true });
    const ids = [alice.type('one'), alice.type('two'), alice.type('three')];
    expect(alice.outbox).toEqual([expect.stringMatching(/^\?OTRv3\?/)]);
    const bodies: (string | null)[] = [];
    bob.receive(alice.take()[0]!);
    alice.receive(bob.take()[0]!);
    bob.receive(alice.take()[0]!);
    for (const effect of alice.receive(bob.take()[0]!)) if (effect.do === 'send') bodies.push(effect.id);
    expect(bodies).toEqual([null, ...ids]);
    settle(alice, bob);
    expect(bob.shown.map(({ text, encrypted }) => [text, encrypted])).toEqual([
      ['one', true],
      ['two', true],
      ['three', true],
    ]);
    expect(alice.sent.join('')).not.toMatch(/one|two|three/);
    alice.start();
    settle(alice, bob);
    expect(alice.status.at).toBe('encrypted');
    expect(bob.shown).toHaveLength(3);
  });

  it('in encrypted: encrypts it', () => {
    const { alice, bob } = aliceIn('encrypted');
    const id = alice.type('secret');
    expect(alice.outbox[0]).toMatch(/^\?OTR:AAMD/);
    expect(alice.outbox[0]).not.toContain('secret');
    settle(alice, bob);
    expect(bob.texts).toEqual(['secret']);
    expect(id).toBe('line-1');
  });

  it('in encrypted, with a message size: the id is on the last fragment', () => {
    const { alice } = encryptedPair({ maxMessageSize: 200 });
    const effects = alice.run({ kind: 'send', id: 'a', text: 'x'.repeat(600), atMs: alice.nowMs });
    const ids = effects.map((effect) => (effect.do === 'send' ? effect.id : 'other'));
    expect(ids.length).toBeGreaterThan(3);
    expect(ids.at(-1)).toBe('a');
    expect(ids.slice(0, -1).every((id) => id === null)).toBe(true);
  });

  it('in encrypted, too long to send: says so and changes nothing', () => {
    const { alice } = aliceIn('encrypted');
    const before = alice.conversation;
    const id = alice.type('x'.repeat(1_000_001));
    expect(alice.events).toEqual([{ kind: 'not-sent', id, why: 'too-long' }]);
    expect(alice.conversation).toBe(before);
  });

  it('in finished: refuses it', () => {
    const { alice } = aliceIn('finished');
    const before = alice.conversation;
    const id = alice.type('too late');
    expect(alice.events).toEqual([{ kind: 'not-sent', id, why: 'finished' }]);
    expect(alice.outbox).toEqual([]);
    expect(alice.conversation).toBe(before);
  });
});

describe('on a network too narrow for anything', () => {
  const narrow = (peer: Peer): void => {
    peer.conversation = configure(peer.conversation, { ...peer.conversation.config, maxMessageSize: 20 });
  };

  it('no line goes out, and its sender is told', () => {
    const { alice } = aliceIn('encrypted');
    narrow(alice);
    const before = alice.conversation;
    const id = alice.type('hello');
    expect(alice.events).toEqual([{ kind: 'not-sent', id, why: 'too-long' }]);
    expect([alice.conversation, alice.outbox]).toEqual([before, []]);
  });

  it('no heartbeat and no extra key go out', () => {
    const { alice, bob } = aliceIn('encrypted');
    narrow(alice);
    alice.nowMs += 3_600_000;
    bob.type('wake up');
    settle(alice, bob);
    alice.run({ kind: 'extra-key', use: 1, data: new Uint8Array(0), atMs: alice.nowMs });
    expect(alice.texts).toEqual(['wake up']);
    expect(alice.events).toEqual([{ kind: 'extra-key-refused', why: 'too-long' }]);
    expect(alice.outbox).toEqual([]);
  });

  it('the end is an end all the same: keys are forgotten without a good-bye', () => {
    const { alice } = aliceIn('encrypted');
    narrow(alice);
    alice.end();
    expect([alice.status.at, alice.outbox]).toEqual(['plaintext', []]);
    expect(alice.wiped.length).toBeGreaterThan(0);
  });

  it('a query is answered with nothing', () => {
    const { alice } = aliceIn('plaintext');
    narrow(alice);
    alice.receive('?OTRv3?');
    expect(alice.outbox).toEqual([]);
  });
});

describe('with no version allowed (spec: "OTR is completely disabled")', () => {
  it('every text passes untouched, both ways', () => {
    const { alice } = aliceIn('plaintext', { allowV3: false });
    for (const text of ['?OTRv3?', '?OTR:AAMC.', tagged]) alice.receive(text);
    expect(alice.texts).toEqual(['?OTRv3?', '?OTR:AAMC.', tagged]);
    alice.type('hello');
    expect(alice.take()).toEqual(['hello']);
    alice.start();
    expect(alice.told).toEqual(['version-refused']);
    expect(alice.outbox).toEqual([]);
  });
});
