import type { FaultCode } from '../faults.ts';
import type { ConversationId } from '../ids.ts';
import type { AccountView, CertificateQuestionView } from './accounts.ts';
import type { BlockedView, BuddyView, PersonView, SubscriptionRequestView } from './buddies.ts';
import type { ConversationView } from './conversations.ts';
import type { DraftView } from './drafts.ts';
import type { HistoryView } from './history.ts';
import type { PolicyView } from './policies.ts';
import type { TimelineItem } from './timeline.ts';
import type { TransferView } from './transfer.ts';

/* The application as a whole: settings, the vault, the snapshot. */

/** By who is there first and then by name, or by name alone. */
export type BuddyOrder = 'status' | 'name';

export type Theme = 'system' | 'light' | 'dark';

/** What others may know of a person beside their words. */
export type SharingView = {
  /** That they type, in conversations in clear; in private ones only with the next. What others do is shown where this is. */
  readonly typing: boolean;
  readonly typingInPrivate: boolean;
  /** That a line arrived. */
  readonly receipts: boolean;
  /** The time on this computer, and that it is Sotto and which version. */
  readonly time: boolean;
  readonly version: boolean;
};

export type SettingsView = {
  readonly sharing: SharingView;
  readonly theme: Theme;
  /** Width of the buddy list in CSS pixels. */
  readonly sidebarWidth: number;
  readonly collapsedGroups: readonly string[];
  /** Buddies who are not there are left out of the list, unless they have something unread. */
  readonly hideOffline: boolean;
  readonly sortBy: BuddyOrder;
  /** Groups that the person made here: they stand in the list without buddies too. */
  readonly ownGroups: readonly string[];
  /** Emoji used in conversations in clear, the last first. */
  readonly recentEmoji: readonly string[];
  /** Whether the system's spell checker marks what is typed, where there is one. */
  readonly spelling: boolean;
};

/**
 * What stands between the person and their data.
 * `create-passphrase`: the system has no keychain (or only a plain-text one), so a passphrase must seal the vault.
 * `locked`: a passphrase opens it. `open`: the rest of the snapshot is there.
 * `failed`: the vault or the database cannot be read; `fault` says why.
 */
export type VaultView =
  | { readonly at: 'create-passphrase'; readonly why: 'no-keychain' | 'plain-text-keychain' }
  | { readonly at: 'locked'; readonly retryAtMs: number | null }
  | { readonly at: 'open'; readonly sealedBy: 'keychain' | 'passphrase' }
  | { readonly at: 'failed'; readonly fault: FaultCode };

/** Everything that the window needs to stand up. Empty lists while the vault is not open. */
export type Snapshot = {
  readonly revision: number;
  readonly vault: VaultView;
  readonly settings: SettingsView;
  readonly accounts: readonly AccountView[];
  readonly buddies: readonly BuddyView[];
  readonly persons: readonly PersonView[];
  /** Of the accounts whose server has said so. */
  readonly blocked: readonly BlockedView[];
  readonly requests: readonly SubscriptionRequestView[];
  readonly conversations: readonly ConversationView[];
  readonly policies: readonly PolicyView[];
  readonly drafts: readonly DraftView[];
  readonly history: HistoryView;
  /** Items of the open conversations. */
  readonly timelines: Readonly<Record<ConversationId, readonly TimelineItem[]>>;
  readonly certificates: readonly CertificateQuestionView[];
  /** The order of the open tabs, and the one in front. */
  readonly tabs: TabsView;
  readonly transfer: TransferView;
  readonly versions: { readonly sotto: string; readonly runtime: string };
  /** Whether the system has a spell checker that needs no dictionary from the network. */
  readonly canSpell: boolean;
};

export type TabsView = {
  readonly open: readonly ConversationId[];
  readonly front: ConversationId | null;
};
