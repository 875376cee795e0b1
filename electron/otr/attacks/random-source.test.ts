import { describe, expect, it } from 'vitest';
import { newPeer, settle } from '../testing/pair.ts';

describe('S17: a random source that fails', () => {
  it('at any point of a talk: nothing is sent, nothing changes, and it is told', () => {
    for (let good = 0; good < 14; good += 1) {
      const alice = newPeer('alice');
      const bob = newPeer('bob');
      const seeded = alice.env.random;
      let left = good;
      const random = (length: number): Uint8Array => {
        left -= 1;
        if (left < 0) throw new Error('no entropy');
        return seeded(length);
      };
      Object.assign(alice, { env: { ...alice.env, random } });
      alice.start();
      settle(alice, bob);
      alice.type('hello');
      settle(alice, bob);
      bob.type('hello');
      settle(alice, bob);
      if (!alice.told.includes('random-failed')) continue;
      expect(alice.status.at === 'encrypted' || !alice.told.includes('session-started')).toBe(true);
    }
    const dry = newPeer('alice');
    Object.assign(dry, { env: { ...dry.env, random: () => { throw new Error('no entropy'); } } });
    const before = dry.conversation;
    dry.receive('?OTRv3?');
    expect(dry.conversation).toBe(before);
    expect(dry.told).toEqual(['random-failed']);
    expect(dry.outbox).toEqual([]);
  });

  it('that gives too few bytes counts as failed', () => {
    const dry = newPeer('alice');
    Object.assign(dry, { env: { ...dry.env, random: (length: number) => new Uint8Array(length - 1) } });
    dry.receive('?OTRv3?');
    expect(dry.told).toEqual(['random-failed']);
  });
});
