import { describe, expect, it } from 'vitest';
import { limits } from '../limits.ts';
import { step } from '../step.ts';
import { encryptedPair, newPeer } from '../testing/pair.ts';
import { armor } from '../wire/armor.ts';
import { concat } from '../../base/bytes.ts';
import { Reader } from '../wire/reader.ts';
import { int } from '../wire/writer.ts';
import { become, honest } from './smp-forge.ts';
import { bytesOf, exchangeUpTo, expectRefused, expectTogether, messageOf, put } from './forge.ts';

const lengths = [0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff];

describe('S6: lengths in every field', () => {
  it.each([0, 1, 2, 3])('of 2^31 and 2^32-1 at every offset of the message of the exchange counted %i are refused', (count) => {
    const { alice, bob, receiver, text } = exchangeUpTo(count);
    const whole = bytesOf(text);
    for (let at = 11; at + 4 <= whole.length; at += count === 0 ? 1 : 3) {
      for (const length of lengths) {
        const bent = armor(put(whole, at, int(length)));
        const { next, effects } = step(receiver.conversation, { kind: 'receive', text: bent, atMs: receiver.nowMs }, receiver.env);
        expect(next.focus, `offset ${at}`).toBeNull();
        expect(effects.every((effect) => effect.do !== 'deliver')).toBe(true);
      }
    }
    receiver.receive(text);
    for (let i = 0; i < 4; i += 1) {
      for (const back of bob.take()) alice.receive(back);
      for (const there of alice.take()) bob.receive(there);
    }
    expectTogether(alice, bob);
  });

  it('of 2^31 and 2^32-1 in the length fields of each message are malformed', () => {
    // Where each message of an exchange has its lengths, behind a header of 11 bytes.
    const fields = [[11, 11 + 4 + 196], [11], [11, 11 + 4 + 16], [11]];
    fields.forEach((offsets, count) => {
      for (const at of offsets) {
        for (const length of lengths) {
          const { receiver, text } = exchangeUpTo(count);
          receiver.events.length = 0;
          expectRefused(receiver, armor(put(bytesOf(text), at, int(length))));
          expect(receiver.told).toEqual(['malformed']);
        }
      }
    });
  });

  it('of 2^31 and 2^32-1 at every offset of a data message are refused', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    const text = alice.take()[0]!;
    const whole = bytesOf(text);
    for (let at = 11; at + 4 <= whole.length; at += 1) {
      for (const length of lengths) expectRefused(bob, armor(put(whole, at, int(length))));
    }
    bob.receive(text);
    expect(bob.texts).toEqual(['hello']);
  });

  it('of 2^31 and 2^32-1 as the number of revealed keys are malformed', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    const text = alice.take()[0]!;
    const whole = bytesOf(text);
    expect(messageOf(text).kind).toBe('data');
    for (const length of lengths) expectRefused(bob, armor(put(whole, whole.length - 4, int(length))));
    expect(bob.told.at(-1)).toBe('malformed');
  });

  it.each([0, 1, 2, 3])('of 2^31 and 2^32-1 at every number of message %i of SMP, counted from 0, are caught', (stage) => {
    const { value } = honest[stage]!.input;
    const offsets = [0];
    for (let at = 4; at < value.length; at += 4 + new Reader(value.slice(at)).int()) offsets.push(at);
    expect(offsets.length).toBeGreaterThan(3);
    for (const at of offsets) {
      for (const length of lengths) expect(become(stage, put(value, at, int(length))).told?.state).toBe('cheated');
    }
  });

  it('of 2^31 and 2^32-1 as numbers and tags of fragments are malformed', () => {
    const bob = newPeer('bob');
    for (const length of lengths) {
      const hex = length.toString(16);
      for (const text of [`11111111|22222222,${length},${length}`, `11111111|22222222,1,${length}`, `1${hex}|22222222,1,1`, `11111111|1${hex},1,1`]) {
        expectRefused(bob, `?OTR|${text},x,`);
        expect(bob.told.at(-1)).toBe('malformed');
      }
    }
  });

  it('that are larger than the message may be are refused although the bytes are there', () => {
    const { bob, text } = exchangeUpTo(2);
    const head = bytesOf(text).slice(0, 11 + 4 + 16);
    const long = new Uint8Array(limits.encryptedSignature + 1);
    expectRefused(bob, armor(concat(head, int(long.length), long, new Uint8Array(20))));
    expect(bob.told.at(-1)).toBe('malformed');
  });
});
