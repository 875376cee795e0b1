import { describe, expect, it } from 'vitest';
import { configure } from './conversation.ts';
import { limits } from './limits.ts';
import { newPeer, settle, type Peer } from './testing/pair.ts';

/*
 * Lines that wait for encryption. Spec: OTRv3 "User types a message to be sent" (REQUIRE_ENCRYPTION).
 */

const policy = { requireEncryption: true };

function withdraw(peer: Peer, id: string): void {
  peer.run({ kind: 'withdraw', id, atMs: peer.nowMs });
}

function release(peer: Peer): void {
  peer.run({ kind: 'release', atMs: peer.nowMs });
}

function asking(peer: Peer): void {
  peer.conversation = configure(peer.conversation, { ...peer.conversation.config, holdUntilReleased: true });
}

describe('with encryption required, a line', () => {
  it('is told as held, each, and asked for once', () => {
    const alice = newPeer('alice', { policy });
    const ids = [alice.type('one'), alice.type('two')];
    expect(alice.events.filter(({ kind }) => kind === 'held')).toEqual(ids.map((id) => ({ kind: 'held', id })));
    expect(alice.take()).toEqual([expect.stringMatching(/^\?OTRv3\?/)]);
  });

  it('can be taken back, and the others keep their order', () => {
    const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob')];
    const [, second] = [alice.type('one'), alice.type('two'), alice.type('three')];
    withdraw(alice, second);
    expect(alice.events.at(-1)).toEqual({ kind: 'withdrawn', id: second });
    settle(alice, bob);
    expect(bob.texts).toEqual(['one', 'three']);
    expect(alice.told.filter((kind) => kind === 'withdrawn')).toHaveLength(1);
  });

  it('cannot be taken back once it is out, nor twice', () => {
    const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob')];
    const [first, second] = [alice.type('one'), alice.type('two')];
    withdraw(alice, first);
    settle(alice, bob);
    const before = alice.conversation;
    for (const id of [first, second, 'line-99']) withdraw(alice, id);
    expect({ ...alice.conversation, unread: before.unread }).toEqual(before);
    expect(alice.conversation.unread).toEqual([]);
    expect(alice.told.filter((kind) => kind === 'withdrawn')).toHaveLength(1);
  });

  it('waits on when nobody answers, and the next one asks again', () => {
    const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob')];
    alice.type('one');
    alice.take();
    alice.wait(limits.exchangeAgeMs);
    expect(alice.told).toContain('key-exchange-expired');
    expect(alice.status.starting).toBe(false);
    alice.type('two');
    settle(alice, bob);
    expect(bob.texts).toEqual(['one', 'two']);
  });

  it('waits on through a policy that no longer requires it, and never goes out in clear', () => {
    const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob')];
    alice.type('secret');
    alice.take();
    const { config } = alice.conversation;
    alice.conversation = configure(alice.conversation, { ...config, policy: { ...config.policy, requireEncryption: false } });
    alice.type('clear');
    release(alice);
    expect(alice.take()).toEqual(['clear']);
    alice.start();
    settle(alice, bob);
    expect(bob.shown).toEqual([{ text: 'secret', encrypted: true }]);
  });

  it('beyond the bounds is refused, and those that wait stay', () => {
    const alice = newPeer('alice', { policy });
    alice.type('x'.repeat(limits.typedText));
    alice.wait(limits.exchangeAgeMs);
    alice.take();
    const before = alice.conversation;
    const id = alice.type('y');
    expect(alice.events.at(-1)).toEqual({ kind: 'not-sent', id, why: 'too-long' });
    expect(alice.conversation).toBe(before);
    expect(alice.outbox).toEqual([]);
  });
});

describe('with `holdUntilReleased`', () => {
  it('nothing goes out with the session, and all of it, in order, when released', () => {
    const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob')];
    asking(alice);
    alice.type('one');
    settle(alice, bob);
    expect(alice.status.at).toBe('encrypted');
    const [, third] = [alice.type('two'), alice.type('three')];
    settle(alice, bob);
    expect(bob.texts).toEqual([]);
    expect(alice.told.filter((kind) => kind === 'held')).toHaveLength(3);
    withdraw(alice, third);
    release(alice);
    settle(alice, bob);
    alice.type('four');
    settle(alice, bob);
    expect(bob.shown.map(({ text, encrypted }) => [text, encrypted])).toEqual([
      ['one', true],
      ['two', true],
      ['four', true],
    ]);
  });

  it('a release changes nothing in plaintext, in finished, and where nothing waits', () => {
    const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob')];
    asking(alice);
    const unchanged = (): void => {
      const before = alice.conversation;
      release(alice);
      expect(alice.conversation).toBe(before);
      expect(alice.outbox).toEqual([]);
    };
    unchanged();
    alice.type('secret');
    alice.take();
    unchanged();
    alice.start();
    settle(alice, bob);
    bob.end();
    settle(alice, bob);
    expect(alice.status.at).toBe('finished');
    unchanged();
    alice.start();
    settle(alice, bob);
    release(alice);
    settle(alice, bob);
    expect(bob.texts).toEqual(['secret']);
    unchanged();
  });
});
