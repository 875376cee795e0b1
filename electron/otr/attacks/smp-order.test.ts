import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../base/bytes.ts';
import { encryptedPair, settle } from '../testing/pair.ts';
import { tlvTypes } from '../tlv.ts';
import { honest, inject, smpOf } from './smp-forge.ts';

describe('S12: the run of records', () => {
  const message1 = honest[0]!.input.value;

  it.each([tlvTypes.smp2, tlvTypes.smp3, tlvTypes.smp4])('record %i without a run is answered with an abort and told to nobody', (type) => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type, value: message1 });
    expect(bob.compared).toEqual([]);
    expect(bob.outbox).toHaveLength(1);
    settle(alice, bob);
    expect(alice.compared).toEqual([]);
    expect(alice.outbox).toEqual([]);
  });

  it('an abort without a run is silence: aborts never answer aborts', () => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type: tlvTypes.smpAbort, value: new Uint8Array(0) });
    expect(bob.outbox).toEqual([]);
    expect(bob.compared).toEqual([]);
  });

  it('a thousand records in one message cost one step', () => {
    const { alice, bob } = encryptedPair();
    const one = { type: tlvTypes.smp1, value: message1 };
    const begunMs = performance.now();
    inject(alice, bob, ...Array.from({ length: 1_000 }, () => one));
    expect(bob.compared).toEqual(['asked']);
    expect(performance.now() - begunMs).toBeLessThan(1_000);
  });

  it('of several records the first counts', () => {
    const { alice, bob } = encryptedPair();
    const abort = { type: tlvTypes.smpAbort, value: new Uint8Array(0) };
    inject(alice, bob, { type: tlvTypes.smp1, value: message1 }, abort);
    expect(bob.compared).toEqual(['asked']);
  });

  it('two who begin at once both abort, and can begin again', () => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    bob.compare('tiger');
    settle(alice, bob);
    expect([alice.compared, bob.compared]).toEqual([['progress', 'aborted'], ['progress', 'aborted']]);
    alice.compare('tiger');
    settle(alice, bob);
    bob.answer('tiger');
    settle(alice, bob);
    expect(alice.compared.at(-1)).toBe('succeeded');
  });

  it('a question without its NUL, or without numbers, is caught', () => {
    for (const value of [utf8('no end'), concat(utf8('end'), Uint8Array.of(0)), new Uint8Array(0)]) {
      const { alice, bob } = encryptedPair();
      inject(alice, bob, { type: tlvTypes.smp1q, value });
      expect(bob.compared).toEqual(['cheated']);
      expect(smpOf(bob.conversation, 0x1111_1111)?.at).toBe('idle');
    }
  });

  it('a farewell in the same message ends the session before any record counts', () => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type: tlvTypes.smp1, value: message1 }, { type: tlvTypes.disconnected, value: new Uint8Array(0) });
    expect(bob.status.at).toBe('finished');
    expect(bob.compared).toEqual([]);
  });
});
