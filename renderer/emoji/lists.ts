/** Emoji that belong together, in Unicode's order; `name` is in the person's language. */
export type EmojiGroup = { readonly name: string; readonly emoji: readonly Emoji[] };

/** One emoji: what is inserted, what it is called, and more words that find it. */
export type Emoji = readonly [text: string, name: string, words: string];
