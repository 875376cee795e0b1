import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { conversationStore } from '../../store/conversation-store.ts';
import { draftOf } from '../../store/draft-store.ts';
import { openDialog } from '../../store/ui-store.ts';

/** Somebody who pressed a key this recently may still be typing. */
const typingMs = 5_000;
let lastKeyMs = -Infinity;

/**
 * Opens the dialog of a buddy's request by itself, once, when its conversation stands in front of a person who is
 * not typing. Otherwise the banner and the tab's badge wait for a click.
 */
export function useAuthenticationRequests(busy: boolean): void {
  const front = useStore(conversationStore, ({ tabs, conversations }) =>
    tabs.front === null ? undefined : conversations.get(tabs.front),
  );
  const seen = useRef(new Set<string>());
  useEffect(() => {
    const onKey = ({ ctrlKey, altKey, metaKey }: KeyboardEvent) => {
      if (!ctrlKey && !altKey && !metaKey) lastKeyMs = performance.now();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);

  const id = front?.id;
  const asked = front?.authentication?.state.at === 'asked' ? front.authentication.run : null;
  useEffect(() => {
    if (id === undefined || asked === null || seen.current.has(`${id} ${asked}`)) return;
    seen.current.add(`${id} ${asked}`);
    const typing = performance.now() - lastKeyMs < typingMs || draftOf(id).text !== '';
    if (!busy && !typing) openDialog({ kind: 'authenticate', conversationId: id, byItself: true });
  }, [id, asked, busy]);
}
