import { createStore } from 'zustand/vanilla';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId, ConversationId, TimelineItemId } from '../../shared/ids.ts';
import type { HistoryMarks } from '../../shared/views.ts';

/** What a dialog is about; its content is read from the other stores. */
export type DialogRequest =
  | { readonly kind: 'add-account' | 'accounts' | 'move-in' | 'export' | 'new-conversation' | 'shortcuts' | 'about' }
  /** Where a transfer is on, the dialog shows that one, whichever role is asked for. */
  | { readonly kind: 'transfer'; readonly role: 'send' | 'receive' }
  | { readonly kind: 'preferences'; readonly accountId?: AccountId }
  | { readonly kind: 'buddy-policy' | 'block'; readonly accountId: AccountId; readonly address: string }
  | { readonly kind: 'add-buddy'; readonly accountId?: AccountId; readonly address?: string; readonly name?: string; readonly group?: string }
  | { readonly kind: 'register' }
  | { readonly kind: 'edit-account' | 'password' | 'change-password' | 'remove-account' | 'status' | 'certificate' | 'blocked' | 'picture'; readonly accountId: AccountId }
  | { readonly kind: 'edit-buddy' | 'remove-buddy'; readonly buddyId: ConversationId }
  /** `null`: a new one, into which `moving` goes at once, out of the group that it is seen in. */
  | { readonly kind: 'group'; readonly group: string | null; readonly moving?: { readonly ids: readonly ConversationId[]; readonly from: string } }
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'join'; readonly buddyId: ConversationId }
  | { readonly kind: 'lab'; readonly conversationId: ConversationId }
  /** `byItself`: it opened without a click. */
  | { readonly kind: 'authenticate'; readonly conversationId: ConversationId; readonly byItself?: boolean }
  /** `marks`: what the person just chose to keep no more; `null`: they asked for it themselves. */
  | { readonly kind: 'forget-history'; readonly conversationId: ConversationId | null; readonly marks: HistoryMarks | null }
  | { readonly kind: 'export-history'; readonly conversationId: ConversationId | null }
  | { readonly kind: 'open-link'; readonly url: string }
  | { readonly kind: 'xmpp-link'; readonly link: string };

export type Done = { readonly text: string; readonly undo: () => Promise<FaultCode | null>; readonly at: number };

export type UiState = {
  /** Open dialogs; only the last is shown, closing it comes back to the one before. */
  readonly dialogs: readonly DialogRequest[];
  /** What the person was just told that did not work; shown until dismissed or replaced. */
  readonly trouble: { readonly fault: FaultCode; readonly at: number } | null;
  /** What was just done and can be taken back for a while. */
  readonly done: Done | null;
  /** Text for screen readers. `turn` changes with each, so that the same words are read again. */
  readonly announcement: { readonly text: string; readonly turn: number };
  /** What stands under the menu bar. */
  readonly screen: 'messenger' | 'fingerprints' | 'history';
  /** The conversation that the history is narrowed to when it is opened. */
  readonly historyOf: ConversationId | null;
  /** The line that a search led to, marked until something else is looked at. */
  readonly found: { readonly conversationId: ConversationId; readonly itemId: TimelineItemId } | null;
  /** In a narrow window only one of the two is seen. */
  readonly pane: 'list' | 'conversation';
  /** Counts how often a conversation was brought to the front; each time the composer gets the keyboard. */
  readonly composerTurn: number;
  readonly search: string;
  /** The row that has the keyboard in the buddy list. */
  readonly activeRow: string | null;
  /** Persons whose addresses are shown in the list. */
  readonly openPersons: ReadonlySet<string>;
  /** "Later" of the banner that asks to authenticate, by conversation and fingerprint. */
  readonly postponed: ReadonlySet<string>;
};

export const uiStore = createStore<UiState>(() => ({
  dialogs: [],
  trouble: null,
  done: null,
  announcement: { text: '', turn: 0 },
  screen: 'messenger',
  historyOf: null,
  found: null,
  pane: 'list',
  composerTurn: 0,
  search: '',
  activeRow: null,
  openPersons: new Set(),
  postponed: new Set(),
}));

/** Where the keyboard was before the first dialog opened. */
let opener: Element | null = null;

export function openDialog(request: DialogRequest): void {
  if (uiStore.getState().dialogs.length === 0) opener = document.activeElement;
  uiStore.setState(({ dialogs }) => ({ dialogs: [...dialogs, request] }));
}

export function closeDialog(): void {
  uiStore.setState(({ dialogs }) => ({ dialogs: dialogs.slice(0, -1) }));
}

/** Closes the dialog in front, after which the person goes on writing where there is a composer. */
export function closeToWrite(): void {
  if (document.querySelector('#composer') !== null) opener = null;
  closeDialog();
}

/** After the last dialog: the keyboard goes back to where it was, else to the composer. */
export function returnFocus(): void {
  const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : null;
  (back ?? document.querySelector<HTMLElement>('#composer'))?.focus();
  opener = null;
}

/** The person wants to write: the composer takes the keys. */
export function turnToComposer(): void {
  uiStore.setState(({ composerTurn }) => ({ composerTurn: composerTurn + 1 }));
}

/** Changes what stands under the menu bar; the conversations get the keyboard back. */
export function showScreen(screen: UiState['screen']): void {
  uiStore.setState(({ composerTurn }) => ({ screen, composerTurn: composerTurn + Number(screen === 'messenger') }));
}

/** Leaves what is open: the window begins with the buddies and the conversation in front. */
export function showFromStart(): void {
  uiStore.setState({ dialogs: [], screen: 'messenger', pane: 'list', found: null });
}

/** Opens the search of the history, narrowed to a conversation or over everything. */
export function showHistory(conversationId: ConversationId | null): void {
  uiStore.setState({ historyOf: conversationId, screen: 'history' });
}

/** Tells the person about a fault, if there is one. */
export function tell(fault: FaultCode | null): void {
  if (fault !== null) uiStore.setState({ trouble: { fault, at: Date.now() } });
}

/** Runs an action of the person and tells them when it did not work. */
export function attempt(action: Promise<FaultCode | null>): void {
  void action.then(tell);
}

/** Runs an action; says that it is done, with a way back, or that it did not work. */
export async function attemptWithUndo(action: Promise<FaultCode | null>, text: string, undo: Done['undo']): Promise<void> {
  const fault = await action;
  if (fault === null) uiStore.setState({ done: { text, undo, at: Date.now() }, trouble: null });
  else tell(fault);
}

export function announce(text: string): void {
  uiStore.setState(({ announcement }) => ({ announcement: { text, turn: announcement.turn + 1 } }));
}

export function postpone(key: string): void {
  uiStore.setState(({ postponed }) => ({ postponed: new Set([...postponed, key]) }));
}
