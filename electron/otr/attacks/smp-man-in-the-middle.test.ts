import { describe, expect, it } from 'vitest';
import { instanceOf } from '../conversation.ts';
import { newPeer, settle, type Peer } from '../testing/pair.ts';
import { inject, recordsIn } from './smp-forge.ts';

describe('S12, S24: a man in the middle', () => {
  it('who passes every record on between two sessions of its own is found out, though both know the secret', () => {
    const [alice, bob] = [newPeer('alice'), newPeer('bob')];
    const [toAlice, toBob] = [newPeer('carol', { seed: 'toAlice' }), newPeer('carol', { seed: 'toBob' })];
    alice.start();
    settle(alice, toAlice);
    bob.start();
    settle(bob, toBob);
    alice.compare('tiger');
    const relay = (from: Peer, hop: Peer, next: Peer, to: Peer): void => {
      const sent = from.take();
      // What the middle reads in one session it seals in the other.
      const { session } = instanceOf(hop.conversation, from.conversation.config.instanceTag);
      expect(session.at).toBe('encrypted');
      for (const text of sent) inject(next, to, ...recordsIn(hop, text));
    };
    relay(alice, toAlice, toBob, bob);
    expect(bob.compared).toEqual(['asked']);
    bob.answer('tiger');
    relay(bob, toBob, toAlice, alice);
    relay(alice, toAlice, toBob, bob);
    relay(bob, toBob, toAlice, alice);
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['failed', 'failed']);
  });
});
