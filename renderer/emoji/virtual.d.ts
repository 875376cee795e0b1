/* What the build makes of the package emojibase-data: one list a language, each a file of its own that is loaded when it is wanted. */

declare module 'virtual:emoji-en' {
  const groups: readonly import('./lists.ts').EmojiGroup[];
  export default groups;
}

declare module 'virtual:emoji-de' {
  const groups: readonly import('./lists.ts').EmojiGroup[];
  export default groups;
}
