/*
 * Peer text is shown as text nodes only. What could still deceive a reader is made visible or taken
 * out here: control characters, and marks that turn the direction of the text around it.
 */

const lineBreaks = /\r\n?|[\u2028\u2029\u0085]/g;
const controls = /[^\P{Cc}\n\t]/gu;
const directions = /[\u202a-\u202e\u2066-\u2069\u061c]/g;
/** What nobody sees, apart from what joins the letters of some scripts and the parts of emoji. */
const invisible = /(?![\u200c\u200d\ufe0e\ufe0f])[\p{DI}\u2800\u200e\u200f\ufff9-\ufffb]/gu;
/** The same where it joins nothing. */
const idle = /(?<=^|[\s\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\u200c\u200d\ufe0e\ufe0f]+|(?<=\p{N})[\u200c\u200d]+/gu;
const loneSurrogates = /\p{Surrogate}/gu;
/** More marks on one letter than any script puts there. */
const heaps = /(\p{M}{4})\p{M}+/gu;

/** A message's text: line breaks and tabs stay, control characters show, direction overrides show as U+FFFD. */
export function showableText(text: string): string {
  return text
    .replace(lineBreaks, '\n')
    .replace(controls, pictureOf)
    .replace(directions, '\ufffd')
    .replace(loneSurrogates, '\ufffd');
}

/** A name, status or address on one line: no line break, no control character, nothing invisible, no heaps of marks. */
export function showableLine(text: string): string {
  const line = showableText(text).replace(/[\n\t\ufffd]+/g, ' ').replace(invisible, '').replace(idle, '').replace(heaps, '$1').trim();
  return /[^\s\p{DI}]/u.test(line) ? line : '\u2026';
}

/** The visible picture of a control character (U+2400 and on); of the second block there are none. */
function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
