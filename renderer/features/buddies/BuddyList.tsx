import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { Menu, type Anchor } from '../../components/Menu.tsx';
import { appStore, saveSettings } from '../../store/app-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore, openConversation, showTab } from '../../store/conversation-store.ts';
import { attempt, openDialog, uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { buddyEntries } from './buddy-entries.ts';
import { BuddyRow, GroupRow } from './BuddyRow.tsx';
import { buddyRows, offsetsOf, strangerRows, type Row } from './rows.ts';
import { useWindow } from './use-window.ts';
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
    scrollTo(list.current, offsets[rows.indexOf(row)] ?? 0, row.kind === 'group' ? 36 : 48);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !active) return;
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (step !== undefined) activate(step);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      setMenu({ row: active, anchor: boxOf(document.getElementById(rowId(at))) });
    } else if (!actOn(event.key, active, at, rows, activate)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const rowAt = (event: MouseEvent) => {
    const key = event.target instanceof Element ? event.target.closest('[data-key]')?.getAttribute('data-key') : null;
    return rows.find((row) => row.key === key);
  };

  return (
    <>
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
    </>
  );
}

function NothingFound() {
  const searching = useStore(uiStore, (state) => state.search.trim() !== '');
  return <p className="buddy-list-empty muted">{searching ? t.buddies.nothingFound : t.buddies.empty}</p>;
}

const rowId = (at: number) => `buddy-row-${at}`;

function openRow(row: Row): void {
  if (row.kind === 'group') return foldGroup(row.group, row.open);
  const buddy = buddyStore.getState().buddies.get(row.id);
  if (buddy) attempt(openConversation(buddy.accountId, buddy.address));
  else showTab(row.id);
}

function foldGroup(group: string, fold: boolean): void {
  const others = appStore.getState().settings.collapsedGroups.filter((name) => name !== group);
  attempt(saveSettings({ collapsedGroups: fold ? [...others, group] : others }));
}

/** The keys that act on the row itself; says whether this was one. */
function actOn(key: string, row: Row, at: number, rows: readonly Row[], activate: (at: number) => void): boolean {
  if (key === 'Enter' || key === ' ') openRow(row);
  else if (row.kind === 'group' && ((key === 'ArrowLeft' && row.open) || (key === 'ArrowRight' && !row.open))) openRow(row);
  else if (row.kind === 'group' && key === 'ArrowRight') activate(at + 1);
  else if (row.kind === 'buddy' && key === 'ArrowLeft') activate(rows.findLastIndex((other, n) => n < at && other.kind === 'group'));
  else if (row.kind === 'buddy' && key === 'F2' && isBuddy(row.id)) openDialog({ kind: 'edit-buddy', buddyId: row.id });
  else if (row.kind === 'buddy' && key === 'Delete' && isBuddy(row.id)) openDialog({ kind: 'remove-buddy', buddyId: row.id });
  else return false;
  return true;
}

const isBuddy = (id: string) => buddyStore.getState().buddies.has(id);

function scrollTo(list: HTMLElement | null, top: number, height: number): void {
  if (!list) return;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight;
}

function boxOf(element: Element | null): Anchor {
  const box = element?.getBoundingClientRect();
  return box ? { left: box.left + 40, right: box.right, top: box.top, bottom: box.bottom } : { left: 0, right: 0, top: 0, bottom: 0 };
}
