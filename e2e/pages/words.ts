/** A pattern for a name that starts with `words` and goes on with facts after a comma. */
export function startingWith(words: string): RegExp {
  return new RegExp(`^${words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}, `);
}
