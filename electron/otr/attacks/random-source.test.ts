import { describe, expect, it } from 'vitest';
import { newPeer, settle, type Peer } from '../testing/pair.ts';

/** A talk with everything in it that draws random bytes. */
function talk(alice: Peer, bob: Peer): void {
  alice.start();
  settle(alice, bob);
  for (const text of ['one', 'two']) {
    alice.type(text);
    settle(alice, bob);
    bob.type(text);
    settle(alice, bob);
  }
  alice.compare('tiger');
  settle(alice, bob);
  bob.answer('tiger');
  settle(alice, bob);
  bob.start();
  settle(alice, bob);
}

/** Alice, whose source gives out after `good` draws, checked step by step. */
function aliceWith(good: number): { readonly alice: Peer; readonly failures: () => number } {
  const alice = newPeer('alice');
  const seeded = alice.env.random;
  let [left, failures] = [good, 0];
  const random = (length: number): Uint8Array => {
    left -= 1;
    if (left < 0) throw new Error('no entropy');
    return seeded(length);
  };
  const run = alice.run.bind(alice);
  const checked: Peer['run'] = (input) => {
    const before = alice.conversation;
    const effects = run(input);
    if (!effects.some((effect) => effect.do === 'tell' && effect.event.kind === 'random-failed')) return effects;
    failures += 1;
    expect(alice.conversation).toBe(before);
    expect(effects.filter((effect) => effect.do !== 'tell')).toEqual([]);
    return effects;
  };
  Object.assign(alice, { env: { ...alice.env, random }, run: checked });
  return { alice, failures: () => failures };
}

describe('S17: a random source that fails', () => {
  it('at any point of a talk: nothing is sent, nothing changes, and it is told', () => {
    let good = 0;
    for (; good < 200; good += 1) {
      const { alice, failures } = aliceWith(good);
      const bob = newPeer('bob');
      talk(alice, bob);
      // A source that lasts for the whole talk: every draw before has been the one that failed.
      if (failures() === 0) {
        expect(alice.compared.at(-1)).toBe('succeeded');
        break;
      }
    }
    expect(good).toBeGreaterThan(20);
    expect(good).toBeLessThan(200);
  });

  it('that gives too few bytes, or too many, counts as failed', () => {
    for (const wrong of [-1, 1]) {
      const dry = newPeer('alice');
      Object.assign(dry, { env: { ...dry.env, random: (length: number) => new Uint8Array(length + wrong).fill(9) } });
      const before = dry.conversation;
      dry.receive('?OTRv3?');
      expect(dry.told).toEqual(['random-failed']);
      expect(dry.conversation).toBe(before);
      expect(dry.outbox).toEqual([]);
    }
  });
});
