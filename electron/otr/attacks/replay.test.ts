import { describe, expect, it } from 'vitest';
import { encryptedPair, settle } from '../testing/pair.ts';
import { tlvTypes } from '../tlv.ts';
import { exchangeUpTo, expectRefused, expectTogether } from './forge.ts';
import { honest, inject } from './smp-forge.ts';

describe('S3: messages of the key exchange, replayed', () => {
  it.each([1, 2, 3])('every earlier one, just before the one counted %i: the exchange comes to its end all the same', (count) => {
    const { alice, bob, receiver, text, passed } = exchangeUpTo(count);
    for (const old of passed) receiver.receive(old);
    receiver.receive(text);
    settle(alice, bob);
    expectTogether(alice, bob);
  });

  it('all of them, when it is over: the session stays the one that it is', () => {
    const { alice, bob, receiver, text, passed } = exchangeUpTo(3);
    receiver.receive(text);
    const session = [alice.status.session, bob.status.session];
    for (const peer of [alice, bob]) for (const old of [...passed, text]) peer.receive(old);
    expect([alice.status.session, bob.status.session]).toEqual(session);
    alice.take();
    bob.take();
    expectTogether(alice, bob);
  });

  it('those of an earlier session start none', () => {
    const old = exchangeUpTo(3);
    const { alice, bob } = encryptedPair({ seed: 'anew' });
    alice.end();
    settle(alice, bob);
    for (const peer of [alice, bob]) for (const text of [...old.passed, old.text]) peer.receive(text);
    expect([alice.status.at, bob.status.at]).toEqual(['plaintext', 'finished']);
    expect([...alice.told, ...bob.told].filter((kind) => kind === 'session-started')).toHaveLength(2);
  });
});

describe('data messages, replayed', () => {
  it('early or late, after a rotation or a refresh: never shown twice', () => {
    const { alice, bob } = encryptedPair();
    alice.type('once');
    const [text] = alice.take();
    bob.receive(text!);
    expectRefused(bob, text!);
    bob.type('reply');
    settle(alice, bob);
    expectRefused(bob, text!);
    alice.start();
    settle(alice, bob);
    expectRefused(bob, text!);
    expect(bob.texts).toEqual(['once']);
  });
});

describe('S12: messages of SMP, replayed', () => {
  it('each on the wire: changes nothing, and the run succeeds', () => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    for (let i = 0; i < 4; i += 1) {
      const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
      const [text] = from.take();
      to.receive(text!);
      expectRefused(to, text!);
      if (i === 0) bob.answer('tiger');
    }
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['succeeded', 'succeeded']);
  });

  it('those of an earlier session: message 1 starts a run that can only fail', () => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type: tlvTypes.smp1, value: honest[0]!.input.value });
    bob.answer('tiger');
    expect(bob.compared).toEqual(['asked', 'progress']);
    // The replayer has no exponents: everything that it can send next is caught.
    alice.take();
    inject(alice, bob, { type: tlvTypes.smp3, value: honest[2]!.input.value });
    expect(bob.compared.at(-1)).toBe('cheated');
  });

  it.each([tlvTypes.smp2, tlvTypes.smp4])('record %i of an earlier session is caught', (type) => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    if (type === tlvTypes.smp4) {
      settle(alice, bob);
      bob.answer('tiger');
      alice.receive(bob.take()[0]!);
    }
    inject(bob, alice, { type, value: honest[type === tlvTypes.smp2 ? 1 : 3]!.input.value });
    expect(alice.compared.at(-1)).toBe('cheated');
  });
});
