/** What speaks against a question with this answer; the person may ask it all the same. */
export function warningOf(question: string, answer: string): 'in-question' | 'short' | null {
  const bare = plain(answer);
  if (bare === '') return null;
  if (plain(question).includes(bare)) return 'in-question';
  return isShort(answer) ? 'short' : null;
}

/** Whether a secret is guessed in a few tries: fewer than four characters. */
export function isShort(secret: string): boolean {
  const length = [...secret.trim()].length;
  return length > 0 && length < 4;
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
