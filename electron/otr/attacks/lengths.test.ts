import { describe, expect, it } from 'vitest';
import { step } from '../step.ts';
import { newPeer } from '../testing/pair.ts';
import { armor } from '../wire/armor.ts';
import { int } from '../wire/writer.ts';
import { bytesOf, put } from './forge.ts';

describe('S6: lengths in every field', () => {
  it('of 2^31 and 2^32-1, at every offset of every message, are refused without a throw', () => {
    const alice = newPeer('alice');
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    for (let i = 0; i < 4; i += 1) {
      const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
      const text = from.take()[0]!;
      const honest = bytesOf(text);
      for (let at = 11; at + 4 <= honest.length; at += 1) {
        for (const length of [0x8000_0000, 0xffff_ffff]) {
          const bent = armor(put(honest, at, int(length)));
          const { next } = step(to.conversation, { kind: 'receive', text: bent, atMs: to.nowMs }, to.env);
          expect(next.focus, `offset ${at}`).toBeNull();
        }
      }
      to.receive(text);
    }
    expect(alice.status.at).toBe('encrypted');
  });
});
