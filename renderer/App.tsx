import { Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { Note } from './components/Note.tsx';
import { Dialogs } from './Dialogs.tsx';
import { AccountHeader } from './features/accounts/AccountHeader.tsx';
import { Welcome } from './features/accounts/Welcome.tsx';
import { BuddyPanel } from './features/buddies/BuddyPanel.tsx';
import { announcePrivacy } from './features/conversation/announce-privacy.ts';
import { ConversationPane } from './features/conversation/ConversationPane.tsx';
import { HistoryTrouble } from './features/history/HistoryTrouble.tsx';
import { MenuBar } from './features/menubar/MenuBar.tsx';
import { VaultScreen } from './features/vault/VaultScreen.tsx';
import { later } from './later.tsx';
import { SidebarEdge } from './SidebarEdge.tsx';
import { accountStore } from './store/account-store.ts';
import { appStore } from './store/app-store.ts';
import { conversationStore } from './store/conversation-store.ts';
import { uiStore } from './store/ui-store.ts';
import { t } from './strings/index.ts';
import { Announcer, JustDone, Trouble } from './Told.tsx';
import { useTheme } from './use-theme.ts';
import './app.css';

const HistoryScreen = later(async () => (await import('./features/history/HistoryScreen.tsx')).HistoryScreen);
const FingerprintsScreen = later(async () => (await import('./features/fingerprints/FingerprintsScreen.tsx')).FingerprintsScreen);

/** The whole window: the menu bar, what stands under it, and what lies over it. */
export function App() {
  useTheme();
  useEffect(announcePrivacy, []);
  useTitle();

  return (
    <div className="app">
      <header>
        <h1 className="screen-reader">Sotto</h1>
        <MenuBar />
      </header>
      <HistoryTrouble />
      <Suspense fallback={null}>
        <Screen />
      </Suspense>
      <Trouble />
      <JustDone />
      <Announcer />
      <Dialogs />
    </div>
  );
}

/** The window's title counts unread messages, for the task bar. */
function useTitle(): void {
  const unread = useStore(conversationStore, ({ conversations }) => {
    let count = 0;
    for (const conversation of conversations.values()) count += conversation.unread;
    return count;
  });
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Sotto` : 'Sotto';
  }, [unread]);
}

function Screen() {
  const phase = useStore(appStore, (state) => state.phase);
  const vault = useStore(appStore, (state) => state.vault);
  const screen = useStore(uiStore, (state) => state.screen);
  const hasAccounts = useStore(accountStore, (state) => state.accounts.length > 0);
  if (phase === 'failed') {
    return (
      <main className="app-failed" role="alert">
        <Note look="danger">{t.faults.internal}</Note>
      </main>
    );
  }
  if (phase === 'starting' || vault === null) return <main className="app-starting" aria-busy="true" aria-label={t.app.starting} />;
  if (vault.at !== 'open') return <VaultScreen vault={vault} />;
  if (!hasAccounts) return <Welcome />;
  if (screen === 'history') return <HistoryScreen />;
  return screen === 'fingerprints' ? <FingerprintsScreen /> : <Messenger />;
}

/** Buddies at the left, conversations at the right; in a narrow window one of the two. */
function Messenger() {
  const width = useStore(appStore, (state) => state.settings.sidebarWidth);
  const pane = useStore(uiStore, (state) => state.pane);
  return (
    <div className="messenger" data-pane={pane}>
      <aside className="sidebar" style={{ width }} aria-label={t.buddies.list}>
        <AccountHeader />
        <BuddyPanel />
        <SidebarEdge />
      </aside>
      <ConversationPane />
    </div>
  );
}
