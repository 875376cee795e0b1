import { describe, expect, it, test } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { checkPicture } from './check-picture.ts';
import { samples } from './testing/samples.ts';

describe('a picture of each kind is what its bytes say', () => {
  it.each(Object.entries(samples))('%s', (name, bytes) => {
    const type = `image/${name.split(' ')[0]}`;
    expect(checkPicture(bytes)).toMatchObject({ ok: true, value: { type, width: 3, height: 2 } });
  });
});

test('drawings, pages, and whatever else names itself a picture are refused', () => {
  const texts = ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'BM\x00\x00', '\x00\x00\x01\x00', 'II*\x00', '%PDF', 'RIFF\x00\x00\x00\x00WAVE'];
  for (const text of texts) expect(checkPicture(Buffer.from(text, 'latin1'))).toEqual({ ok: false, fault: 'unknown-type' });
});

test('no more bytes and no more pixels than the limits', () => {
  const large = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc(limits.pictureBytes)]);
  for (const bytes of Object.values(samples)) expect(checkPicture(large(bytes))).toEqual({ ok: false, fault: 'too-large' });
  const png = Buffer.from(samples.png);
  for (const [width, height] of [[limits.pictureSide + 1, 1], [1, limits.pictureSide + 1], [0, 1], [0xffff_ffff, 0xffff_ffff]] as const) {
    png.writeUInt32BE(width, 16);
    png.writeUInt32BE(height, 20);
    expect(checkPicture(png)).toEqual({ ok: false, fault: 'bad-size' });
  }
  // A small screen with a frame that is larger.
  const gif = Buffer.from(samples.gif);
  gif.writeUInt16LE(0xffff, gif.indexOf(0x2c) + 5);
  expect(checkPicture(gif)).toEqual({ ok: false, fault: 'bad-size' });
});

test('no cut and no changed byte throws, or lets a larger picture through', () => {
  for (const bytes of Object.values(samples)) {
    for (let at = 0; at < bytes.length; at += 1) {
      expect(() => checkPicture(bytes.subarray(0, at))).not.toThrow();
      for (const value of [0, 0x7f, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        const read = checkPicture(changed);
        if (read.ok) expect(Math.max(read.value.width, read.value.height)).toBeLessThanOrEqual(limits.pictureSide);
      }
    }
  }
});
