import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { Menu, type Anchor } from '../../components/Menu.tsx';
import { useWindow } from '../../components/use-window.ts';
import { accountStore } from '../../store/account-store.ts';
import { appStore } from '../../store/app-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore } from '../../store/conversation-store.ts';
import { uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { buddyEntries } from './buddy-entries.ts';
import { BuddyRow, GroupRow } from './BuddyRow.tsx';
import { actOnRow, openRow, targetOf } from './row-actions.ts';
import { buddyRows, offsetsOf, rowHeights, strangerRows, type Row } from './rows.ts';
import './buddies.css';

/** The rows, made anew only when what they are made of changed. */
function useRows(): readonly Row[] {
  const buddies = useStore(buddyStore, (state) => state.buddies);
  const conversations = useStore(conversationStore, (state) => state.conversations);
  const tabs = useStore(conversationStore, (state) => state.tabs.open);
  const collapsed = useStore(appStore, (state) => state.settings.collapsedGroups);
  const query = useStore(uiStore, (state) => state.search);
  const listed = useMemo(() => buddyRows({ buddies, collapsed, query }), [buddies, collapsed, query]);
  const others = useMemo(
    () => strangerRows({ buddies, conversations, tabs, collapsed, query }),
    [buddies, conversations, tabs, collapsed, query],
  );
  return useMemo(() => (others.length > 0 ? [...others, ...listed] : listed), [others, listed]);
}

/** The buddy list: a tree with one tab stop; arrows move, Enter opens, the menu key shows what can be done. */
export function BuddyList() {
  const rows = useRows();
  const offsets = useMemo(() => offsetsOf(rows), [rows]);
  const list = useRef<HTMLDivElement>(null);
  const [first, end] = useWindow(list, offsets);
  const activeKey = useStore(uiStore, (state) => state.activeRow);
  const [focused, setFocused] = useState(false);
  const [menu, setMenu] = useState<{ readonly row: Row; readonly anchor: Anchor } | null>(null);

  const at = Math.max(0, rows.findIndex((row) => row.key === activeKey));
  const active = rows[at];
  const activate = (next: number) => {
    const row = rows[Math.max(0, Math.min(next, rows.length - 1))];
    if (!row) return;
    uiStore.setState({ activeRow: row.key });
    scrollTo(list.current, offsets[rows.indexOf(row)] ?? 0, rowHeights[row.kind]);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !active) return;
    const target = targetOf(event.key, at, rows);
    if (target !== undefined) activate(target);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      setMenu({ row: active, anchor: boxOf(document.getElementById(rowId(at))) });
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
        className={focused ? 'buddy-list buddy-list-focused' : 'buddy-list'}
        role="tree"
        aria-label={t.buddies.list}
        tabIndex={0}
        aria-activedescendant={active && at >= first && at < end ? rowId(at) : undefined}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const row = rowAt(event);
          if (!row) return;
          uiStore.setState({ activeRow: row.key });
          openRow(row);
        }}
        onContextMenu={(event) => {
          const row = rowAt(event);
          if (row?.kind !== 'buddy') return;
          event.preventDefault();
          uiStore.setState({ activeRow: row.key });
          setMenu({ row, anchor: { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY } });
        }}
      >
        <div role="presentation" className="buddy-rows" style={{ height: offsets.at(-1) ?? 0 }}>
          {rows.slice(first, end).map((row, n) => {
            const place = { id: rowId(first + n), top: offsets[first + n] ?? 0, active: row === active && focused };
            return row.kind === 'group' ? (
              <GroupRow key={row.key} row={row} {...place} />
            ) : (
              <BuddyRow key={row.key} row={row} {...place} />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <NothingFound />}
      {menu?.row.kind === 'buddy' && (
        <Menu
          label={t.buddies.actions}
          entries={buddyEntries(menu.row.id)}
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

/** Before the first sign-in nobody knows whether the list is empty, so it does not say so. */
function NothingFound() {
  const searching = useStore(uiStore, (state) => state.search.trim() !== '');
  const online = useStore(accountStore, (state) => state.accounts.some(({ connection }) => connection.at === 'online'));
  const words = searching ? t.buddies.nothingFound : online ? t.buddies.empty : t.buddies.emptyOffline;
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
