import { availableVersions, type Version } from './wire/message.ts';
import type { OtrPolicy } from './api.ts';
import { limits } from './limits.ts';

/*
 * The messages that are not base64: query, whitespace tag, error.
 * Spec: OTRv3 "Unencoded messages".
 */

/** What a text from the network is, in the order in which the spec has a receiver look. */
export type Framing =
  | { readonly kind: 'fragment'; readonly from: number }
  | { readonly kind: 'encoded' }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'query'; readonly offers: readonly string[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'tagged'; readonly text: string; readonly offers: readonly string[] }
  | { readonly kind: 'plain'; readonly text: string };

const errorPrefix = '?OTR Error:';
const tagBase = ' \t  \t\t\t\t \t \t \t  ';
const tags = { '1': ' \t \t  \t ', '2': '  \t\t  \t ', '3': '  \t\t  \t\t' } as const;
const queryPattern = /\?OTR(?:(\?)(?:v([^?\s]{0,64})\?)?|v([^?\s]{0,64})\?)/;
/** Eight characters that spell a digit: a version that does not exist yet. */
const digitTag = /^ {2}\t\t[ \t]{4}$/;

/** Finds out what kind of text the network brought. */
export function classify(text: string): Framing {
  const marker = text.indexOf('?OTR');
  if (marker < 0) return classifyPlain(text);
  const [fragmentOfThree, fragmentOfTwo] = [text.indexOf('?OTR|', marker), text.indexOf('?OTR,', marker)];
  if (fragmentOfThree >= 0 || fragmentOfTwo >= 0) {
    const both = fragmentOfThree >= 0 && fragmentOfTwo >= 0;
    return { kind: 'fragment', from: (both ? Math.min : Math.max)(fragmentOfThree, fragmentOfTwo) };
  }
  if (text.includes('?OTR:', marker)) return { kind: 'encoded' };
  const error = text.indexOf(errorPrefix, marker);
  if (error >= 0) return { kind: 'error', text: text.slice(error + errorPrefix.length).trim() };
  const query = queryPattern.exec(text);
  if (query === null) return marker === 0 ? { kind: 'unknown' } : classifyPlain(text);
  const named = query[2] ?? query[3] ?? '';
  return { kind: 'query', offers: [...(query[1] === undefined ? '' : '1'), ...named] };
}

/** Takes the whitespace tag out of a text, wherever it stands, with the versions that it offers. */
function classifyPlain(text: string): Framing {
  const start = text.indexOf(tagBase);
  if (start < 0) return { kind: 'plain', text };
  const offers: string[] = [];
  let end = start + tagBase.length;
  while (offers.length < limits.offers) {
    const group = text.slice(end, end + 8);
    const version = (Object.keys(tags) as (keyof typeof tags)[]).find((name) => tags[name] === group);
    if (version === undefined && !digitTag.test(group)) break;
    offers.push(version ?? 'later');
    end += 8;
  }
  if (offers.length === 0) return { kind: 'plain', text };
  return { kind: 'tagged', text: text.slice(0, start) + text.slice(end), offers };
}

/** Whether a text holds anything that belongs to the protocol: framing, query, error or whitespace tag. */
export function looksLikeOtr(text: string): boolean {
  return classify(text).kind !== 'plain';
}

const flags = { 2: 'allowV2', 3: 'allowV3' } as const satisfies { readonly [V in Version]: keyof OtrPolicy };

/** Whether a policy lets us speak a version. */
export function allows(policy: OtrPolicy, version: Version): boolean {
  return policy[flags[version]];
}

/** The versions that a policy lets us speak, the best first. */
export function allowedVersions(policy: OtrPolicy): readonly Version[] {
  return availableVersions.filter((version) => allows(policy, version));
}

/** The best version that both sides speak; `null` where there is none. */
export function bestVersion(offers: readonly string[], policy: OtrPolicy): Version | null {
  return allowedVersions(policy).find((version) => offers.includes(String(version))) ?? null;
}

const explanation =
  ' Your contact would like an Off-the-Record private conversation, but your program does not support that.';

/** The query message for exactly the versions that we speak, with a sentence for programs without OTR. */
export function queryText(policy: OtrPolicy, maxMessageSize: number | null): string {
  const query = `?OTRv${allowedVersions(policy).toSorted().join('')}?`;
  const long = query + explanation;
  return maxMessageSize !== null && long.length > maxMessageSize ? query : long;
}

/** A typed line with the tag that offers the versions that we speak. */
export function withTag(text: string, policy: OtrPolicy): string {
  return text + tagBase + allowedVersions(policy).toSorted().map((version) => tags[version]).join('');
}

/** The texts of the errors that the spec asks for; fixed, so that nothing of a message leaks into them. */
export const errorTexts = {
  unreadable: `${errorPrefix} You transmitted an unreadable encrypted message.`,
  'not-private': `${errorPrefix} You sent encrypted data, but there is no private conversation here.`,
  malformed: `${errorPrefix} You transmitted a malformed data message.`,
} as const;
