import { accountStore } from '../../store/account-store.ts';
import { appStore, quit } from '../../store/app-store.ts';
import { closeTab, conversationStore, showTab } from '../../store/conversation-store.ts';
import { turnTab } from '../../store/tabs.ts';
import { attempt, openDialog, showHistory, uiStore, type DialogRequest } from '../../store/ui-store.ts';

/** Brings the search of the buddy list in sight and puts the keyboard there. */
export function focusSearch(): void {
  uiStore.setState({ screen: 'messenger', pane: 'list' });
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>('#find-buddy');
    field?.focus();
    field?.select();
  });
}

const dialogKeys: Readonly<Record<string, DialogRequest>> = {
  n: { kind: 'add-buddy' },
  m: { kind: 'new-conversation' },
  p: { kind: 'preferences' },
};

/** Runs the shortcut of a key press; says whether there was one. */
export function runShortcut(event: KeyboardEvent): boolean {
  if (uiStore.getState().dialogs.length > 0) return false;
  if (event.key === 'F1') openDialog({ kind: 'shortcuts' });
  else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'q') attempt(quit());
  else if (appStore.getState().vault?.at !== 'open' || accountStore.getState().accounts.length === 0) return false;
  else if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  else return runTabKey(event) || runLetter(event);
  return true;
}

function runTabKey(event: KeyboardEvent): boolean {
  const { tabs } = conversationStore.getState();
  const back = event.key === 'PageUp' || (event.key === 'Tab' && event.shiftKey);
  if (event.key === 'Tab' || event.key === 'PageUp' || event.key === 'PageDown') {
    const next = turnTab(tabs, back ? -1 : 1);
    if (next !== null) showTab(next);
    return true;
  }
  if (!/^[1-9]$/.test(event.key) || event.shiftKey) return false;
  const wanted = tabs.open[Number(event.key) - 1];
  if (wanted !== undefined) showTab(wanted);
  return true;
}

function runLetter(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  const { front } = conversationStore.getState().tabs;
  if (event.shiftKey) {
    if (key === 'f') showHistory(null);
    if (key !== 'o') return key === 'f';
    document.querySelector<HTMLElement>('.privacy-button')?.click();
    return true;
  }
  const dialog = dialogKeys[key];
  if (dialog) openDialog(dialog);
  else if (key === 'f' && front !== null && document.activeElement?.closest('#conversation')) showHistory(front);
  else if (key === 'f') focusSearch();
  else if (key === '.') document.querySelector<HTMLElement>('.emoji-button')?.click();
  else if (key === 'w' && front !== null) attempt(closeTab(front));
  else return key === 'w';
  return true;
}
