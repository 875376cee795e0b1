import type { Element } from '@xmpp/xml';
import { ns } from './namespaces.ts';

/** XMPP is not older than this. */
const earliestMs = Date.UTC(1999, 0, 1);

/**
 * When a delayed stanza was written; `null` for one that is not delayed.
 *
 * A time that cannot be read or lies outside of what can be becomes `nowMs`: anybody can write anything there.
 * Spec: XEP-0203; XEP-0091 of old servers is recognised, its time is not read.
 */
export function delayedAt(element: Element, nowMs: number): number | null {
  const stamp = element.getChild('delay', ns.delay)?.attrs['stamp'];
  if (stamp === undefined) {
    const isDelayed = element.getChild('delay', ns.delay) ?? element.getChild('x', ns.oldDelay);
    return isDelayed === undefined ? null : nowMs;
  }
  const isDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(stamp);
  const ms = isDateTime ? Date.parse(stamp) : Number.NaN;
  return ms >= earliestMs && ms <= nowMs ? ms : nowMs;
}
