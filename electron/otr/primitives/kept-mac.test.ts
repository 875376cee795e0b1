import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import hmacSha1 from '../vectors/hmacSha1.json' with { type: 'json' };
import { KeptMac } from './kept-mac.ts';
import { outerState, room, roomLength, state } from './machine.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;

/** The MAC of a message of which so many bytes are taken for its beginning. */
function macOf(kept: KeptMac, message: Uint8Array): string {
  const rest = message.subarray(kept.taken);
  room.set(rest);
  const mac = new Uint8Array(20);
  mac.set(kept.make(rest.length));
  return toHex(mac);
}

describe('the kept MAC', () => {
  it.each(hmacSha1.cases.filter(({ key }) => key.length <= 128))('gives the published HMAC-SHA1 $mac', ({ key, message, mac }) => {
    expect(macOf(new KeptMac(bytes(key), new Uint8Array(0)), bytes(message))).toBe(mac);
  });

  it('is that of the library for every length, and every length of the beginning', () => {
    const message = Uint8Array.from({ length: 400 }, (_, i) => i * 7);
    const key = message.slice(100, 120);
    const beginnings = Array.from({ length: 260 }, (_, length) => new KeptMac(key, message.subarray(0, length)));
    for (let length = 0; length <= message.length; length += 1) {
      const expected = createHmac('sha1', key).update(message.subarray(0, length)).digest('hex');
      for (const begun of [0, length % 64, Math.min(length, 259)]) expect(macOf(beginnings[begun]!, message.subarray(0, length))).toBe(expected);
    }
    const longest = new Uint8Array(roomLength).fill(9);
    expect(macOf(beginnings[0]!, longest)).toBe(createHmac('sha1', key).update(longest).digest('hex'));
  });

  it('leaves none of its states in the memory that messages share', () => {
    const kept = new KeptMac(new Uint8Array(20).fill(1), new Uint8Array(0));
    const mac = macOf(kept, new Uint8Array(9));
    expect(outerState.every((word) => word === 0)).toBe(true);
    const left = Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    expect(left).toBe(mac);
  });

  it('is another one once it is forgotten', () => {
    const kept = new KeptMac(new Uint8Array(20).fill(1), new Uint8Array(0));
    const before = macOf(kept, new Uint8Array(9));
    expect(macOf(kept, new Uint8Array(9))).toBe(before);
    kept.forget();
    expect(macOf(kept, new Uint8Array(9))).not.toBe(before);
  });
});
