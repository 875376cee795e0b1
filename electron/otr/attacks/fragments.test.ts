import { describe, expect, it } from 'vitest';
import { limits } from '../limits.ts';
import { newPeer } from '../testing/pair.ts';
import { expectRefused } from './forge.ts';

describe('S9: fragments', () => {
  const piece = (k: number | string, n: number | string, sender = '11111111', text = 'x') =>
    `?OTR|${sender}|22222222,${k},${n},${text},`;

  it('with k or n of 0, k above n, or empty change nothing', () => {
    const bob = newPeer('bob');
    for (const text of [piece(0, 3), piece(1, 0), piece(4, 3), piece(1, 3, '11111111', ''), piece(1, 65_536)]) {
      expectRefused(bob, text);
    }
    bob.receive(piece(1, 3));
    expect(bob.conversation.assemblies.size).toBe(1);
  });

  it('from many senders hold a bounded number of half messages', () => {
    const bob = newPeer('bob');
    for (let i = 0; i < 100; i += 1) bob.receive(piece(1, 3, (0x5000 + i).toString(16)));
    expect(bob.conversation.assemblies.size).toBe(limits.assemblies);
  });

  it('without end hold a bounded number of characters', () => {
    const bob = newPeer('bob');
    const chunk = 'A'.repeat(100_000);
    let largest = 0;
    for (let k = 1; k < 60; k += 1) {
      bob.receive(piece(k, 65_535, '11111111', chunk));
      for (const assembly of bob.conversation.assemblies.values()) largest = Math.max(largest, assembly.text.length);
    }
    expect(largest).toBeGreaterThan(1_000_000);
    expect(largest).toBeLessThanOrEqual(limits.encodedText);
  });

  it('of two senders, interleaved, do not mix', () => {
    const alice = newPeer('alice', { maxMessageSize: 150 });
    const carol = newPeer('carol', { maxMessageSize: 150 });
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    carol.receive('?OTRv3?');
    const [a, c] = [alice.take(), carol.take()];
    for (let i = 0; i < Math.max(a.length, c.length); i += 1) {
      if (a[i] !== undefined) bob.receive(a[i]!);
      if (c[i] !== undefined) bob.receive(c[i]!);
    }
    expect(bob.conversation.instances.size).toBe(2);
  });

  it('cannot hold fragments, queries or the message of another sender', () => {
    const bob = newPeer('bob');
    bob.receive(piece(1, 1, '11111111', '?OTRv3?'));
    bob.receive(`?OTR|11111111|22222222,1,1,?OTR|11111111|22222222;1;1;x,`);
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    const commit = alice.take()[0]!;
    bob.receive(piece(1, 1, '33333333', commit));
    bob.receive(piece(1, 1, '11111111', `?OTR|${commit}`));
    expect(bob.told).toEqual(['malformed', 'malformed', 'malformed', 'malformed']);
    expect(bob.outbox).toEqual([]);
    expect(bob.conversation.instances.size).toBe(0);
    bob.receive(piece(1, 1, '11111111', commit));
    expect(bob.conversation.instances.size).toBe(1);
  });
});
