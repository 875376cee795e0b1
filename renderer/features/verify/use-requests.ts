import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { conversationStore } from '../../store/conversation-store.ts';
import { draftOf } from '../../store/draft-store.ts';
import { openDialog } from '../../store/ui-store.ts';

/** Somebody who pressed a key this recently may still be typing. */
const typingMs = 5_000;
let lastKeyMs = -Infinity;

/** So often in this time a buddy's requests can come before everything else; those who ask on and on get the banner. */
const mostByThemselves = 8;
const withinMs = 60_000;

/**
 * Opens the dialog of a buddy's request by itself, once, when its conversation stands in front of a person who is
 * not typing, and where that buddy has not done so again and again. Otherwise the banner and the tab's badge wait for a click.
 */
export function useAuthenticationRequests(busy: boolean): void {
  const front = useStore(conversationStore, ({ tabs, conversations }) =>
    tabs.front === null ? undefined : conversations.get(tabs.front),
  );
  const seen = useRef(new Set<string>());
  const openings = useRef(new Map<string, readonly number[]>());
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
    const now = performance.now();
    const lately = (openings.current.get(id) ?? []).filter((atMs) => now - atMs < withinMs);
    if (busy || typing || lately.length >= mostByThemselves) return;
    openings.current.set(id, [...lately, now]);
    openDialog({ kind: 'authenticate', conversationId: id, byItself: true });
  }, [id, asked, busy]);
}
