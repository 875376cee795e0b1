import { ArrowDown } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
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
  const { shown, away, onScroll, toEnd, isLoading } = useTimeline(log, conversation.id);
  const entries = useMemo(() => entriesOf(shown), [shown]);
  const today = useToday();
  const name = showableLine(conversation.name);
  const ownName = showableLine(localPart(ownAddress));

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
