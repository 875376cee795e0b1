import type { Conversation as Engine, OtrEnv, OtrInput, OtrStatus, OtrEffect } from '../otr/index.ts';
import { newConversation, statusOf, step } from '../otr/index.ts';
import { wipe } from '../base/bytes.ts';
import type { AccountId, ConversationId, TimelineItemId } from '../../shared/ids.ts';
import type { Identity } from './account-keys.ts';
import type { Timeline } from './timeline.ts';

/** What we offer and accept: version 3, on request. */
const policy = {
  allowV2: false,
  allowV3: true,
  requireEncryption: false,
  sendWhitespaceTag: false,
  startOnWhitespaceTag: true,
  startOnError: false,
} as const;

const plaintext: OtrStatus = { at: 'plaintext', session: null, starting: false };

/** One conversation as long as the app runs: its engine, its timeline and what waits in it. */
export type Conversation = {
  readonly id: ConversationId;
  readonly accountId: AccountId;
  readonly address: string;
  readonly timeline: Timeline;
  /** Made when it is first needed and the account's key is there. */
  engine: Engine | null;
  /** The device that OTR messages came from last. */
  resource: string | null;
  unread: number;
  /** Lines that were typed while a key exchange ran; they go out encrypted or not at all. */
  held: readonly TimelineItemId[];
  /** OTR text of somebody who was not accepted yet, or that came before our key was made: the last one. */
  withheld: string | null;
  /** Since when we wait for an answer to our offer. */
  awaitingSinceMs: number | null;
  /** The person asked for privacy before the key was made. */
  startWithKey: boolean;
  /** They were told that the buddy is away, and that the conversation waits. */
  toldOffline: boolean;
};

export function newLive(id: ConversationId, accountId: AccountId, address: string, timeline: Timeline): Conversation {
  return {
    id,
    accountId,
    address,
    timeline,
    engine: null,
    resource: null,
    unread: 0,
    held: [],
    withheld: null,
    awaitingSinceMs: null,
    startWithKey: false,
    toldOffline: false,
  };
}

export function otrStatus(conversation: Conversation): OtrStatus {
  return conversation.engine ? statusOf(conversation.engine) : plaintext;
}

/** Whether a key exchange is under way, or will be as soon as the key is made or the buddy answers. */
export function isStarting(conversation: Conversation): boolean {
  return otrStatus(conversation).starting || conversation.awaitingSinceMs !== null || conversation.startWithKey;
}

/**
 * Steps the engine and runs its effects in order. Secrets that died with the step are overwritten once
 * the next state stands.
 */
export function runEngine(
  conversation: Conversation,
  identity: Identity,
  input: OtrInput,
  env: OtrEnv,
  run: (effect: Exclude<OtrEffect, { do: 'wipe' }>) => void,
): void {
  conversation.engine ??= newConversation({ ...identity, policy, maxMessageSize: null });
  const { next, effects } = step(conversation.engine, input, env);
  conversation.engine = next;
  for (const effect of effects) if (effect.do === 'wipe') wipe(...effect.secrets);
  for (const effect of effects) if (effect.do !== 'wipe') run(effect);
}
