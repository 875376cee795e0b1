import type { OtrEvent } from './api.ts';
import type { Conversation } from './conversation.ts';
import { limits } from './limits.ts';
import type { Version } from './wire/message.ts';

/*
 * The offer of versions is not authenticated: whoever holds the wire can take version 3 out of it. A key that
 * has shown version 3 before gives that away.
 */

/** What there is to tell of a key that comes with `version`; `null` where it has never shown a higher one. */
export function downgradeOf(
  { config, versions }: Conversation,
  theirFingerprint: string,
  version: Version,
): Extract<OtrEvent, { kind: 'downgraded' }> | null {
  const seen = [config.knownVersions?.get(theirFingerprint), versions.get(theirFingerprint)];
  const highest = seen.includes(3) ? 3 : 2;
  if (version >= highest) return null;
  return { kind: 'downgraded', theirFingerprint, version, highest, refused: config.policy.requireEncryption };
}

/** The versions seen, with one more; the fingerprint that was seen longest ago gives way. */
export function withVersion(
  versions: Conversation['versions'],
  theirFingerprint: string,
  version: Version,
): Conversation['versions'] {
  const next = new Map(versions);
  next.delete(theirFingerprint);
  const highest = versions.get(theirFingerprint) === 3 ? 3 : version;
  const oldest = next.keys().next();
  if (next.size >= limits.instances && oldest.done !== true) next.delete(oldest.value);
  return next.set(theirFingerprint, highest);
}
