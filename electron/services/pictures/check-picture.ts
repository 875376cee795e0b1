import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../base/result.ts';
import { limits } from '../../../shared/limits.ts';

export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
export type Checked = { readonly type: PictureType; readonly width: number; readonly height: number; readonly hash: string };

type Size = { readonly width: number; readonly height: number };
type Reader = { readonly type: PictureType; readonly sizeOf: (bytes: Buffer) => Size | null };

/** Pictures within one of an animation. */
const mostFrames = 500;

/**
 * Looks whether bytes that somebody sent may be handed to a decoder of pictures: PNG, JPEG, GIF or WebP by what they begin
 * with, no larger than our limits, and of no more pixels than these, as read from their own header. What a sender says of
 * the type counts for nothing, and drawings (SVG) are none of the four. `hash`: SHA-1 of the bytes, 40 hex digits.
 * Faults: `too-large`, `unknown-type`, `bad-size`.
 */
export function checkPicture(bytes: Uint8Array): Result<Checked, 'too-large' | 'unknown-type' | 'bad-size'> {
  if (bytes.length > limits.pictureBytes) return fail('too-large');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = readerOf(buffer);
  if (reader === null) return fail('unknown-type');
  const size = reader.sizeOf(buffer);
  if (size === null || !isSide(size.width) || !isSide(size.height)) return fail('bad-size');
  return ok({ type: reader.type, ...size, hash: createHash('sha1').update(buffer).digest('hex') });
}

function isSide(pixels: number): boolean {
  return pixels >= 1 && pixels <= limits.pictureSide;
}

function readerOf(bytes: Buffer): Reader | null {
  const starts = (text: string, at = 0) => bytes.toString('latin1', at, at + text.length) === text;
  if (starts('\x89PNG\r\n\x1a\n')) return { type: 'image/png', sizeOf: pngSize };
  if (starts('\xff\xd8\xff')) return { type: 'image/jpeg', sizeOf: jpegSize };
  if (starts('GIF87a') || starts('GIF89a')) return { type: 'image/gif', sizeOf: gifSize };
  if (starts('RIFF') && starts('WEBP', 8)) return { type: 'image/webp', sizeOf: webpSize };
  return null;
}

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** The first frame header; a second one with another size is refused. */
function jpegSize(bytes: Buffer): Size | null {
  let size: Size | null = null;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return size;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // From the start of scan on there are no headers that a decoder takes a size from.
    if (marker === 0xda || marker === 0xd9) return size;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (length < 8 || at + 9 > bytes.length || size !== null) return null;
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + length;
  }
  return null;
}

/** The screen; each picture of an animation must lie within it. */
function gifSize(bytes: Buffer): Size | null {
  if (bytes.length < 13) return null;
  const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  let frames = 0;
  let at = 13 + colours(bytes[10] ?? 0);
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x3b) break;
    if (kind === 0x21) at = afterBlocks(bytes, at + 2);
    else if (kind === 0x2c && at + 10 <= bytes.length) {
      const right = bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5);
      const bottom = bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7);
      frames += 1;
      if (right > size.width || bottom > size.height || frames > mostFrames) return null;
      at = afterBlocks(bytes, at + 11 + colours(bytes[at + 9] ?? 0));
    } else return null;
  }
  return frames > 0 ? size : null;
}

/** Bytes of the table of colours that follows, by the flags before it. */
function colours(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1);
}

/** Where a chain of blocks ends, each with its length in front, the last one empty. */
function afterBlocks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}

function webpSize(bytes: Buffer): Size | null {
  if (bytes.length < 30) return null;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      if (bytes.toString('latin1', 23, 26) !== '\x9d\x01\x2a') return null;
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      if (bytes[20] !== 0x2f) return null;
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}
