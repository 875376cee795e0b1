/** Ids are opaque strings made by main; the renderer only hands them back. */
export type AccountId = string;
/** One conversation is one buddy of one account. */
export type ConversationId = string;
export type TimelineItemId = string;
/** 40 lower-case hex digits: SHA-1 over the public DSA key (OTRv3 "Fingerprints"). */
export type Fingerprint = string;
