import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { IconButton } from '../../components/Button.tsx';
import { Menu, type MenuEntry } from '../../components/Menu.tsx';
import type { Anchor } from '../../components/place.ts';
import { startCorrection } from '../../store/conversation-store.ts';
import { removeLine } from '../../store/history-store.ts';
import { t } from '../../strings/index.ts';
import type { TimelineItemId } from '../../../shared/ids.ts';
import type { ConversationView, MessageItem, TimelineItem } from '../../../shared/views.ts';
import { leaveRow, rowAt, rowOf, stepTo } from './rows.ts';

type Props = {
  readonly log: RefObject<HTMLDivElement | null>;
  readonly conversation: ConversationView;
  readonly shown: readonly TimelineItem[];
  /** The line that a search led to; the keyboard's menu is about it while no other one has the keyboard. */
  readonly foundId: TimelineItemId | null;
};

/**
 * What can be done about a message: a button beside the one that the pointer or the keyboard is at, a menu by the right
 * button, and keys: arrows walk, Enter opens the menu, Delete deletes.
 *
 * It stands beside the log and not in it, since what appears in a log is read aloud.
 */
export function MessageActions({ log, conversation, shown, foundId }: Props) {
  const [menu, setMenu] = useState<{ readonly itemId: TimelineItemId; readonly anchor: Anchor } | null>(null);
  const [at, setAt] = useState<TimelineItemId | null>(null);
  const { id, correctable } = conversation;
  const find = (itemId: TimelineItemId | null): MessageItem | null => {
    const item = shown.find((one) => one.id === itemId);
    return item?.kind === 'message' && (item.kept === true || item.id === correctable) ? item : null;
  };
  const remove = (itemId: TimelineItemId) => {
    if (log.current) leaveRow(log.current, itemId);
    removeLine(id, itemId);
  };
  const open = (itemId: TimelineItemId | null, anchor: Anchor): boolean => {
    const item = find(itemId);
    if (item) setMenu({ itemId: item.id, anchor });
    return item !== null;
  };

  useEffect(() => {
    const element = log.current;
    if (!element) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    const onContextMenu = (event: MouseEvent) => {
      const { clientX, clientY } = event;
      const itemId = rowAt(event.target)?.dataset['item'] ?? foundId;
      if (open(itemId, { left: clientX, right: clientX, top: clientY, bottom: clientY })) event.preventDefault();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const row = rowAt(event.target);
      const itemId = row?.dataset['item'] ?? foundId;
      // Links in a row have keys of their own.
      const isElsewhere = event.target !== element && event.target !== row;
      if (isElsewhere || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      if (does(event.key, element, row, itemId)) event.preventDefault();
    };
    const does = (key: string, whole: HTMLElement, row: HTMLElement | null, itemId: TimelineItemId | null): boolean => {
      if (key === 'ArrowUp' || key === 'ArrowDown') return stepTo(whole, row, key === 'ArrowUp' ? -1 : 1);
      const item = find(itemId);
      if (key === 'Delete' && item?.kept) remove(item.id);
      else if (key === 'Enter' && item) open(item.id, boxOf(rowOf(whole, item.id) ?? whole));
      else return false;
      return true;
    };
    const come = ({ target }: Event) => setAt(rowAt(target)?.dataset['item'] ?? null);
    element.addEventListener('contextmenu', onContextMenu, { signal });
    element.addEventListener('keydown', onKeyDown, { signal });
    element.addEventListener('pointerover', come, { signal });
    element.addEventListener('focusin', come, { signal });
    element.parentElement?.addEventListener('pointerleave', () => !menu && setAt(rowAt(document.activeElement)?.dataset['item'] ?? null), { signal });
    return () => listening.abort();
  });

  const item = find(at);
  const entries = (about: MessageItem | null): readonly MenuEntry[] => [
    ...(about && about.id === correctable ? [{ label: t.timeline.correct, icon: Pencil, run: () => void startCorrection(id) }] : []),
    ...(about?.kept ? [{ label: t.history.remove, icon: Trash2, shortcut: t.keys.delete, run: () => remove(about.id) }] : []),
  ];
  return (
    <>
      {item && <ActionsButton key={item.id} log={log} itemId={item.id} shown={shown} isOpen={menu !== null} onOpen={(anchor) => open(item.id, anchor)} />}
      {menu && (
        <Menu
          label={t.timeline.actions}
          entries={entries(find(menu.itemId))}
          anchor={menu.anchor}
          onClose={({ refocus }) => {
            setMenu(null);
            if (refocus) ((log.current && rowOf(log.current, menu.itemId)) ?? log.current)?.focus();
          }}
        />
      )}
    </>
  );
}

const boxOf = (element: Element): Anchor => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return { left, right, top, bottom };
};

type ButtonProps = {
  readonly log: RefObject<HTMLDivElement | null>;
  readonly itemId: TimelineItemId;
  /** What stands there: where it changes, the message may have moved. */
  readonly shown: readonly TimelineItem[];
  readonly isOpen: boolean;
  readonly onOpen: (anchor: Anchor) => void;
};

/** Opens the menu of one message, from left of its marks and its time, wherever it is scrolled to. */
function ActionsButton({ log, itemId, shown, isOpen, onOpen }: ButtonProps) {
  const [place, setPlace] = useState<{ readonly top: number; readonly right: number } | null>(null);
  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return undefined;
    const put = () => {
      const frame = element.getBoundingClientRect();
      const meta = rowOf(element, itemId)?.querySelector('.message-meta')?.getBoundingClientRect();
      const isInSight = meta !== undefined && meta.top >= frame.top && meta.bottom <= frame.bottom;
      setPlace(isInSight ? { top: (meta.top + meta.bottom) / 2 - frame.top, right: frame.right - meta.left + 4 } : null);
    };
    put();
    element.addEventListener('scroll', put, { passive: true });
    return () => element.removeEventListener('scroll', put);
  }, [log, itemId, shown]);
  return (
    place && (
      <IconButton
        icon={Ellipsis}
        label={t.timeline.actions}
        className="message-actions"
        style={place}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={({ currentTarget }) => onOpen(boxOf(currentTarget))}
      />
    )
  );
}
