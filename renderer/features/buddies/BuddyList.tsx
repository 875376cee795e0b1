import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { letterScale } from '../../components/letters.ts';
import { Menu, type MenuEntry } from '../../components/Menu.tsx';
import type { Anchor } from '../../components/place.ts';
import { useWindow } from '../../components/use-window.ts';
import { accountStore } from '../../store/account-store.ts';
import { appStore } from '../../store/app-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore } from '../../store/conversation-store.ts';
import { uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { moveEntries, rowEntries } from './buddy-entries.tsx';
import { BuddyRow, GroupRow } from './BuddyRow.tsx';
import { actOnRow, openRow, targetOf } from './row-actions.ts';
import { buddyRows, offsetsOf, strangerRows, type Row } from './rows.ts';
import { useDragging } from './use-dragging.ts';
import './buddies.css';

/** The rows, made anew only when what they are made of changed. */
function useRows(): readonly Row[] {
  const buddies = useStore(buddyStore, (state) => state.buddies);
  const conversations = useStore(conversationStore, (state) => state.conversations);
  const tabs = useStore(conversationStore, (state) => state.tabs.open);
  const persons = useStore(buddyStore, (state) => state.persons);
  const { collapsedGroups: collapsed, hideOffline, sortBy, ownGroups } = useStore(appStore, (state) => state.settings);
  const query = useStore(uiStore, (state) => state.search);
  const openPersons = useStore(uiStore, (state) => state.openPersons);
  const unread = useUnread(hideOffline);
  const listed = useMemo(
    () => buddyRows({ buddies, persons, collapsed, query, hideOffline, sortBy, ownGroups, openPersons, unread }),
    [buddies, persons, collapsed, query, hideOffline, sortBy, ownGroups, openPersons, unread],
  );
  const others = useMemo(
    () => strangerRows({ buddies, conversations, tabs, collapsed, query }),
    [buddies, conversations, tabs, collapsed, query],
  );
  return useMemo(() => (others.length > 0 ? [...others, ...listed] : listed), [others, listed]);
}

/** Who has something unread, where that counts; made anew only when it is somebody else. */
function useUnread(counts: boolean): ReadonlySet<ConversationId> {
  const ids = useStore(conversationStore, ({ conversations }) =>
    counts ? [...conversations.values()].flatMap(({ id, unread }) => (unread > 0 ? id : [])).join('\n') : '',
  );
  return useMemo(() => new Set(ids === '' ? [] : ids.split('\n')), [ids]);
}

/** The buddy list: a tree with one tab stop; arrows move, Enter opens, the menu key shows what can be done. */
export function BuddyList() {
  const rows = useRows();
  const offsets = useMemo(() => offsetsOf(rows, letterScale()), [rows]);
  const list = useRef<HTMLDivElement>(null);
  const [first, end] = useWindow(list, offsets);
  const activeKey = useStore(uiStore, (state) => state.activeRow);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const dragging = useDragging(list, rows, offsets);

  const at = Math.max(0, rows.findIndex((row) => row.key === activeKey));
  const active = rows[at];
  const activate = (next: number) => {
    const place = Math.max(0, Math.min(next, rows.length - 1));
    const row = rows[place];
    if (!row) return;
    uiStore.setState({ activeRow: row.key });
    const top = offsets[place] ?? 0;
    scrollTo(list.current, top, (offsets[place + 1] ?? top) - top);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !active) return;
    const target = targetOf(event.key, at, rows);
    if (target !== undefined) activate(target);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      setMenu({ row: active, anchor: boxOf(document.getElementById(rowId(at))), page: 'row' });
    } else if (!actOnRow(event.key, active)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const rowAt = (event: MouseEvent) => {
    const key = event.target instanceof Element ? event.target.closest('[data-key]')?.getAttribute('data-key') : null;
    return rows.find((row) => row.key === key);
  };

  return (
    <div className="buddy-list-place">
      <div
        ref={list}
        className="buddy-list"
        role="tree"
        aria-label={t.buddies.list}
        tabIndex={0}
        aria-activedescendant={active && at >= first && at < end ? rowId(at) : undefined}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const row = rowAt(event);
          if (!row) return;
          uiStore.setState({ activeRow: row.key });
          openRow(row);
        }}
        {...dragging.handlers}
        onContextMenu={(event) => {
          const row = rowAt(event);
          if (!row) return;
          event.preventDefault();
          uiStore.setState({ activeRow: row.key });
          setMenu({ row, page: 'row', anchor: { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY } });
        }}
      >
        <div role="presentation" className="buddy-rows" style={{ height: offsets.at(-1) ?? 0 }}>
          {rows.slice(first, end).map((row, n) => {
            const place = { id: rowId(first + n), top: offsets[first + n] ?? 0, active: row === active, over: dragging.keyOver === row.key };
            return row.kind === 'group' ? (
              <GroupRow key={row.key} row={row} {...place} />
            ) : (
              <BuddyRow key={row.key} row={row} {...place} />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <NothingFound />}
      {menu && (
        <Menu
          key={menu.page}
          label={menu.row.kind === 'group' ? t.groups.actions : t.buddies.actions}
          entries={entriesOf(menu, () => setMenu({ ...menu, page: 'move' }))}
          anchor={menu.anchor}
          onClose={({ refocus }) => {
            setMenu(null);
            if (refocus) list.current?.focus();
          }}
        />
      )}
    </div>
  );
}

type OpenMenu = { readonly row: Row; readonly anchor: Anchor; readonly page: 'row' | 'move' };

function entriesOf({ row, page }: OpenMenu, move: () => void): readonly MenuEntry[] {
  return page === 'move' && row.kind === 'buddy' ? moveEntries(row) : rowEntries(row, move);
}

/** Before the first sign-in nobody knows whether the list is empty, so it does not say so. */
function NothingFound() {
  const searching = useStore(uiStore, (state) => state.search.trim() !== '');
  const online = useStore(accountStore, (state) => state.accounts.some(({ connection }) => connection.at === 'online'));
  const isEmpty = useStore(buddyStore, (state) => state.buddies.size === 0);
  const words = searching ? t.buddies.nothingFound : !isEmpty ? t.buddies.nobodyThere : online ? t.buddies.empty : t.buddies.emptyOffline;
  return <p className="buddy-list-empty muted">{words}</p>;
}

const rowId = (at: number) => `buddy-row-${at}`;

function scrollTo(list: HTMLElement | null, top: number, height: number): void {
  if (!list) return;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight;
}

function boxOf(element: Element | null): Anchor {
  const box = element?.getBoundingClientRect();
  return box ? { left: box.left + 40, right: box.right, top: box.top, bottom: box.bottom } : { left: 0, right: 0, top: 0, bottom: 0 };
}
