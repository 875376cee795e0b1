/** A piece of a message: plain text, or an address that can be opened outside. */
export type Piece = { readonly kind: 'text' | 'link'; readonly text: string };

const candidates = /\b(?:https:\/\/|xmpp:)[^\s<>"'`\ufffd]+/giu;

/** More links of one text than this stay text: each of them is a place where the keyboard stops. */
const mostLinks = 200;

/** Cuts a text into plain pieces and https or xmpp links. Every character of it is in exactly one piece. */
export function findLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  let links = 0;
  for (const match of text.matchAll(candidates)) {
    const link = withoutTail(match[0]);
    if (links >= mostLinks) break;
    if (addressOf(link) === null) continue;
    links += 1;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: 'link', text: link });
    end = match.index + link.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

const sentenceEnds = new Set('.,;:!?…');
const openings: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/**
 * Punctuation that ends the sentence, or closes a bracket that the link did not open, is not of the link. Takes time in
 * proportion to the length, whatever stands there.
 */
function withoutTail(link: string): string {
  const counts = new Map([...'()[]'].map((bracket) => [bracket, 0]));
  for (const character of link) if (counts.has(character)) counts.set(character, counts.get(character)! + 1);
  let end = link.length;
  for (; end > 0; end -= 1) {
    const last = link.charAt(end - 1);
    if (sentenceEnds.has(last)) continue;
    const opening = openings[last];
    if (opening === undefined || counts.get(opening)! >= counts.get(last)!) break;
    counts.set(last, counts.get(last)! - 1);
  }
  return link.slice(0, end);
}

/**
 * The full address of a link as a browser would take it, with the host in its ASCII form so that a
 * look-alike name shows; `null` when it is not https or xmpp, or carries a user name or password.
 */
export function addressOf(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol === 'xmpp:') return url.href;
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}
