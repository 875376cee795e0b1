import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { conversationStore, itemsOf } from '../../store/conversation-store.ts';
import { historyStore, loadEnd, loadNewer, loadOlder, withPast } from '../../store/history-store.ts';
import { uiStore } from '../../store/ui-store.ts';
import type { ConversationId, TimelineItemId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/views.ts';
import { rowOf } from './rows.ts';

/** Items that are rendered at the end, that come at once while scrolling, and that are rendered at the most. */
const endItems = 80;
const stepItems = 60;
const mostItems = 260;
/** Within this many CSS pixels of the end the timeline follows new messages. */
const nearEnd = 48;
/** Within this many of the edge of what is rendered, more is. */
const nearEdge = 600;

/** The first and the last item that are rendered; `null`: as many as stand at the end, and up to it. */
type Span = { readonly from: TimelineItemId | null; readonly to: TimelineItemId | null };
const atEnd: Span = { from: null, to: null };

/** The indices of a span: of its first item, and of the one after its last. */
export function boundsOf(items: readonly TimelineItem[], { from, to }: Span): readonly [number, number] {
  const last = to === null ? -1 : items.findLastIndex(({ id }) => id === to);
  const end = last < 0 ? items.length : last + 1;
  const first = from === null ? -1 : items.findIndex(({ id }) => id === from);
  return [first < 0 || first >= end ? Math.max(0, end - endItems) : first, end];
}

/** A span with more items before it or after it; what is too many goes at the other side. */
export function grown(items: readonly TimelineItem[], span: Span, side: 'before' | 'after'): Span {
  const [first, end] = boundsOf(items, span);
  const [from, to] =
    side === 'before'
      ? [Math.max(0, first - stepItems), Math.min(end, Math.max(0, first - stepItems) + mostItems)]
      : [Math.max(first, Math.min(items.length, end + stepItems) - mostItems), Math.min(items.length, end + stepItems)];
  return { from: items[from]?.id ?? null, to: to === items.length ? null : (items[to - 1]?.id ?? null) };
}

/** A span around an item. */
export function around(items: readonly TimelineItem[], itemId: TimelineItemId): Span {
  const at = Math.max(0, items.findIndex(({ id }) => id === itemId));
  const end = Math.min(items.length, at + stepItems);
  return { from: items[Math.max(0, at - stepItems)]?.id ?? null, to: end === items.length ? null : (items[end - 1]?.id ?? null) };
}

/**
 * What of a conversation is rendered: its end, which it follows until the person scrolls up; else as much as is in sight
 * and around it, however long the conversation is. What is read stays in place while more comes before or after it.
 */
export function useTimeline(log: RefObject<HTMLDivElement | null>, id: ConversationId) {
  const live = useStore(conversationStore, (state) => itemsOf(state, id));
  const past = useStore(historyStore, (state) => state.pasts.get(id));
  const items = useMemo(() => withPast(past, live), [past, live]);
  const [span, setSpan] = useState(atEnd);
  const [away, setAway] = useState(false);
  const following = useRef(true);
  const anchor = useRef<{ readonly id: string; readonly top: number } | null>(null);
  const found = useStore(uiStore, (state) => (state.found?.conversationId === id ? state.found : null));
  const [wentTo, setWentTo] = useState<typeof found>(null);
  // The place that a search led to is rendered at once, and nothing else before it.
  if (found !== wentTo) {
    setWentTo(found);
    if (found) setSpan(around(items, found.itemId));
  }
  const [first, end] = boundsOf(items, span);
  const shown = useMemo(() => items.slice(first, end), [items, first, end]);

  useEffect(() => {
    if (!historyStore.getState().pasts.has(id)) void loadEnd(id);
    return () => {
      if (uiStore.getState().found?.conversationId === id) uiStore.setState({ found: null });
    };
  }, [id]);

  const toBottom = useCallback(() => {
    const element = log.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [log]);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    if (following.current) return toBottom();
    const row = anchor.current && rowOf(element, anchor.current.id);
    if (anchor.current && row) element.scrollTop += row.offsetTop - element.scrollTop - anchor.current.top;
  }, [log, shown, toBottom]);

  useLayoutEffect(() => {
    const element = log.current;
    const row = element && found && rowOf(element, found.itemId);
    if (!row) return;
    following.current = false;
    setAway(true);
    row.scrollIntoView({ block: 'center' });
    element.focus();
  }, [log, found]);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const observer = new ResizeObserver(() => following.current && toBottom());
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [log, toBottom]);

  const topBefore = useRef(0);
  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    const wentUp = element.scrollTop < topBefore.current;
    topBefore.current = element.scrollTop;
    const isAtEnd = end === items.length && past?.joins !== false && below < nearEnd;
    if (isAtEnd || wentUp) following.current = isAtEnd;
    setAway(!following.current);
    anchor.current = anchorOf(element);
    if (following.current) setSpan(atEnd);
    else if (element.scrollTop < nearEdge && wentUp) more('before');
    else if (below < nearEdge) more('after');
    else if (span.from === null) setSpan({ from: items[first]?.id ?? null, to: span.to });
  };
  const more = (side: 'before' | 'after') => {
    const next = grown(items, span, side);
    if (next.from !== span.from || next.to !== span.to) setSpan(next);
    const isOut = side === 'before' ? first <= stepItems : end === items.length;
    if (isOut && past && side === 'before' && !past.isFirst) void loadOlder(id);
    if (isOut && past && side === 'after' && !past.joins) void loadNewer(id);
  };

  const toEnd = () => {
    following.current = true;
    setAway(false);
    setSpan(atEnd);
    uiStore.setState({ found: null });
    if (past?.joins === false) void loadEnd(id);
    toBottom();
  };
  return { shown, away, onScroll, toEnd, isLoading: past === undefined, foundId: found?.itemId ?? null };
}

/** The first item in sight, and how far its top is from that of the timeline. */
function anchorOf(log: HTMLElement): { readonly id: string; readonly top: number } | null {
  for (const row of log.querySelectorAll<HTMLElement>('[data-item]')) {
    const top = row.offsetTop - log.scrollTop;
    if (top + row.offsetHeight > 0) return { id: row.dataset['item'] ?? '', top };
  }
  return null;
}
