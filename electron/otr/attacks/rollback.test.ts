import { describe, expect, it } from 'vitest';
import { newPeer, settle } from '../testing/pair.ts';
import { armor } from '../wire/armor.ts';
import { bytesOf, exchangeUpTo, expectRefused } from './forge.ts';

describe('S1: version rollback', () => {
  it('an offer of 2 and 3 rewritten to 2 or 1 starts nothing with who speaks 3 only', () => {
    for (const rewritten of ['?OTRv2?', '?OTR?v2?', '?OTR?', '?OTR?v?', '?OTRv?', '?OTRv1?']) {
      const [alice, bob] = [newPeer('alice', { policy: { allowV2: true } }), newPeer('bob')];
      alice.start();
      expect(alice.outbox[0]).toMatch(/^\?OTRv23\?/);
      expectRefused(bob, alice.take()[0]!.replace('?OTRv23?', rewritten));
      expect(bob.told).toEqual(['version-refused']);
      expect(bob.outbox).toEqual([]);
    }
  });

  it('an offer rewritten to 1 starts nothing with anybody', () => {
    for (const rewritten of ['?OTR?', '?OTR?v?', '?OTRv1?']) {
      const bob = newPeer('bob', { policy: { allowV2: true } });
      expectRefused(bob, rewritten);
      expect(bob.outbox).toEqual([]);
    }
  });

  it('a whitespace tag rewritten to 1 or 2 starts nothing with who speaks 3 only', () => {
    const bob = newPeer('bob', { policy: { startOnWhitespaceTag: true } });
    for (const tag of [' \t \t  \t ', '  \t\t  \t ']) bob.receive(`hello \t  \t\t\t\t \t \t \t  ${tag}`);
    expect(bob.texts).toEqual(['hello', 'hello']);
    expect(bob.outbox).toEqual([]);
  });

  it.each([0, 1, 2, 3])('the message of the exchange counted %i, rewritten to version 1 or 2, is not spoken', (count) => {
    const { alice, bob, receiver, text } = exchangeUpTo(count);
    for (const version of [1, 2]) {
      const bytes = bytesOf(text).slice();
      bytes[1] = version;
      expectRefused(receiver, armor(bytes));
      if (version === 2) expectRefused(receiver, armor(Uint8Array.from([...bytes.slice(0, 3), ...bytes.slice(11)])));
    }
    receiver.receive(text);
    settle(alice, bob);
    expect([alice.status.session?.version, bob.status.session?.version]).toEqual([3, 3]);
  });
});
