import { ArrowDown, Trash2 } from 'lucide-react';
import { useMemo, useRef, useState, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Menu, type Anchor } from '../../components/Menu.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { openDialog } from '../../store/ui-store.ts';
import { dayOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { localPart } from '../../text/person.ts';
import type { ConversationView } from '../../../shared/views.ts';
import { entriesOf } from './entries.ts';
import { MessageRow } from './MessageRow.tsx';
import { NoticeRow } from './NoticeRow.tsx';
import { useTimeline } from './use-timeline.ts';
import { useToday } from './use-today.ts';
import './timeline.css';

/** What was said, the newest at the bottom. */
export function Timeline({ conversation }: { readonly conversation: ConversationView }) {
  const ownAddress = useStore(accountStore, (state) => accountOf(state, conversation.accountId)?.settings.address ?? '');
  const log = useRef<HTMLDivElement>(null);
  const { shown, away, onScroll, toEnd, isLoading, foundId } = useTimeline(log, conversation.id);
  const entries = useMemo(() => entriesOf(shown), [shown]);
  const [menu, setMenu] = useState<{ readonly itemId: string; readonly anchor: Anchor } | null>(null);
  const today = useToday();
  const name = showableLine(conversation.name);
  const ownName = showableLine(localPart(ownAddress));
  // By the keyboard it is about the line that a search led to.
  const onContextMenu = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-item]') : null;
    const itemId = row?.dataset['item'] ?? foundId;
    const item = shown.find(({ id }) => id === itemId);
    if (item?.kind !== 'message' || !item.kept) return;
    event.preventDefault();
    setMenu({ itemId: item.id, anchor: { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY } });
  };

  return (
    <div className="timeline-frame">
      <div
        ref={log}
        className="timeline"
        role="log"
        // Old lines that come in sight are no news.
        aria-live={away || isLoading ? 'off' : 'polite'}
        aria-label={t.timeline.label(name)}
        tabIndex={0}
        onScroll={onScroll}
        onContextMenu={onContextMenu}
      >
        <div className="timeline-column">
          {entries.map((entry) => {
            switch (entry.kind) {
              case 'day':
                return (
                  <p key={entry.key} className="day">
                    {dayOf(entry.atMs, today)}
                  </p>
                );
              case 'start':
                return (
                  <p key={entry.key} className="day day-start">
                    {t.timeline.sinceStart}
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
                    found={entry.item.id === foundId}
                    conversationId={conversation.id}
                    name={entry.item.from === 'me' ? ownName : name}
                    address={entry.item.from === 'me' ? ownAddress : conversation.address}
                  />
                );
            }
          })}
        </div>
      </div>
      {menu && (
        <Menu
          label={t.history.title}
          entries={[
            { label: t.history.remove, icon: Trash2, run: () => openDialog({ kind: 'remove-line', conversationId: conversation.id, itemId: menu.itemId }) },
          ]}
          anchor={menu.anchor}
          onClose={({ refocus }) => {
            setMenu(null);
            if (refocus) log.current?.focus();
          }}
        />
      )}
      {away && (
        <Button className="timeline-newest" icon={ArrowDown} onClick={toEnd}>
          {t.timeline.newest}
        </Button>
      )}
    </div>
  );
}
