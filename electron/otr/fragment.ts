import { fail, ok, type Result } from '../base/result.ts';
import { limits } from './limits.ts';

/*
 * Fragmentation, version 3 form.
 * Spec: OTRv3 "Fragmentation".
 */

/** One fragment as it came. */
export type Fragment = {
  readonly senderTag: number;
  readonly receiverTag: number;
  readonly k: number;
  readonly n: number;
  readonly piece: string;
};

/** A message of which the first `k` of `n` pieces are there. */
export type Assembly = {
  readonly k: number;
  readonly n: number;
  readonly text: string;
  readonly startedAtMs: number;
};

const pattern = /^\?OTR\|0{0,16}([0-9a-f]{1,8})\|0{0,16}([0-9a-f]{1,8}),0{0,16}(\d{1,5}),0{0,16}(\d{1,5}),([^,]+),/i;

/**
 * Reads one fragment that starts at `from`.
 * Faults: bad-fragment; other-version for the version 2 form, which carries no tags.
 */
export function decodeFragment(text: string, from: number): Result<Fragment, 'bad-fragment' | 'other-version'> {
  if (text.length > limits.encodedText) return fail('bad-fragment');
  const body = text.slice(from);
  if (body.startsWith('?OTR,')) return fail('other-version');
  const match = pattern.exec(body);
  if (match === null) return fail('bad-fragment');
  const [, sender, receiver, first, last, piece] = match;
  const k = Number(first);
  const n = Number(last);
  if (k === 0 || n === 0 || k > n || n > limits.fragments) return fail('bad-fragment');
  const senderTag = Number.parseInt(sender!, 16);
  return ok({ senderTag, receiverTag: Number.parseInt(receiver!, 16), k, n, piece: piece! });
}

/**
 * Adds a fragment to what is there: the new assembly, the whole text when it was the last piece, or
 * nothing when it does not continue what is there.
 */
export function assemble(
  stored: Assembly | undefined,
  fragment: Fragment,
  atMs: number,
): { readonly assembly: Assembly | null; readonly whole: string | null } {
  const { k, n, piece } = fragment;
  let assembly: Assembly | null = null;
  if (k === 1) assembly = { k, n, text: piece, startedAtMs: atMs };
  else if (stored !== undefined && stored.n === n && stored.k + 1 === k) {
    assembly = { ...stored, k, text: stored.text + piece };
  }
  if (assembly === null || assembly.text.length > limits.encodedText) return { assembly: null, whole: null };
  return assembly.k === assembly.n ? { assembly: null, whole: assembly.text } : { assembly, whole: null };
}

/** What surrounds a piece: both tags, both numbers, and the commas. */
const frameLength = '?OTR|00000000|00000000,00000,00000,,'.length;

/**
 * Cuts an encoded message into fragments of at most `maxMessageSize` characters; a message that fits goes
 * out whole. `null` where it cannot be done within 65,535 pieces.
 */
export function fragment(
  text: string,
  senderTag: number,
  receiverTag: number,
  maxMessageSize: number | null,
): readonly string[] | null {
  if (maxMessageSize === null || text.length <= maxMessageSize) return [text];
  const room = maxMessageSize - frameLength;
  if (room < 1) return null;
  const n = Math.ceil(text.length / room);
  if (n > limits.fragments) return null;
  const tags = `${hex(senderTag)}|${hex(receiverTag)}`;
  return Array.from({ length: n }, (_, i) => {
    return `?OTR|${tags},${decimal(i + 1)},${decimal(n)},${text.slice(i * room, (i + 1) * room)},`;
  });
}

function hex(tag: number): string {
  return tag.toString(16).padStart(8, '0');
}

function decimal(value: number): string {
  return String(value).padStart(5, '0');
}
