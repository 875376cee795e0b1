import { RefreshCw, ShieldCheck, ShieldX, Lock } from 'lucide-react';
import type { MenuEntry } from '../components/Menu.tsx';
import { endPrivate, startPrivate } from './conversation-store.ts';
import { attempt, openDialog, turnToComposer } from './ui-store.ts';
import { t } from '../strings/index.ts';
import type { ConversationView } from '../../shared/views.ts';

type Words = Pick<typeof t.privacy, 'refresh' | 'end'>;

/** What the privacy button offers in each of the four states. `words`: others where the button does not say what it is about. */
export function privacyEntries(
  { id, privacy, policy }: Pick<ConversationView, 'id' | 'privacy' | 'policy'>,
  words: Words = { refresh: t.privacy.refresh, end: t.privacy.end },
): readonly MenuEntry[] {
  const start = () => attempt(startPrivate(id));
  // Whoever starts it wants to write, and not to stand on the button.
  const startToWrite = () => {
    start();
    turnToComposer();
  };
  const authenticate = () => openDialog({ kind: 'authenticate', conversationId: id });
  const end: MenuEntry = { label: words.end, icon: ShieldX, run: () => attempt(endPrivate(id)) };
  const refresh: MenuEntry = { label: words.refresh, icon: RefreshCw, run: startToWrite };
  switch (privacy) {
    case 'not-private':
      return [{ label: t.privacy.start, icon: Lock, disabled: policy === 'never', run: startToWrite }];
    case 'unverified':
      return [{ label: t.privacy.authenticate, icon: ShieldCheck, run: authenticate }, refresh, end];
    case 'private':
      return [{ label: t.privacy.reauthenticate, icon: ShieldCheck, run: authenticate }, refresh, end];
    case 'finished':
      return [{ label: t.privacy.startAgain, icon: RefreshCw, run: start }, end];
  }
}
