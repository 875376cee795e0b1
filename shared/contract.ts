/**
 * The whole contract between the window and main: every command and every event, with its schema.
 *
 * Main's handlers, the preload's API and the renderer's calls are derived from these two objects, so a
 * name or a shape cannot drift. Passwords, passphrases and the secrets of SMP travel inward only.
 */
import type * as v from 'valibot';
import { accountsCommands } from './commands/accounts.ts';
import { appCommands } from './commands/app.ts';
import { authenticationCommands } from './commands/authentication.ts';
import { blockingCommands } from './commands/blocking.ts';
import { buddiesCommands } from './commands/buddies.ts';
import { conversationsCommands } from './commands/conversations.ts';
import { fingerprintsCommands } from './commands/fingerprints.ts';
import { historyCommands } from './commands/history.ts';
import { labCommands } from './commands/lab.ts';
import { movingCommands } from './commands/moving.ts';
import { personsCommands } from './commands/persons.ts';
import { policiesCommands } from './commands/policies.ts';
import { picturesCommands } from './commands/pictures.ts';
import { registrationCommands } from './commands/registration.ts';
import { transferCommands } from './commands/transfer.ts';
import type { Command } from './commands/command.ts';
import type { FaultCode } from './faults.ts';
import type {
  AccountView,
  BlockedView,
  BuddyView,
  CertificateQuestionView,
  ConversationView,
  HistoryView,
  MessageItem,
  PersonView,
  PolicyView,
  SettingsView,
  SubscriptionRequestView,
  TabsView,
  TimelineItem,
  TransferView,
  VaultView,
} from './views.ts';
import type { AccountId, ConversationId, TimelineItemId } from './ids.ts';

/** One file a subject in `commands/`. */
export const commands = {
  ...appCommands,
  ...accountsCommands,
  ...registrationCommands,
  ...buddiesCommands,
  ...personsCommands,
  ...blockingCommands,
  ...picturesCommands,
  ...policiesCommands,
  ...historyCommands,
  ...conversationsCommands,
  ...fingerprintsCommands,
  ...authenticationCommands,
  ...movingCommands,
  ...transferCommands,
  ...labCommands,
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = v.InferInput<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> =
  (typeof commands)[Name] extends Command<v.GenericSchema, infer Output> ? Output : never;

/** What a command answers: its output, or the code of a fault. */
export type Answer<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly fault: FaultCode };

/**
 * Events carry whole views; each replaces what the window had under the same id. Every event has a
 * `revision` above that of every event before it; the window drops those not above its snapshot's.
 */
type Event<Payload> = { readonly payload?: Payload };
function event<Payload>(): Event<Payload & { readonly revision: number }> {
  return {};
}

export const events = {
  'vault.changed': event<{ readonly vault: VaultView }>(),
  /** A link came from outside; `links.take` gives it. */
  'link.arrived': event<object>(),
  'settings.changed': event<{ readonly settings: SettingsView }>(),
  'tabs.changed': event<{ readonly tabs: TabsView }>(),
  'account.changed': event<{ readonly account: AccountView }>(),
  'account.removed': event<{ readonly accountId: AccountId }>(),
  'certificates.changed': event<{ readonly certificates: readonly CertificateQuestionView[] }>(),
  /** Changed and removed buddies of one account, batched. */
  'buddies.changed': event<{
    readonly accountId: AccountId;
    readonly changed: readonly BuddyView[];
    readonly removed: readonly ConversationId[];
  }>(),
  'requests.changed': event<{ readonly requests: readonly SubscriptionRequestView[] }>(),
  /** All persons with several addresses, after one of them changed. */
  'persons.changed': event<{ readonly persons: readonly PersonView[] }>(),
  /** Who is blocked, for all accounts whose server has said so. */
  'blocked.changed': event<{ readonly blocked: readonly BlockedView[] }>(),
  /** All choices, after one of them changed. */
  'policies.changed': event<{ readonly policies: readonly PolicyView[] }>(),
  /** What is to be kept. */
  'history.changed': event<{ readonly history: HistoryView }>(),
  /** A kept line was removed, or (`itemId: null`) a part, of a conversation or of all, which is to be asked for anew. */
  'history.removed': event<{ readonly conversationId: ConversationId | null; readonly itemId: TimelineItemId | null }>(),
  /** A kept line that was removed is back. */
  'history.restored': event<{ readonly conversationId: ConversationId; readonly item: MessageItem }>(),
  /** A kept line of an earlier run changed. */
  'history.line': event<{ readonly conversationId: ConversationId; readonly item: MessageItem }>(),
  'conversation.changed': event<{ readonly conversation: ConversationView }>(),
  'conversation.removed': event<{ readonly conversationId: ConversationId }>(),
  'transfer.changed': event<{ readonly transfer: TransferView }>(),
  /** A key became known, was forgotten, or its trust changed. */
  'fingerprints.changed': event<object>(),
  /** New items, or new states of items already there (same id), in time's order. */
  'timeline.changed': event<{ readonly conversationId: ConversationId; readonly items: readonly TimelineItem[] }>(),
  /** An item that was removed is back, before another one or (`null`, or one that is gone) at the end. */
  'timeline.restored': event<{ readonly conversationId: ConversationId; readonly item: TimelineItem; readonly before: TimelineItemId | null }>(),
  'timeline.removed': event<{ readonly conversationId: ConversationId; readonly itemId: TimelineItemId }>(),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = NonNullable<(typeof events)[Name]['payload']>;

/** The names of all commands and events, for the preload. */
export const commandNames = Object.keys(commands) as readonly CommandName[];
export const eventNames = Object.keys(events) as readonly EventName[];

/** What the preload puts at `window.sotto`. */
export type SottoBridge = {
  readonly call: {
    readonly [Name in CommandName]: (input: CommandInput<Name>) => Promise<Answer<CommandOutput<Name>>>;
  };
  readonly on: {
    readonly [Name in EventName]: (listener: (payload: EventPayload<Name>) => void) => () => void;
  };
};

/** The one channel of each direction. */
export const channels = { call: 'sotto:call', event: 'sotto:event' } as const;
