import { describe, expect, it } from 'vitest';
import { newConversation } from './conversation.ts';
import { limits } from './limits.ts';
import { smpSecretsOf, type SmpState } from './smp.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';

/* How long a run of SMP is kept, and how long the count of wrong answers. */

function smpOf(peer: Peer): SmpState {
  const session = [...peer.conversation.instances.values()].find((one) => one.session.at === 'encrypted')?.session;
  if (session?.at !== 'encrypted') throw new Error('no session');
  return session.smp;
}

/** Runs SMP to its end; Alice begins. */
function compare(alice: Peer, bob: Peer, ours: string, theirs: string, question: string | null = null): void {
  alice.compare(ours, question);
  settle(alice, bob);
  bob.answer(theirs);
  settle(alice, bob);
}

describe('a run that nobody goes on with', () => {
  /** Leaves a run standing in a place, with the secrets that it holds there. */
  const stand = (where: 'asked' | 'expect-2' | 'expect-3' | 'expect-4'): readonly [Peer, Peer] => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    settle(alice, bob);
    if (where === 'asked') return [bob, alice];
    if (where === 'expect-2') return [alice, bob];
    bob.answer('tiger');
    if (where === 'expect-3') return [bob, alice];
    alice.receive(bob.take()[0]!);
    alice.take();
    return [alice, bob];
  };

  it.each(['asked', 'expect-2', 'expect-3', 'expect-4'] as const)('is given up after ten minutes in %s: told, secrets wiped', (where) => {
    const [peer] = stand(where);
    expect(smpOf(peer).at).toBe(where);
    const secrets = smpSecretsOf(smpOf(peer));
    peer.wait(limits.smpAgeMs - 1);
    expect(smpOf(peer).at).toBe(where);
    peer.wait(1);
    expect(smpOf(peer).at).toBe('idle');
    expect(peer.compared.at(-1)).toBe('aborted');
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true);
  });

  it('is given up on the other side too, and another can begin', () => {
    const [alice, bob] = stand('expect-2');
    alice.wait(limits.smpAgeMs);
    settle(alice, bob);
    expect([smpOf(bob).at, bob.compared.at(-1)]).toEqual(['idle', 'aborted']);
    compare(bob, alice, 'tiger', 'tiger');
    expect(alice.compared.at(-1)).toBe('succeeded');
  });

  it('counts as a wrong answer where the peer could know the outcome by then', () => {
    const [alice] = stand('expect-4');
    alice.wait(limits.smpAgeMs);
    expect(alice.conversation.guesses.count).toBe(1);
  });

  it('has its ten minutes anew with each step', () => {
    const [alice, bob] = stand('expect-2');
    alice.wait(limits.smpAgeMs - 1);
    bob.answer('tiger');
    settle(alice, bob);
    expect(alice.compared.at(-1)).toBe('succeeded');
    alice.wait(limits.smpAgeMs);
    expect(alice.compared.at(-1)).toBe('succeeded');
  });
});

describe('the count of wrong answers', () => {
  it('is told for keeping, one by one, and when a right one ends it', () => {
    const { alice, bob } = encryptedPair();
    for (const answer of ['lion', 'puma', 'tiger']) compare(alice, bob, 'tiger', answer);
    const kept = alice.events.filter(({ kind }) => kind === 'smp-guesses');
    expect(kept).toEqual([
      { kind: 'smp-guesses', count: 1, lastMs: alice.nowMs },
      { kind: 'smp-guesses', count: 2, lastMs: alice.nowMs },
      { kind: 'smp-guesses', count: 0, lastMs: 0 },
    ]);
  });

  it('is remembered from an earlier conversation', () => {
    const { conversation, nowMs } = newPeer('alice');
    const alice = newPeer('alice');
    const smpGuesses = { count: limits.smpGuesses, lastMs: nowMs };
    alice.conversation = newConversation({ ...conversation.config, smpGuesses });
    const bob = newPeer('bob');
    alice.start();
    settle(alice, bob);
    alice.compare('tiger');
    expect(alice.events.at(-1)).toEqual({ kind: 'smp-refused', why: 'wait', waitMs: limits.smpWaitMs });
  });

  it('makes nobody rest longer because a clock was wrong when it was kept', () => {
    const { alice } = encryptedPair();
    alice.conversation = { ...alice.conversation, guesses: { count: 3, lastMs: alice.nowMs + 1e12 } };
    alice.compare('tiger');
    expect(alice.events.at(-1)).toMatchObject({ why: 'wait', waitMs: limits.smpWaitMs });
  });
});
