import { describe, expect, it } from 'vitest';
import { native } from '../primitives/native.ts';
import { encryptedPair, frozen, settle } from '../testing/pair.ts';
import { forgeMessage, macKeyOf, seeMessage } from './lab.ts';

/** A message of Alice's, Bob as he was before it came, and the MAC keys that Bob gave away later. */
function recorded() {
  const { alice, bob } = encryptedPair();
  alice.type('Meet me at nine.');
  const sealed = alice.take().at(-1)!;
  const judge = frozen(bob);
  bob.receive(sealed);
  for (let turn = 0; turn < 3; turn += 1) {
    bob.type(`and then ${turn}`);
    settle(alice, bob);
    alice.type(`so ${turn}`);
    settle(alice, bob);
  }
  return { sealed, judge, revealed: bob.sent.flatMap((text) => seeMessage(text)?.revealed ?? []) };
}

describe('with a recording alone', () => {
  it('the MAC key of a message is found among those given away, and forges it (spec: "Revealing MAC Keys")', () => {
    const { sealed, judge, revealed } = recorded();
    const macKey = macKeyOf(sealed, revealed, native)!;
    expect(macKey).toHaveLength(20);
    const forged = forgeMessage(sealed, macKey, 'Meet me at nine.', 'I hate this cat.', native)!;
    expect(forged).not.toBe(sealed);
    judge.receive(forged);
    expect(judge.shown).toEqual([{ text: 'I hate this cat.', encrypted: true }]);
  });

  it('no other key fits, and other lengths and other texts give nothing', () => {
    const { sealed, revealed } = recorded();
    const macKey = macKeyOf(sealed, revealed, native)!;
    expect(macKeyOf(sealed, revealed.filter((key) => key !== macKey && Buffer.compare(key, macKey) !== 0), native)).toBeNull();
    expect(forgeMessage(sealed, macKey, 'Meet', 'Leave', native)).toBeNull();
    expect(forgeMessage(sealed, macKey, 'x'.repeat(9_999), 'y'.repeat(9_999), native)).toBeNull();
    expect(forgeMessage('?OTR:AAMC.', macKey, 'a', 'b', native)).toBeNull();
    for (const text of ['', 'hello', '?OTRv3?', '?OTR:AAMD', '?OTR:AAMD!!!!.']) {
      expect(seeMessage(text)).toBeNull();
      expect(macKeyOf(text, revealed, native)).toBeNull();
    }
  });
});
