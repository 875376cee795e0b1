/**
 * The whole contract between the window and main: every command and every event, with its schema.
 *
 * Main's handlers, the preload's API and the renderer's calls are derived from these two objects, so a
 * name or a shape cannot drift. Passwords, passphrases and the secrets of SMP travel inward only.
 */
import * as v from 'valibot';
import { exportStyles, proxyKinds } from './views.ts';
import { limits } from './limits.ts';
import type { FaultCode } from './faults.ts';
import type {
  AccountView,
  BuddyView,
  CertificateQuestionView,
  ConversationView,
  FindingView,
  HistoryFoundView,
  HistoryPageView,
  HistoryView,
  KeptConversationView,
  KeyFileView,
  KnownFingerprintView,
  LabView,
  MovedView,
  PolicyView,
  RegistrationAnswer,
  SettingsView,
  Snapshot,
  SubscriptionRequestView,
  TabsView,
  TimelineItem,
  TransferView,
  VaultView,
} from './views.ts';
import type { AccountId, ConversationId, TimelineItemId } from './ids.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.idLength));
const address = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.addressLength));
const text = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength));
const fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const groups = v.pipe(v.array(text(limits.groupLength)), v.maxLength(limits.groupsPerBuddy));

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const proxy = v.strictObject({
  kind: v.picklist(proxyKinds),
  host: v.pipe(text(limits.hostLength), v.minLength(1)),
  port,
  username: text(limits.proxyUsernameLength),
});

const accountSettings = v.strictObject({
  address,
  resource: text(limits.resourceLength),
  host: text(limits.hostLength),
  port: v.nullable(port),
  tls: v.nullable(v.picklist(['starttls', 'direct', 'loopback-clear'])),
  allowPlain: v.boolean(),
  connectAtStart: v.boolean(),
  proxy: v.nullable(proxy),
});

/** `null`: the one that is kept goes on, as long as it is for the same proxy and user. */
const proxyPassword = v.nullable(text(limits.passwordLength));

const ownStatus = v.strictObject({
  show: v.picklist(['available', 'away', 'do-not-disturb', 'offline', 'invisible']),
  text: text(limits.statusLength),
});

const settings = v.strictObject({
  theme: v.picklist(['system', 'light', 'dark']),
  sidebarWidth: v.pipe(v.number(), v.minValue(200), v.maxValue(600)),
  collapsedGroups: v.pipe(v.array(text(limits.groupLength)), v.maxLength(2_000)),
});

const switches = v.strictObject({
  enabled: v.boolean(),
  automatic: v.boolean(),
  required: v.boolean(),
  unkept: v.boolean(),
});

const tabs = v.strictObject({
  open: v.pipe(v.array(id), v.maxLength(limits.openTabs)),
  front: v.nullable(id),
});

const atMs = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)));
/** A part of the history: of a conversation or of all, from a time on and before another. */
const period = { conversationId: v.nullable(id), fromMs: atMs, toMs: atMs };
const kept = v.strictObject({ ...period, marks: v.picklist(['all', 'clear', 'private']) });
const nothing = v.strictObject({});
const buddy = { accountId: id, address };
const conversation = v.strictObject({ conversationId: id });
const knownKeys = v.pipe(v.array(v.strictObject({ ...buddy, fingerprint })), v.minLength(1), v.maxLength(limits.keysAtOnce));
const run = { conversationId: id, run: v.pipe(v.number(), v.integer(), v.minValue(1)) };

/** A command's input schema; its output is only a type, since it comes from main. */
type Command<Input extends v.GenericSchema, Output> = { readonly input: Input; readonly output?: Output };

function command<Output>() {
  return <Input extends v.GenericSchema>(input: Input): Command<Input, Output> => ({ input });
}

