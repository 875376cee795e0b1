import { ChevronLeft, MessagesSquare, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button, IconButton } from '../../components/Button.tsx';
import { ErrorBoundary } from '../../components/ErrorBoundary.tsx';
import { conversationStore, markRead } from '../../store/conversation-store.ts';
import { attempt, openDialog, uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { ConversationView } from '../../../shared/views.ts';
import { Banners } from './Banners.tsx';
import { Composer } from './Composer.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { Tabs, tabId } from './Tabs.tsx';
import { Timeline } from './Timeline.tsx';
import { Typing } from './Typing.tsx';
import './conversation.css';

/** The tabs and the conversation in front. */
export function ConversationPane() {
  const conversation = useStore(conversationStore, ({ tabs, conversations }) =>
    tabs.front === null ? undefined : conversations.get(tabs.front),
  );
  return (
    <main className="conversation-pane">
      <Tabs />
      {conversation ? <InFront key={conversation.id} conversation={conversation} /> : <NoConversation />}
    </main>
  );
}

function InFront({ conversation }: { readonly conversation: ConversationView }) {
  return (
    <div className="conversation" id="conversation" role="tabpanel" aria-labelledby={tabId(conversation.id)}>
      <ErrorBoundary about={conversation} instead={(again) => <UnshownConversation again={again} />}>
        <Conversation conversation={conversation} />
      </ErrorBoundary>
    </div>
  );
}

function Conversation({ conversation }: { readonly conversation: ConversationView }) {
  useReading(conversation);
  return (
    <>
      <ConversationHeader conversation={conversation} />
      <Banners conversation={conversation} />
      <Timeline conversation={conversation} />
      {/* A changed key has all the room there is. */}
      {conversation.changedKey === null && <Typing conversation={conversation} />}
      <Composer conversation={conversation} />
    </>
  );
}

/** Whole or not at all: without its head and its banners nobody could tell how private it is. */
function UnshownConversation({ again }: { readonly again: () => void }) {
  return (
    <div className="no-conversation" role="alert" data-unshown>
      <TriangleAlert size={40} strokeWidth={1.25} aria-hidden />
      <h2>{t.conversation.unshownTitle}</h2>
      <p className="muted">{t.conversation.unshownAbout}</p>
      <div className="no-conversation-buttons">
        <IconButton icon={ChevronLeft} label={t.conversation.back} className="back-button" onClick={() => uiStore.setState({ pane: 'list' })} />
        <Button onClick={again}>{t.conversation.showAgain}</Button>
      </div>
    </div>
  );
}

/** What stands in front of a person who is there counts as read. */
function useReading({ id, unread }: ConversationView): void {
  const pane = useStore(uiStore, (state) => state.pane);
  useEffect(() => {
    const read = () => {
      const seen = document.hasFocus() && document.getElementById('conversation')?.checkVisibility();
      if (unread > 0 && seen) attempt(markRead(id));
    };
    read();
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, [id, unread, pane]);
}

function NoConversation() {
  return (
    <div className="no-conversation">
      <MessagesSquare size={40} strokeWidth={1.25} aria-hidden />
      <h2>{t.conversation.noneTitle}</h2>
      <p className="muted">{t.conversation.noneAbout}</p>
      <div className="no-conversation-buttons">
        <Button onClick={() => openDialog({ kind: 'add-buddy' })}>{t.buddies.add}</Button>
        <Button onClick={() => openDialog({ kind: 'new-conversation' })}>{t.buddies.newConversation}</Button>
      </div>
    </div>
  );
}
