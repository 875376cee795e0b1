import { Parser } from 'htmlparser2';

/*
 * The protocol lets the text of a data message carry HTML. Pidgin and Adium send it, and take for HTML what they get.
 * Sotto shows text.
 * Spec: OTRv3 "Plaintext format" ("a human-readable message, optionally containing HTML markup").
 */

const known =
  'a|abbr|b|big|blockquote|body|br|code|del|div|em|font|h[1-6]|hr|html|i|ins|li|ol|p|pre|q|s|small|span|strike|strong|sub|sup|tt|u|ul';
const tag = new RegExp(String.raw`</?(?:${known})(?:\s[^<>]*)?/?>`, 'gi');
const entity = /&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});/gi;

/** With more tags than this a text is shown as it came: reading them would take long. */
const mostTags = 2_000;

/**
 * Whether a text was written as HTML: there is markup in it, and nothing that a program which writes HTML would
 * have escaped. "a < b" and "Q & A" are plain text, and so is every text with a tag that is not for letters.
 */
function isMarkup(text: string): boolean {
  if (!text.includes('<') && !text.includes('&')) return false;
  let tags = 0;
  const untagged = text.replace(tag, () => {
    tags += 1;
    return '';
  });
  if (tags > mostTags) return false;
  const rest = untagged.replace(entity, '');
  return rest.length < text.length && !/[<&]/.test(rest);
}

/** After these the next line begins. */
const blocks = new Set(['blockquote', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'ul']);

/**
 * The plain text of what another program wrote as HTML; any other text as it is.
 *
 * A link keeps its address, in brackets after its words where they differ, so that no words can hide where
 * it leads. The outcome is text again: nothing in it is ever read as markup.
 */
export function plainTextOf(text: string): string {
  if (!isMarkup(text)) return text;
  let plain = '';
  // Looking at the end of a text that grows copies all of it.
  let atLineStart = true;
  const add = (words: string) => {
    if (words === '') return;
    plain += words;
    atLineStart = words.endsWith('\n');
  };
  const links: { readonly address: string; readonly from: number }[] = [];
  const breakLine = () => {
    if (!atLineStart) add('\n');
  };
  const parser = new Parser(
    {
      ontext: add,
      onopentag: (name, { href = '' }) => {
        if (name === 'br') add('\n');
        else if (name === 'a') links.push({ address: href.trim(), from: plain.length });
        else if (blocks.has(name)) breakLine();
      },
      onclosetag: (name) => {
        if (blocks.has(name)) breakLine();
        if (name !== 'a') return;
        const link = links.pop();
        if (link === undefined || link.address === '') return;
        // Words that are much longer differ from it; to look at them costs time.
        const isLong = plain.length - link.from > link.address.length + 1_000;
        const words = isLong ? null : plain.slice(link.from).trim();
        if (words === '') add(link.address);
        else if (words !== link.address && `mailto:${words}` !== link.address) add(` [${link.address}]`);
      },
    },
    { decodeEntities: true },
  );
  parser.end(text);
  return plain.replaceAll('\u00A0', ' ').replace(/\n+$/, '');
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\n': '<br>' };

/** A text for a program that shows HTML: there it looks as it was written. */
export function htmlOf(text: string): string {
  return text.replaceAll(/[&<>\n]/g, (character) => escapes[character] ?? character);
}
