import type { Rng } from '../base/ports.ts';

/** Spec: OTRv3 "Instance Tags": "The smallest valid instance tag is 0x00000100". */
export const smallestTag = 0x100;

/**
 * Where a conversation keeps a peer of version 2, whose messages carry no tags: below every valid tag, so
 * that it is nobody's of version 3.
 */
export const versionTwoTag = 0;

/** The version that is spoken with an instance. */
export function versionOf(tag: number): 2 | 3 {
  return tag === versionTwoTag ? 2 : 3;
}

/** Draws an instance tag, to be kept for this account on this machine. */
export function newInstanceTag(random: Rng): number {
  for (;;) {
    const bytes = random(4);
    const tag = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
    if (tag >= smallestTag) return tag;
  }
}

/** Whether the tags of a message say that it is for us, and from a valid sender. */
export function judgeTags(
  tags: { readonly senderTag: number; readonly receiverTag: number },
  ours: number,
  mayLackReceiver: boolean,
): 'ours' | 'invalid' | 'reflected' | 'other-instance' {
  const { senderTag, receiverTag } = tags;
  if (senderTag < smallestTag || (receiverTag > 0 && receiverTag < smallestTag)) return 'invalid';
  if (senderTag === ours) return 'reflected';
  if (receiverTag === ours || (receiverTag === 0 && mayLackReceiver)) return 'ours';
  return 'other-instance';
}
