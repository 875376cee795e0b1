import { ArrowDown, CircleAlert, Pencil, Trash2 } from 'lucide-react';
import { useMemo, useRef, useState, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { ErrorBoundary } from '../../components/ErrorBoundary.tsx';
import { Menu } from '../../components/Menu.tsx';
import type { Anchor } from '../../components/place.ts';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { startCorrection } from '../../store/conversation-store.ts';
import { usePicture } from '../../store/picture-store.ts';
import { openDialog } from '../../store/ui-store.ts';
import { dayOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { localPart } from '../../text/person.ts';
import type { ConversationView } from '../../../shared/views.ts';
import { entriesOf, type Entry } from './entries.ts';
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
  const [menu, setMenu] = useState<{ readonly itemId: string; readonly isKept: boolean; readonly anchor: Anchor } | null>(null);
  const today = useToday();
  const name = showableLine(conversation.name);
  const ownName = showableLine(localPart(ownAddress));
  // By the keyboard it is about the line that a search led to.
  const onContextMenu = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-item]') : null;
    const itemId = row?.dataset['item'] ?? foundId;
    const item = shown.find(({ id }) => id === itemId);
    if (item?.kind !== 'message' || (!item.kept && item.id !== conversation.correctable)) return;
    event.preventDefault();
    setMenu({ itemId: item.id, isKept: item.kept === true, anchor: { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY } });
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
          {entries.map((entry) => (
            <ErrorBoundary key={entry.key} about={entry} instead={<Unshown entry={entry} />}>
              <Row entry={entry} found={foundId} today={today} conversation={conversation} name={name} ownName={ownName} ownAddress={ownAddress} picture={picture} ownPicture={ownPicture} />
            </ErrorBoundary>
          ))}
        </div>
      </div>
      {menu && (
        <Menu
          label={t.timeline.actions}
          entries={[
            ...(menu.itemId === conversation.correctable ? [{ label: t.timeline.correct, icon: Pencil, run: () => void startCorrection(conversation.id) }] : []),
            ...(menu.isKept ? [{ label: t.history.remove, icon: Trash2, run: () => openDialog({ kind: 'remove-line', conversationId: conversation.id, itemId: menu.itemId }) }] : []),
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
