/** A piece of a message: plain text, or an address that can be opened outside. */
export type Piece = { readonly kind: 'text' | 'link'; readonly text: string };

const candidates = /\b(?:https:\/\/|xmpp:)[^\s<>"'`\ufffd]+/giu;

/** Cuts a text into plain pieces and https or xmpp links. Every character of it is in exactly one piece. */
export function findLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(candidates)) {
    const link = withoutTail(match[0]);
    if (addressOf(link) === null) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: 'link', text: link });
    end = match.index + link.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** Punctuation that ends the sentence, or closes a bracket that the link did not open, is not of the link. */
function withoutTail(link: string): string {
  const bare = link.replace(/[.,;:!?…]+$/u, '');
  const last = bare.at(-1);
  const opened = last === ')' ? '(' : last === ']' ? '[' : null;
  if (opened === null || last === undefined) return bare;
  return bare.split(opened).length >= bare.split(last).length ? bare : withoutTail(bare.slice(0, -1));
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
