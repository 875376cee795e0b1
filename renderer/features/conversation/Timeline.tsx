import { ArrowDown } from 'lucide-react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { conversationStore, itemsOf } from '../../store/conversation-store.ts';
import { dayOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { localPart } from '../../text/person.ts';
import type { ConversationView } from '../../../shared/views.ts';
import { entriesOf } from './entries.ts';
import { MessageRow } from './MessageRow.tsx';
import { NoticeRow } from './NoticeRow.tsx';
import { useToday } from './use-today.ts';
import './timeline.css';

/** Items rendered at first, and again that many each time the person scrolls to the top of them. */
const pageItems = 200;
/** Within this many CSS pixels of the end the timeline follows new messages. */
const nearEnd = 48;

/** What was said, the newest at the bottom. */
export function Timeline({ conversation }: { readonly conversation: ConversationView }) {
  const items = useStore(conversationStore, (state) => itemsOf(state, conversation.id));
  const ownAddress = useStore(accountStore, (state) => accountOf(state, conversation.accountId)?.settings.address ?? '');
  const [pages, setPages] = useState(1);
  const entries = useMemo(() => entriesOf(items.slice(-pageItems * pages)), [items, pages]);
  const log = useRef<HTMLDivElement>(null);
  const { away, onScroll, toEnd } = useFollowEnd(log, items.at(-1)?.id, items.length > pageItems * pages, setPages);
  const today = useToday();
  const name = showableLine(conversation.name);
  const ownName = showableLine(localPart(ownAddress));

  return (
    <div className="timeline-frame">
      <div ref={log} className="timeline" role="log" aria-live="polite" aria-label={t.timeline.label(name)} tabIndex={0} onScroll={onScroll}>
        <div className="timeline-column">
          {entries.map((entry) => {
            switch (entry.kind) {
              case 'day':
                return (
                  <p key={entry.key} className="day">
                    {dayOf(entry.atMs, today)}
                  </p>
                );
              case 'notice':
                return <NoticeRow key={entry.key} item={entry.item} name={name} />;
              case 'message':
                return (
                  <MessageRow
                    key={entry.key}
                    item={entry.item}
                    head={entry.head}
                    conversationId={conversation.id}
                    name={entry.item.from === 'me' ? ownName : name}
                    address={entry.item.from === 'me' ? ownAddress : conversation.address}
                  />
                );
            }
          })}
        </div>
      </div>
      {away && (
        <Button className="timeline-newest" icon={ArrowDown} onClick={toEnd}>
          {t.timeline.newest}
        </Button>
      )}
    </div>
  );
}

/**
 * Follows the end until the person scrolls up, also while what stands around it grows; shows older items when
 * they scroll to the top.
 */
function useFollowEnd(
  log: RefObject<HTMLDivElement | null>,
  lastId: string | undefined,
  hasMore: boolean,
  setPages: (next: (pages: number) => number) => void,
) {
  const following = useRef(true);
  const heightBefore = useRef(0);
  const topBefore = useRef(0);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    const element = log.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [log]);

  useLayoutEffect(() => {
    if (following.current) toEnd();
  }, [lastId, toEnd]);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const observer = new ResizeObserver(() => following.current && toEnd());
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [log, toEnd]);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element || heightBefore.current === 0) return;
    element.scrollTop += element.scrollHeight - heightBefore.current;
    heightBefore.current = 0;
  });

  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    const isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    const wentUp = element.scrollTop < topBefore.current;
    topBefore.current = element.scrollTop;
    if (isNearEnd || wentUp) following.current = isNearEnd;
    setAway(!following.current);
    if (hasMore && element.scrollTop < 200 && heightBefore.current === 0) {
      heightBefore.current = element.scrollHeight;
      setPages((pages) => pages + 1);
    }
  };
  return { away, onScroll, toEnd };
}
