import { useCallback, useEffect, useRef, useState, type KeyboardEvent as ReactKeyboardEvent, type RefObject } from 'react';
import { Menu } from '../../components/Menu.tsx';
import type { Anchor } from '../../components/place.ts';
import { uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { menuEntries, menuNames } from './menus.ts';
import { runShortcut } from './shortcuts.ts';
import './menubar.css';

type Open = { readonly at: number; readonly anchor: Anchor; readonly fromEnd: boolean };

/** The menu bar in Pidgin's order. Alt or F10 reaches it; arrows, Enter and Escape do the rest. */
export function MenuBar() {
  const bar = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const [open, setOpen] = useState<Open | null>(null);
  useWindowKeys(bar);

  const show = useCallback((at: number, fromEnd = false) => {
    const button = titleAt(bar.current, at);
    const box = button?.getBoundingClientRect();
    setStop(at);
    if (box) setOpen({ at, fromEnd, anchor: { left: box.left, right: box.right, top: box.top, bottom: box.bottom + 1 } });
  }, []);
  const close = useCallback(
    ({ refocus }: { readonly refocus: boolean }) => {
      setOpen(null);
      if (refocus) returnFocus(bar.current, stop);
    },
    [stop],
  );
  const turnFrom = (at: number, step: 1 | -1) => (at + step + menuNames.length) % menuNames.length;

  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (open) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp' || event.key === 'Enter' || event.key === ' ') {
      show(stop, event.key === 'ArrowUp');
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const next = turnFrom(stop, event.key === 'ArrowRight' ? 1 : -1);
      setStop(next);
      titleAt(bar.current, next)?.focus();
    } else if (event.key === 'Escape') leave(bar.current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={bar} className="menu-bar" role="menubar" aria-label={t.menus.bar} onKeyDown={onKeyDown}>
      {menuNames.map((name, at) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          aria-haspopup="menu"
          aria-expanded={open?.at === at}
          tabIndex={at === stop ? 0 : -1}
          className="menu-title"
          onPointerDown={(event) => open?.at === at && event.stopPropagation()}
          onClick={() => (open?.at === at ? close({ refocus: true }) : show(at))}
          onPointerEnter={() => open && open.at !== at && show(at)}
        >
          {t.menus[name]}
        </button>
      ))}
      {open && (
        <Menu
          key={open.at}
          label={t.menus[menuNames[open.at] ?? 'buddies']}
          entries={menuEntries(menuNames[open.at] ?? 'buddies')}
          anchor={open.anchor}
          fromEnd={open.fromEnd}
          onClose={close}
          onTurn={(step) => show(turnFrom(open.at, step))}
        />
      )}
    </div>
  );
}

/** Where the keyboard was before it went to the bar. */
let cameFrom: Element | null = null;

function titleAt(bar: HTMLElement | null, at: number): HTMLElement | null {
  return bar?.querySelectorAll<HTMLElement>('.menu-title')[at] ?? null;
}

function enter(bar: HTMLElement | null): void {
  if (!bar?.contains(document.activeElement)) cameFrom = document.activeElement;
  bar?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
}

function leave(bar: HTMLElement | null): void {
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected && cameFrom !== document.body) cameFrom.focus();
  else if (document.activeElement instanceof HTMLElement && bar?.contains(document.activeElement)) document.activeElement.blur();
  cameFrom = null;
}

/** After a menu: to where the keyboard came from, else to its title. */
function returnFocus(bar: HTMLElement | null, at: number): void {
  if (cameFrom) leave(bar);
  else titleAt(bar, at)?.focus();
}

/** Keys that work everywhere in the window. */
function useWindowKeys(bar: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    let altAlone = false;
    const onKeyDown = (event: KeyboardEvent) => {
      altAlone = event.key === 'Alt' && !event.ctrlKey && !event.shiftKey && !event.metaKey;
      const toBar = event.key === 'F10' && !event.shiftKey && !event.ctrlKey && uiStore.getState().dialogs.length === 0;
      if (toBar) enter(bar.current);
      if (toBar || runShortcut(event)) event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === 'Alt' && altAlone && uiStore.getState().dialogs.length === 0) enter(bar.current);
      altAlone = false;
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    };
  }, [bar]);
}
