import type { AccountId, ConversationId } from '../ids.ts';
import type { Show } from './accounts.ts';

/* Buddies and who asks to be one. */

export type ResourceView = {
  readonly resource: string;
  readonly show: Show;
  readonly text: string;
  readonly priority: number;
};

export type BuddyView = {
  /** The id that the conversation with this buddy has or would have. */
  readonly id: ConversationId;
  readonly accountId: AccountId;
  /** The bare address. */
  readonly address: string;
  /** The name that the person gave, else what they call themselves, else the address' local part. */
  readonly name: string;
  /** The name that the person gave; empty where they gave none. */
  readonly alias: string;
  readonly groups: readonly string[];
  readonly subscription: 'none' | 'to' | 'from' | 'both';
  /** Whether our request to see their presence is unanswered. */
  readonly asked: boolean;
  /** The best resource first; empty when offline. */
  readonly resources: readonly ResourceView[];
  readonly show: Show;
  readonly statusText: string;
  /** The SHA-1 of their picture, 40 hex digits; `null` where there is none. */
  readonly picture: string | null;
  /** What the person noted about them; kept only here. Empty where there is nothing. */
  readonly note: string;
};

/**
 * Several buddies who are one person to the one who uses Sotto: addresses, maybe of several accounts, in the order of preference.
 * Kept only here. It says who is shown together, and nothing about trust, which belongs to each address.
 */
export type PersonView = { readonly id: string; readonly members: readonly ConversationId[] };

/** Who is blocked for an account. Addresses can be those of whole servers; `null`: the server cannot block. */
export type BlockedView = { readonly accountId: AccountId; readonly addresses: readonly string[] | null };

/** Somebody asks to see our presence. */
export type SubscriptionRequestView = {
  readonly accountId: AccountId;
  readonly address: string;
  readonly message: string;
  readonly atMs: number;
};
