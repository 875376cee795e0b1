export type Strength = 'weak' | 'fair' | 'strong';

/** A rough hint, by length and variety; long phrases of words are the aim. It never refuses anything. */
export function strengthOf(passphrase: string): Strength {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(passphrase)).length;
  const different = new Set(passphrase).size;
  const bits = Math.min(passphrase.length, different * 2) * (1.5 + kinds * 0.6);
  if (bits < 36) return 'weak';
  return bits < 60 ? 'fair' : 'strong';
}
