import { fail, ok, type Result } from '../base/result.ts';
import { limits } from './limits.ts';
import type { Header, Version } from './wire/message.ts';

/*
 * Fragmentation, in the forms of versions 2 and 3.
 * Spec: OTRv3 "Fragmentation".
 */

/** One fragment as it came; in version 2 both tags are 0. */
export type Fragment = {
  readonly version: Version;
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

const patternOfTwo = /^\?OTR,0{0,16}(\d{1,5}),0{0,16}(\d{1,5}),([^,]+),/;
const pattern = /^\?OTR\|0{0,16}([0-9a-f]{1,8})\|0{0,16}([0-9a-f]{1,8}),0{0,16}(\d{1,5}),0{0,16}(\d{1,5}),([^,]+),/i;

/** Reads one fragment that starts at `from`. Fault: bad-fragment. */
export function decodeFragment(text: string, from: number): Result<Fragment, 'bad-fragment'> {
  if (text.length > limits.encodedText) return fail('bad-fragment');
  const body = text.slice(from);
  const match = pattern.exec(body);
  const bare = match === null ? patternOfTwo.exec(body) : null;
  const [sender, receiver, first, last, piece] = match?.slice(1) ?? ['0', '0', ...(bare?.slice(1) ?? [])];
  if (piece === undefined) return fail('bad-fragment');
  const k = Number(first);
  const n = Number(last);
  if (k === 0 || n === 0 || k > n || n > limits.fragments) return fail('bad-fragment');
  const version = match === null ? 2 : 3;
  const senderTag = Number.parseInt(sender!, 16);
  return ok({ version, senderTag, receiverTag: Number.parseInt(receiver!, 16), k, n, piece });
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

/** What surrounds a piece: both tags in version 3, both numbers, and the commas. */
const frameLengths = { 2: '?OTR,00000,00000,,'.length, 3: '?OTR|00000000|00000000,00000,00000,,'.length } as const;

/**
 * Cuts an encoded message into fragments of at most `maxMessageSize` characters; a message that fits goes
 * out whole. `null` where it cannot be done within 65,535 pieces.
 */
export function fragment(
  text: string,
  { version, senderTag, receiverTag }: Pick<Header, 'version' | 'senderTag' | 'receiverTag'>,
  maxMessageSize: number | null,
): readonly string[] | null {
  if (maxMessageSize === null || text.length <= maxMessageSize) return [text];
  const room = maxMessageSize - frameLengths[version];
  if (room < 1) return null;
  const n = Math.ceil(text.length / room);
  if (n > limits.fragments) return null;
  const tags = version === 2 ? '' : `|${hex(senderTag)}|${hex(receiverTag)}`;
  return Array.from({ length: n }, (_, i) => {
    return `?OTR${tags},${decimal(i + 1)},${decimal(n)},${text.slice(i * room, (i + 1) * room)},`;
  });
}

function hex(tag: number): string {
  return tag.toString(16).padStart(8, '0');
}

function decimal(value: number): string {
  return String(value).padStart(5, '0');
}
