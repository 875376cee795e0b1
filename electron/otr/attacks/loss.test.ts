import { describe, expect, it } from 'vitest';
import { encryptedPair, settle } from '../testing/pair.ts';
import { exchangeUpTo, expectTogether } from './forge.ts';

describe('S3: a message of the key exchange that is lost', () => {
  it.each([0, 1, 2])('the one counted %i: nobody is encrypted, and a new start goes well', (count) => {
    const { alice, bob } = exchangeUpTo(count);
    expect([alice.status.at, bob.status.at]).toEqual(['plaintext', 'plaintext']);
    alice.start();
    settle(alice, bob);
    expectTogether(alice, bob);
  });

  it('the last one: who lacks it is told that encrypted text came, and a new start goes well', () => {
    const { alice, bob } = exchangeUpTo(3);
    expect([alice.status.at, bob.status.at]).toEqual(['plaintext', 'encrypted']);
    bob.type('too soon');
    settle(alice, bob);
    expect(alice.texts).toEqual([]);
    expect(alice.told).toContain('not-private');
    expect(bob.told).toContain('peer-error');
    alice.start();
    settle(alice, bob);
    expectTogether(alice, bob);
  });

  it('any of them: after a minute nothing of it is left', () => {
    for (const count of [0, 1, 2, 3]) {
      const { alice, bob } = exchangeUpTo(count);
      for (const peer of [alice, bob]) {
        peer.wait(60_000);
        expect(peer.status.starting).toBe(false);
        expect(peer.conversation.offer).toBeNull();
        expect([...peer.conversation.instances.values()].every(({ ake }) => ake.at === 'none')).toBe(true);
      }
    }
  });
});

describe('S12: a message of SMP that is lost', () => {
  it.each([1, 2, 3, 4])('message %i: no verdict is made up, and after an abort a new run goes well', (lost) => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    for (let i = 1; i < lost; i += 1) {
      const [from, to] = i % 2 === 1 ? [alice, bob] : [bob, alice];
      to.receive(from.take()[0]!);
      if (i === 1) bob.answer('tiger');
    }
    alice.take();
    bob.take();
    expect(alice.compared).not.toContain('succeeded');
    expect(bob.compared.includes('succeeded')).toBe(lost === 4);
    alice.abort();
    settle(alice, bob);
    alice.compare('tiger');
    settle(alice, bob);
    bob.answer('tiger');
    settle(alice, bob);
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['succeeded', 'succeeded']);
  });
});
