import type { Conversation as Engine, OtrConfig, OtrEnv, OtrInput, OtrStatus, OtrEffect } from '../otr/index.ts';
import { newConversation, statusOf, step } from '../otr/index.ts';
import { wipe } from '../base/bytes.ts';
import type { AccountId, ConversationId, TimelineItemId } from '../../shared/ids.ts';
import type { PrivacyLevel } from '../../shared/views.ts';
import type { IncomingMessage } from '../protocols/protocol.ts';
import type { AuthenticationRun } from './authentication-run.ts';
import type { LastLine } from './corrections.ts';
import type { Timeline } from './timeline.ts';

const plaintext: OtrStatus = { at: 'plaintext', session: null, starting: false, choice: 'latest', devices: [] };

/** The longest that is kept of what a person without acceptance sent us encrypted, in UTF-16 code units. */
const longestWithheld = 1_000_000;
const mostWithheld = 200;
/** Devices of one buddy that are remembered: as many as the engine has sessions, and the one whose session makes room. */
const mostDevices = 9;

/** A line that waits for a private conversation. */
export type HeldLine = {
  readonly itemId: TimelineItemId;
  readonly text: string;
  /** The level that the person saw while typing. */
  readonly seen: PrivacyLevel;
};

/** A text that came directly, with the device that it came from and what stood beside it. */
export type Arriving = Pick<IncomingMessage, 'text' | 'resource' | 'stanzaId' | 'wantsReceipt' | 'replaces'>;
export type Withheld = Arriving;

/** One conversation as long as the app runs: its engine, its timeline and what waits in it. */
export type Conversation = {
  readonly id: ConversationId;
  readonly accountId: AccountId;
  readonly address: string;
  readonly timeline: Timeline;
  /** Made when it is first needed and the account's key is there. */
  engine: Engine | null;
  /** The device of each instance with a session, as what was authenticated in it came from there. */
  readonly devices: Map<number, string>;
  /** The device that wrote what the engine is reading now; its answers go there. */
  answering: string | null;
  /** The text that the engine is reading now. */
  arriving: Arriving | null;
  /** What each side said last. */
  readonly last: { me: LastLine | null; them: LastLine | null };
  /** Digests of what came directly, for what comes once more. */
  readonly heard: Set<string>;
  /** Lines that the server was not known to have when the session was lost, with their ids on the wire. */
  unsure: readonly { readonly itemId: TimelineItemId; readonly stanzaId: string }[];
  /** They were told that the person types: until when without another key press. */
  typingUntilMs: number | null;
  /** They type: until when that is believed. */
  theyTypeUntilMs: number | null;
  unread: number;
  /** Lines that go out encrypted or not at all, in the order in which they were typed. */
  held: readonly HeldLine[];
  /** OTR texts of somebody who is not accepted, or that came before our key was made. */
  withheld: readonly Withheld[];
  /** Since when we wait for an answer to our offer. */
  awaitingSinceMs: number | null;
  /** The person asked for privacy before the key was made. */
  startWithKey: boolean;
  /** Where lines wait: the buddy is to be asked for privacy when they come. */
  startWhenThere: boolean;
  /** They wrote although they are not shown as online, so they are there, unseen. */
  heardUnseen: boolean;
  /** They were told that the buddy is away, and that the conversation waits. */
  toldOffline: boolean;
  /** The run of SMP that goes on, or that the person has not read the outcome of. */
  authentication: AuthenticationRun | null;
  /** How many runs there were. */
  authentications: number;
  /** Until when the engine refuses another, after too many wrong answers. */
  authenticationRestsUntilMs: number | null;
};

export function newLive(id: ConversationId, accountId: AccountId, address: string, timeline: Timeline): Conversation {
  return {
    id,
    accountId,
    address,
    timeline,
    engine: null,
    devices: new Map(),
    answering: null,
    arriving: null,
    last: { me: null, them: null },
    heard: new Set(),
    unsure: [],
    typingUntilMs: null,
    theyTypeUntilMs: null,
    unread: 0,
    held: [],
    withheld: [],
    awaitingSinceMs: null,
    startWithKey: false,
    startWhenThere: false,
    heardUnseen: false,
    toldOffline: false,
    authentication: null,
    authentications: 0,
    authenticationRestsUntilMs: null,
  };
}

export function otrStatus(conversation: Conversation): OtrStatus {
  return conversation.engine ? statusOf(conversation.engine) : plaintext;
}

/** Whether a key exchange is under way, or will be as soon as the key is made or the buddy answers. */
export function isStarting(conversation: Conversation): boolean {
  return otrStatus(conversation).starting || conversation.awaitingSinceMs !== null || conversation.startWithKey;
}

/** The device that typed lines go to; `null` while it is not known. */
export function deviceOf(conversation: Conversation): string | null {
  const { session } = otrStatus(conversation);
  return session === null ? null : (conversation.devices.get(session.theirInstance) ?? null);
}

/** Something authenticated came from this instance: its device is the one that wrote it. */
export function learnDevice({ devices, answering }: Conversation, instance: number): void {
  if (answering === null) return;
  devices.delete(instance);
  devices.set(instance, answering);
  const [oldest] = devices.keys();
  if (devices.size > mostDevices && oldest !== undefined) devices.delete(oldest);
}

/**
 * Keeps an OTR text until it may be answered. Of an exchange that has not begun only the last text counts; in a
 * session every one is a line of theirs, and what goes beyond the limits goes from the front.
 */
export function withhold(conversation: Conversation, news: Withheld): void {
  const before = otrStatus(conversation).at === 'encrypted' ? conversation.withheld : [];
  const kept = [...before, news].slice(-mostWithheld);
  let length = kept.reduce((sum, { text }) => sum + text.length, 0);
  while (kept.length > 1 && length > longestWithheld) length -= kept.shift()?.text.length ?? 0;
  conversation.withheld = kept;
}

/**
 * Steps the engine and runs its effects in order. Secrets that died with the step are overwritten once
 * the next state stands. `config`: asked where the engine is only made now.
 */
export function runEngine(
  conversation: Conversation,
  config: () => OtrConfig,
  input: OtrInput,
  env: OtrEnv,
  run: (effect: Exclude<OtrEffect, { do: 'wipe' }>) => void,
): void {
  conversation.engine ??= newConversation(config());
  const { next, effects } = step(conversation.engine, input, env);
  conversation.engine = next;
  for (const effect of effects) if (effect.do === 'wipe') wipe(...effect.secrets);
  for (const effect of effects) if (effect.do !== 'wipe') run(effect);
}
