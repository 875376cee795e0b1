import { describe, expect, it } from 'vitest';
import { crossRoom, readSpelled, room, roomLength, spell, text } from './machine.ts';

/** Every byte at some place, and no period that a block or a group has. */
const bytes = Uint8Array.from({ length: roomLength }, (_, i) => (i * 167 + (i >> 8)) & 0xff);

/** What `readSpelled` makes of a text that stands there as UTF-8, as hex. */
function read(spelled: string, to = 5): string | null {
  const length = readSpelled(text.write(spelled, 'utf8'), to);
  return length === null ? null : Buffer.from(room.subarray(to, to + length)).toString('hex');
}

describe('base64 in the memory that messages share', () => {
  it('is that of the library, there and back, for every length', () => {
    for (const length of [...Array.from({ length: 70 }, (_, i) => i + 1), 1_000, 1_001, 1_002, 3_000]) {
      for (const from of [0, 1, 7]) {
        const some = Buffer.from(bytes.subarray(from, from + length));
        room.set(bytes);
        const end = spell(from, from + length, 3);
        expect(text.toString('latin1', 3, end)).toBe(some.toString('base64'));
        expect(read(some.toString('base64'))).toBe(some.toString('hex'));
      }
    }
  });

  it('spells every pair of letters', () => {
    const all = Uint8Array.from({ length: 3 * 1_024 }, (_, i) => {
      const [first, second] = [4 * Math.floor(i / 3), 4 * Math.floor(i / 3) + 2];
      return [first >> 4, ((first & 15) << 4) | (second >> 8), second & 255][i % 3]!;
    });
    room.set(all);
    expect(text.toString('latin1', 0, spell(0, all.length, 0))).toBe(Buffer.from(all).toString('base64'));
  });

  it('takes one spelling of each (S7)', () => {
    for (const wrong of ['', 'A', 'AA', 'AAA', 'AAAAA', '=', '====', 'A===', 'AA=A', 'AAA=AAAA', 'AAAA====', 'AB==', 'AAF=', 'AA A', 'AA-_', 'AAA.', 'AA\n=']) {
      expect(read(wrong), wrong).toBeNull();
    }
    expect(read('AAMC')).toBe('000302');
    expect(read('AAM=')).toBe('0003');
    expect(read('AA==')).toBe('00');
  });

  it('takes no other letter for one of its own, wherever it stands', () => {
    const known = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    for (let code = 0; code < 0x180; code += 1) {
      const letter = String.fromCharCode(code);
      for (const place of [0, 1, 2, 3, 4, 5, 6]) {
        const spelled = `${'AAAAAAA'.slice(0, place)}${letter}${'AAAAAAA'.slice(place)}`;
        expect(read(spelled) !== null, `${code} ${place}`).toBe(known.includes(letter));
      }
    }
  });
});

describe('crossing', () => {
  it('is a byte with a byte for every length, and leaves nothing else changed and no stream behind', () => {
    const stream = bytes.slice(256, 256 + 1_024);
    const words = new Int32Array(stream.buffer);
    for (let length = 1; length <= 80; length += 1) {
      for (const start of [0, 3]) {
        room.set(bytes);
        crossRoom(9, 9 + length, words, start);
        const expected = bytes.map((byte, i) => (i >= 9 && i < 9 + length ? byte ^ stream[4 * start + i - 9]! : byte));
        expect(Buffer.compare(room.subarray(0, roomLength), expected)).toBe(0);
        const memory = Buffer.from(room.buffer);
        expect(memory.includes(Buffer.from(stream.subarray(4 * start, 4 * start + 8)), room.byteOffset + room.length)).toBe(false);
        expect(memory.subarray(room.byteOffset + room.length, room.byteOffset + room.length + 1_024).every((byte) => byte === 0)).toBe(true);
      }
    }
  });
});
