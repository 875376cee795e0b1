/** Sizes that both sides of the IPC check. Lengths of texts are in UTF-16 code units. */
export const limits = {
  /** A bare or full XMPP address (RFC 7622: three parts of 1023 bytes). */
  addressLength: 3071,
  nameLength: 256,
  groupLength: 256,
  groupsPerBuddy: 32,
  statusLength: 1024,
  /** Addresses that are one person. */
  addressesPerPerson: 20,
  /** Bytes of a picture of somebody, and its width and height in pixels. */
  pictureBytes: 256 * 1024,
  pictureSide: 1_024,
  /** An own picture in base64; the window makes it of 128 by 128 pixels. */
  ownPictureLength: 96_000,
  /** A note about a buddy. */
  noteLength: 4_000,
  passwordLength: 1024,
  passphraseMinLength: 8,
  passphraseLength: 1024,
  hostLength: 253,
  proxyUsernameLength: 255,
  /** Fields of a form that makes an account, and choices of one of them. */
  formFields: 60,
  formOptions: 300,
  formNameLength: 256,
  formLabelLength: 500,
  formInstructionsLength: 4_000,
  formValueLength: 4_000,
  resourceLength: 256,
  /** A message typed in the composer. */
  messageLength: 65_536,
  /** A text that was not sent, which may be longer than what can be. */
  draftLength: 98_304,
  /** A message shown from a peer; longer ones are cut with a mark. */
  shownMessageLength: 100_000,
  /** Texts that a corrected message had before. */
  formerTexts: 5,
  /** One emoji, which can be made of several, and how many are remembered. */
  emojiLength: 64,
  recentEmoji: 18,
  requestMessageLength: 1024,
  /** What is searched for in the history. */
  searchLength: 1024,
  /** A question that authenticates a buddy: as asked here, and as much as is shown of theirs. */
  questionLength: 1024,
  /** Its answer, or a shared secret. */
  secretLength: 1024,
  /** A transfer's code as it is typed, with room for spaces. */
  codeLength: 100,
  /** Timeline items kept in memory for a conversation. */
  timelineItems: 5_000,
  /** Characters of a conversation's messages kept in memory. */
  timelineLength: 1_000_000,
  /** Known keys that one command is about. */
  keysAtOnce: 20_000,
  idLength: 4_200,
  /** How long what was done can be taken back, in ms. */
  undoMs: 20_000,
  /** Tabs; more conversations than buddies and strangers can make. */
  openTabs: 4_000,
} as const;
