import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { limits } from './limits.ts';
import { encryptedPair, settle, type Peer } from './testing/pair.ts';
import { decodePlaintext, encodePadded, encodePlaintext } from './tlv.ts';
import { messageOf } from './attacks/forge.ts';

/** The length of the ciphertext in what a peer sends next. */
function nextLength(peer: Peer): number {
  const message = messageOf(peer.outbox.at(-1)!);
  if (message.kind !== 'data') throw new Error('no data');
  return message.ciphertext.length;
}

describe('padding (spec: "Type 0: Padding")', () => {
  it('fills every plaintext up to whole blocks, and never more than it must', () => {
    const records = fc.array(fc.record({ type: fc.integer({ min: 2, max: 9 }), value: fc.uint8Array({ maxLength: 300 }) }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.string({ maxLength: 600 }), records, (text, tlvs) => {
        fc.pre(!text.includes('\0'));
        const padded = encodePadded(text, tlvs);
        const read = decodePlaintext(padded);
        expect(padded.length % limits.paddingBlock).toBe(0);
        expect(read.tlvs.at(-1)?.value.length).toBeLessThan(limits.paddingBlock);
        expect({ ...read, tlvs: read.tlvs.slice(0, -1) }).toEqual({ text, tlvs });
      }),
    );
  });

  it('leaves no copy of a long line behind', () => {
    const from = vi.spyOn(Buffer, 'from');
    const padded = encodePadded('a secret '.repeat(400), []);
    const copies = from.mock.results.map(({ value }) => value as Buffer);
    from.mockRestore();
    expect(decodePlaintext(padded).text).toHaveLength(3_600);
    expect(copies.map((copy) => [copy.length, copy.every((byte) => byte === 0)])).toEqual([[3_600, true], [3_600, true]]);
  });

  it.each([true, false])('or not (%s): what was typed is gone from the page on which it became bytes', (padding) => {
    const { alice } = encryptedPair({ padding });
    const page = Buffer.from(encodePlaintext('', []).buffer);
    encodePlaintext('a secret', []);
    expect(page.includes('a secret')).toBe(true);
    alice.type('a secret, and more of it');
    expect(alice.outbox).toHaveLength(1);
    expect(page.includes('secret')).toBe(false);
  });

  it('makes lines of up to 251 bytes look alike, and longer ones by the block', () => {
    const { alice } = encryptedPair();
    const lengthOf = (text: string): number => {
      alice.type(text);
      return nextLength(alice);
    };
    expect(['', 'yes', 'x'.repeat(251)].map(lengthOf)).toEqual([0, 256, 256]);
    expect(['x'.repeat(252), 'x'.repeat(507), 'x'.repeat(508)].map(lengthOf)).toEqual([512, 512, 768]);
  });

  it('covers SMP, the extra key and the farewell', () => {
    const { alice, bob } = encryptedPair();
    alice.run({ kind: 'extra-key', use: 1, data: new Uint8Array(3), atMs: alice.nowMs });
    expect(nextLength(alice)).toBe(256);
    alice.compare('tiger');
    expect(nextLength(alice) % 256).toBe(0);
    settle(alice, bob);
    alice.end();
    expect(nextLength(alice)).toBe(256);
  });

  it('leaves heartbeats empty, and is off where the settings say so', () => {
    const { alice, bob } = encryptedPair();
    bob.wait(60_000);
    alice.type('wake up');
    for (const text of alice.take()) bob.receive(text);
    expect(bob.told).toContain('heartbeat-sent');
    expect(nextLength(bob)).toBe(0);
    alice.conversation = { ...alice.conversation, config: { ...alice.conversation.config, padding: false } };
    alice.type('yes');
    expect(nextLength(alice)).toBe(3);
  });
});