export const commands = {
  'app.snapshot': command<Snapshot>()(nothing),
  /** Signs off everywhere and ends the app. */
  'app.quit': command<void>()(nothing),
  'settings.save': command<void>()(settings),
  'tabs.save': command<void>()(tabs),

  'vault.create': command<void>()(v.strictObject({ passphrase: text(limits.passphraseLength) })),
  'vault.unlock': command<void>()(v.strictObject({ passphrase: text(limits.passphraseLength) })),

  /** Saves the account, starts making its key and connects. */
  'accounts.add': command<{ readonly accountId: AccountId }>()(
    v.strictObject({ settings: accountSettings, password: text(limits.passwordLength), rememberPassword: v.boolean(), proxyPassword }),
  ),
  /** `keepPassword`: whether the account's password is kept for the next start; this run goes on with it in any case. */
  'accounts.update': command<void>()(
    v.strictObject({ accountId: id, settings: accountSettings, proxyPassword, keepPassword: v.boolean() }),
  ),
  /** A new password, after a wrong one or where none is kept; connects. */
  'accounts.password': command<void>()(
    v.strictObject({ accountId: id, password: text(limits.passwordLength), rememberPassword: v.boolean() }),
  ),
  /** Changes the password on the server, for a signed-in account; what is kept changes only after the server's yes. */
  'accounts.changePassword': command<void>()(
    v.strictObject({ accountId: id, current: text(limits.passwordLength), password: v.pipe(text(limits.passwordLength), v.minLength(1)) }),
  ),
  'accounts.connect': command<void>()(v.strictObject({ accountId: id })),
  'accounts.disconnect': command<void>()(v.strictObject({ accountId: id })),
  /** Removes the account with its key, roster cache and fingerprints. */
  'accounts.remove': command<void>()(v.strictObject({ accountId: id })),
  'accounts.status': command<void>()(v.strictObject({ accountId: id, status: ownStatus })),
  'accounts.makeKey': command<void>()(v.strictObject({ accountId: id })),
  /** Makes another key in place of the account's own. Private conversations of the account end. */
  'accounts.replaceKey': command<void>()(v.strictObject({ accountId: id })),
  /** Answers the open certificate question of an account. A changed pin cannot be accepted, only forgotten. */
  'accounts.certificate': command<void>()(
    v.strictObject({
      accountId: id,
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      answer: v.picklist(['pin', 'refuse', 'forget-pin']),
    }),
  ),

  /**
   * Asks the server of `settings.address`, whose local part does not count, for the form with which it makes accounts.
   * `pinned`: the certificate that the person accepted for it.
   */
  'registration.ask': command<RegistrationAnswer>()(
    v.strictObject({
      settings: accountSettings,
      proxyPassword,
      pinned: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
    }),
  ),
  /** Sends the form that came last, filled in; the account that was made is added, and signed in. */
  'registration.submit': command<{ readonly accountId: AccountId }>()(
    v.strictObject({
      values: v.pipe(
        v.array(v.strictObject({ name: text(limits.formNameLength), value: text(limits.formValueLength) })),
        v.maxLength(limits.formFields),
      ),
      rememberPassword: v.boolean(),
    }),
  ),
  'registration.cancel': command<void>()(nothing),

  'buddies.add': command<{ readonly conversationId: ConversationId }>()(
    v.strictObject({ ...buddy, name: text(limits.nameLength), groups, message: text(limits.requestMessageLength) }),
  ),
  'buddies.update': command<void>()(v.strictObject({ ...buddy, name: text(limits.nameLength), groups })),
  'buddies.remove': command<void>()(v.strictObject(buddy)),
  /** Answers a subscription request; `approve` also asks back and adds them to the list. */
  'buddies.answer': command<void>()(v.strictObject({ ...buddy, answer: v.picklist(['approve', 'deny']) })),

  /** Sets the switches for a buddy, or with `address: null` the account's default; `switches: null` goes back to the default. */
  'policies.save': command<void>()(
    v.strictObject({ accountId: id, address: v.nullable(address), switches: v.nullable(switches) }),
  ),

  /** Switches the history on or off as a whole; what is there stays. */
  'history.setKeeps': command<void>()(v.strictObject({ keeps: v.boolean() })),
  /** Chooses whether what is said in clear with a buddy is kept; `null`: as by default. */
  'history.choose': command<void>()(v.strictObject({ ...buddy, keepsClear: v.nullable(v.boolean()) })),
  /** Kept lines of a conversation: its newest ones, or those beside or around a line. */
  'history.page': command<HistoryPageView>()(
    v.variant('side', [
      v.strictObject({ conversationId: id, side: v.literal('end') }),
      v.strictObject({ conversationId: id, side: v.picklist(['before', 'after', 'around']), itemId: id }),
    ]),
  ),

  /** All conversations of which something is kept. */
  'history.conversations': command<readonly KeptConversationView[]>()(nothing),
  /** The newest kept lines with all of these words, or their beginnings, older than a line that was found. */
  'history.search': command<HistoryFoundView>()(v.strictObject({ ...period, words: text(limits.searchLength), before: v.nullable(id) })),
  /** How many lines are kept. */
  'history.count': command<{ readonly count: number }>()(kept),
  /** Removes kept lines, and what is in sight of them; answers when they can be found no more. */
  'history.forget': command<void>()(kept),
  /** Removes one kept line. */
  'history.remove': command<void>()(v.strictObject({ conversationId: id, itemId: id })),
  /** Writes a conversation, or all, into a file that the person names; its name, or `null`. */
  'history.export': command<string | null>()(v.strictObject({ conversationId: v.nullable(id), format: v.picklist(['text', 'json']) })),

  /** Opens (or makes) the conversation with an address and returns its items. */
  'conversations.open': command<{ readonly conversationId: ConversationId }>()(v.strictObject(buddy)),
  'conversations.close': command<void>()(conversation),
  'conversations.read': command<void>()(conversation),
  /** Lets a person who is not in the buddy list get answers from the engine. */
  'conversations.accept': command<void>()(conversation),
  /**
   * Sends a line. `privacy` is the level that the person saw while typing: a line typed for a private
   * conversation never goes out in clear; then the fault says why and the text stays in the composer.
   */
  'conversations.send': command<void>()(
    v.strictObject({
      conversationId: id,
      text: text(limits.messageLength),
      privacy: v.picklist(['not-private', 'unverified', 'private', 'finished']),
    }),
  ),
  /** Sends a line once more that failed, or that may not have been read. */
  'conversations.retry': command<void>()(v.strictObject({ conversationId: id, itemId: id })),
  /** Takes back a line that waits or failed: it leaves the timeline, and its text is the person's again. */
  'conversations.takeBack': command<{ readonly text: string }>()(v.strictObject({ conversationId: id, itemId: id })),
  /** Says which device lines go to: by a rule, or one by its instance tag. */
  'conversations.chooseDevice': command<void>()(
    v.strictObject({
      conversationId: id,
      device: v.union([
        v.picklist(['latest', 'best', 'recent']),
        v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff)),
      ]),
    }),
  ),
  /** Starts a private conversation, or refreshes a running or finished one. */
  'conversations.startPrivate': command<void>()(conversation),
  'conversations.endPrivate': command<void>()(conversation),
  /** Records that the person compared the fingerprint, or takes that back. Only the session's own key is accepted. */
  'conversations.verify': command<void>()(v.strictObject({ conversationId: id, fingerprint, verified: v.boolean() })),
  /** Decides on a changed key: go on unverified with the new one. (Verifying or ending decides too.) */
  'conversations.acceptKey': command<void>()(v.strictObject({ conversationId: id, fingerprint })),

  /** Every key of every buddy; asked for anew whenever `fingerprints.changed` or a conversation's state says so. */
  'fingerprints.list': command<readonly KnownFingerprintView[]>()(nothing),
  /** Records that the person compared these keys, or takes that back. All or none. */
  'fingerprints.verify': command<void>()(v.strictObject({ keys: knownKeys, verified: v.boolean() })),
  /** Forgets keys with their trust, all or none. One that a conversation uses is refused. */
  'fingerprints.forget': command<void>()(v.strictObject({ keys: knownKeys })),
  /** Takes the last withdrawal or forgetting back, for a minute. */
  'fingerprints.undo': command<void>()(nothing),
  /** Writes these keys into a folder that the person chooses; the names of the files, or `null` where none was chosen. */
  'fingerprints.export': command<readonly string[] | null>()(
    v.strictObject({ keys: knownKeys, style: v.picklist(exportStyles) }),
  ),

  /**
   * Asks the buddy to show that they know the same secret. `question`: what it is the answer to, else both know it
   * already. `fingerprint`: the key that the person means to check.
   */
  'authentication.ask': command<void>()(
    v.strictObject({
      conversationId: id,
      fingerprint,
      question: v.nullable(v.pipe(text(limits.questionLength), v.minLength(1))),
      secret: text(limits.secretLength),
    }),
  ),
  'authentication.answer': command<void>()(v.strictObject({ ...run, secret: text(limits.secretLength) })),
  /** Declines to answer, or gives a run up. */
  'authentication.cancel': command<void>()(v.strictObject(run)),
  /** The person has read what came of it. */
  'authentication.dismiss': command<void>()(v.strictObject(run)),

  /** What other programs left on this computer, with nothing secret in it. */
  'moving.find': command<readonly FindingView[]>()(nothing),
  /** The same for a folder or a file that the person chooses; `null` where none was chosen. */
  'moving.choose': command<readonly FindingView[] | null>()(v.strictObject({ what: v.picklist(['folder', 'file']) })),
  /** What a locked file holds that the passphrase opens. */
  'moving.unlock': command<FindingView>()(v.strictObject({ finding: id, passphrase: text(limits.passphraseLength) })),
  /** Brings accounts of a finding in, with their keys and the fingerprints that they knew. */
  'moving.bringIn': command<readonly MovedView[]>()(
    v.strictObject({
      finding: id,
      addresses: v.pipe(v.array(address), v.maxLength(1_000)),
      replaceKeys: v.boolean(),
      passphrase: v.nullable(text(limits.passphraseLength)),
    }),
  ),
  /** Writes libotr's files into a folder that the person chooses; their names, or `null` where none was chosen. */
  'moving.export': command<readonly string[] | null>()(
    v.strictObject({ style: v.picklist(exportStyles), keys: v.boolean(), fingerprints: v.boolean() }),
  ),
  /** Writes an account's own key, sealed by a passphrase, into a file that the person names; its name, or `null`. */
  'keys.export': command<string | null>()(v.strictObject({ accountId: id, passphrase: text(limits.passphraseLength) })),
  /** What keys are in a file that the person chooses; `null` where none was chosen. */
  'keys.choose': command<KeyFileView | null>()(nothing),
  /** The same for the file that was chosen last, once the passphrase opens it. */
  'keys.open': command<KeyFileView>()(v.strictObject({ passphrase: text(limits.passphraseLength) })),
  /** Gives an account one of the keys of the file that was chosen last. */
  'keys.bring': command<'brought' | 'same' | 'kept'>()(
    v.strictObject({
      accountId: id,
      /** The key that the person saw; no other one is taken. */
      fingerprint,
      passphrase: v.nullable(text(limits.passphraseLength)),
      /** Put it in the place of the account's own. */
      replace: v.boolean(),
    }),
  ),

  /** Shows a code, under which another device of this account gets a copy of what is here. */
  'transfer.offer': command<void>()(v.strictObject({ accountId: id, passwords: v.boolean() })),
  /** Gets it, from the device of this name that shows the code. */
  'transfer.receive': command<void>()(v.strictObject({ accountId: id, resource: v.pipe(text(limits.addressLength), v.minLength(1)), code: text(limits.codeLength) })),
  /** Brings in what came and has verified. `replaceKeys`: the second yes to lose this device's own keys. */
  'transfer.bringIn': command<void>()(v.strictObject({ replaceKeys: v.boolean(), takeVerified: v.boolean(), preferences: v.boolean() })),
  'transfer.cancel': command<void>()(nothing),
  /** The person has read what came of it. */
  'transfer.dismiss': command<void>()(nothing),

  /** What the lab has of a conversation; empty while it does not record. */
  'lab.view': command<LabView>()(conversation),
  /** Switches recording on, or off, which forgets everything recorded. */
  'lab.record': command<void>()(v.strictObject({ conversationId: id, on: v.boolean() })),
  /** Makes a recorded message say something else. */
  'lab.forge': command<{ readonly wire: string; readonly says: string }>()(
    v.strictObject({ conversationId: id, index: v.pipe(v.number(), v.integer(), v.minValue(0)), text: text(limits.messageLength) }),
  ),

  'links.open': command<void>()(v.strictObject({ url: text(8_192) })),
  'clipboard.copy': command<void>()(v.strictObject({ text: text(65_536) })),
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
  /** All choices, after one of them changed. */
  'policies.changed': event<{ readonly policies: readonly PolicyView[] }>(),
  /** What is to be kept. */
  'history.changed': event<{ readonly history: HistoryView }>(),
  /** Kept lines were removed, of a conversation or of all: what the window has of them is to be asked for anew. */
  'history.removed': event<{ readonly conversationId: ConversationId | null }>(),
  'conversation.changed': event<{ readonly conversation: ConversationView }>(),
  'conversation.removed': event<{ readonly conversationId: ConversationId }>(),
  'transfer.changed': event<{ readonly transfer: TransferView }>(),
  /** A key became known, was forgotten, or its trust changed. */
  'fingerprints.changed': event<object>(),
  /** New items, or new states of items already there (same id), in time's order. */
  'timeline.changed': event<{ readonly conversationId: ConversationId; readonly items: readonly TimelineItem[] }>(),
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
