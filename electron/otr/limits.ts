/** Sizes, counts and ages that bound what a peer can make the engine hold or do. Times in milliseconds. */
export const limits = {
  /** Characters of base64 in one encoded message, and of one reassembled message. */
  encodedText: 1_400_000,
  /** Bytes of one typed line, and characters of all lines held until encryption stands. */
  typedText: 1_000_000,
  /** Bytes of the encrypted X of a key exchange; the largest that a 1024-bit key makes is 466. */
  encryptedSignature: 1_024,
  /** Fragments that one message may have. Spec: "a maximum value of 65535". */
  fragments: 65_535,
  /** Messages being put together from fragments at a time, one a peer instance. */
  assemblies: 4,
  /** How long a half-received message is kept. */
  assemblyAgeMs: 120_000,
  /** Peer instances with a session at a time, and those that are known without one. */
  instances: 8,
  /** How long a step of a key exchange is kept, with its secrets. */
  exchangeAgeMs: 60_000,
  /** Our silence after which a received message is answered with a heartbeat. */
  heartbeatMs: 60_000,
  /** Automatic answers (errors, queries after an error) in one window. */
  replies: 4,
  repliesWindowMs: 60_000,
  /** Data messages are padded to a multiple of this many bytes. */
  paddingBlock: 256,
  /** Records of one data message, and versions of one whitespace tag, that are looked at; honest ones have a few. */
  records: 100,
  offers: 100,
  /** Bytes of use-specific data beside an extra symmetric key: a record's 65,535 less the use. */
  extraKeyData: 65_531,
  /** Bytes of a secret or a question of SMP. */
  smpText: 10_000,
  /** Wrong answers in SMP before it has to rest, and for how long: doubling with each further one. */
  smpGuesses: 3,
  smpWaitMs: 60_000,
  smpLongestWaitMs: 3_600_000,
  /** How long a run of SMP is kept, with its secrets, when nobody goes on with it. */
  smpAgeMs: 600_000,
  /** Characters of a key file that is read, and lists within lists in it. */
  keyFile: 1_000_000,
  keyFileDepth: 8,
  /** Bytes of a line in libotr's tab-separated files, its end included; libotr cuts at this length. */
  keyFileLine: 999,
  /** Lines that went out and may have to go out again, and for how long they are kept for that. */
  unreadLines: 16,
  unreadAgeMs: 60_000,
  /** Lines held until encryption stands. */
  heldLines: 1_000,
  /** Characters of a peer's error text that are told. */
  errorText: 1_000,
} as const;
