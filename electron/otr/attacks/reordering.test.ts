import { describe, expect, it } from 'vitest';
import { encryptedPair, settle, type Peer } from '../testing/pair.ts';
import { tlvTypes } from '../tlv.ts';
import { exchangeUpTo, expectRefused, expectTogether } from './forge.ts';
import { honest, inject, smpOf } from './smp-forge.ts';

describe('S3: messages of the key exchange out of order', () => {
  const later = exchangeUpTo(3);
  const texts = [...later.passed, later.text];
  const cases = texts.flatMap((_text, count) =>
    texts.flatMap((_other, early) => (early % 2 === count % 2 && early > count ? [[early, count] as const] : [])),
  );

  it.each(cases)('the one counted %i in place of the one counted %i moves nothing', (early, count) => {
    const { receiver } = exchangeUpTo(count);
    expectRefused(receiver, texts[early]!);
    expect(receiver.outbox).toEqual([]);
  });

  it('a second exchange begun before the first is over: both agree on one of them', () => {
    for (const count of [0, 1, 2, 3]) {
      const { alice, bob, receiver, text } = exchangeUpTo(count);
      alice.receive('?OTRv3?');
      settle(alice, bob);
      receiver.receive(text);
      settle(alice, bob);
      expectTogether(alice, bob);
    }
  });
});

describe('data messages out of order', () => {
  it('one that is overtaken under the same keys is lost, not shown late', () => {
    const { alice, bob } = encryptedPair();
    alice.type('first');
    alice.type('second');
    const [first, second] = alice.take();
    bob.receive(second!);
    expectRefused(bob, first!);
    expect(bob.texts).toEqual(['second']);
    alice.type('third');
    settle(alice, bob);
    expect(bob.texts).toEqual(['second', 'third']);
  });
});

describe('S12: messages of SMP out of order', () => {
  const types = [tlvTypes.smp1, tlvTypes.smp2, tlvTypes.smp3, tlvTypes.smp4];
  /** Bob or Alice just before message `count`, counted from 0, and the other one. */
  function runUpTo(count: number): { readonly receiver: Peer; readonly sender: Peer } {
    const { alice, bob } = encryptedPair();
    const [sender, receiver] = count % 2 === 0 ? [alice, bob] : [bob, alice];
    if (count > 0) alice.compare('tiger');
    if (count > 1) {
      settle(alice, bob);
      bob.answer('tiger');
    }
    if (count > 2) alice.receive(bob.take()[0]!);
    alice.take();
    bob.take();
    return { receiver, sender };
  }
  const cases = types.flatMap((_type, count) => types.flatMap((_other, wrong) => (wrong === count ? [] : [[wrong, count] as const])));

  it.each(cases)('message %i in place of message %i, counted from 0, ends the run with an abort', (wrong, count) => {
    const { receiver, sender } = runUpTo(count);
    const before = receiver.compared.length;
    inject(sender, receiver, { type: types[wrong]!, value: honest[wrong]!.input.value });
    expect(receiver.compared.slice(before)).toEqual(count === 0 ? [] : ['aborted']);
    expect(smpOf(receiver.conversation, sender.conversation.config.instanceTag)?.at).toBe('idle');
    expect(receiver.outbox).toHaveLength(1);
  });
});
