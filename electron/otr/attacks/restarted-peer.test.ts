import { describe, expect, it } from 'vitest';
import { encryptedPair, newPeer, settle } from '../testing/pair.ts';

describe('S13: the peer starts anew with the same key ids', () => {
  it('and its new keys replace the old ones', () => {
    const { alice, bob } = encryptedPair();
    alice.type('before');
    settle(alice, bob);
    const anew = newPeer('alice', { seed: 'restarted' });
    anew.start();
    settle(anew, bob);
    expect(bob.status.at).toBe('encrypted');
    bob.type('to the new keys');
    anew.type('from the new keys');
    settle(anew, bob);
    expect(anew.texts).toEqual(['to the new keys']);
    expect(bob.texts).toEqual(['before', 'from the new keys']);
  });
});
