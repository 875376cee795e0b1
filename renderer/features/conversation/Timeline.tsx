import { ArrowDown, CircleAlert } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { ErrorBoundary } from '../../components/ErrorBoundary.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { usePicture } from '../../store/picture-store.ts';
import { dayOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { localPart } from '../../text/person.ts';
import type { ConversationView } from '../../../shared/views.ts';
import { entriesOf, type Entry } from './entries.ts';
import { MessageActions } from './MessageActions.tsx';
import { MessageRow } from './MessageRow.tsx';
import { NoticeRow } from './NoticeRow.tsx';
import { useTimeline } from './use-timeline.ts';
import { useToday } from './use-today.ts';
import './timeline.css';

/** What was said, the newest at the bottom. */
export function Timeline({ conversation }: { readonly conversation: ConversationView }) {
  const ownAddress = useStore(accountStore, (state) => accountOf(state, conversation.accountId)?.settings.address ?? '');
  const ownHash = useStore(accountStore, (state) => accountOf(state, conversation.accountId)?.picture);
  const hash = useStore(buddyStore, (state) => state.buddies.get(conversation.id)?.picture);
  const ownPicture = usePicture(conversation.accountId, ownAddress, ownHash);
  const picture = usePicture(conversation.accountId, conversation.address, hash);
  const log = useRef<HTMLDivElement>(null);
  const { shown, away, onScroll, toEnd, isLoading, foundId } = useTimeline(log, conversation.id);
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
          {entries.map((entry) => (
            <ErrorBoundary key={entry.key} about={entry} instead={<Unshown entry={entry} />}>
              <Row entry={entry} found={foundId} today={today} conversation={conversation} name={name} ownName={ownName} ownAddress={ownAddress} picture={picture} ownPicture={ownPicture} />
            </ErrorBoundary>
          ))}
        </div>
      </div>
      <MessageActions log={log} conversation={conversation} shown={shown} foundId={foundId} />
      {away && (
        <Button className="timeline-newest" icon={ArrowDown} onClick={toEnd}>
          {t.timeline.newest}
        </Button>
      )}
    </div>
  );
}

type RowProps = {
  readonly entry: Entry;
  readonly found: string | null;
  readonly today: number;
  readonly conversation: ConversationView;
  readonly name: string;
  readonly ownName: string;
  readonly ownAddress: string;
  readonly picture: string | undefined;
  readonly ownPicture: string | undefined;
};

function Row({ entry, found, today, conversation, name, ownName, ownAddress, picture, ownPicture }: RowProps) {
  switch (entry.kind) {
    case 'day':
      return <p className="day">{dayOf(entry.atMs, today)}</p>;
    case 'start':
      return <p className="day day-start">{t.timeline.sinceStart}</p>;
    case 'notice':
      return <NoticeRow item={entry.item} name={name} />;
    case 'message': {
      const isMine = entry.item.from === 'me';
      return (
        <MessageRow
          item={entry.item}
          head={entry.head}
          found={entry.item.id === found}
          conversationId={conversation.id}
          name={isMine ? ownName : name}
          address={isMine ? ownAddress : conversation.address}
          picture={isMine ? ownPicture : picture}
        />
      );
    }
  }
}

/** In the place of a line that cannot be shown. */
function Unshown({ entry }: { readonly entry: Entry }) {
  if (entry.kind === 'day' || entry.kind === 'start') return null;
  return (
    <div className="notice" data-item={entry.key} data-unshown>
      <CircleAlert size={14} aria-hidden />
      <p>{t.timeline.unshown}</p>
    </div>
  );
}
