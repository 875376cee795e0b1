import { Check, type LucideIcon } from 'lucide-react';
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { focusByLetter, focusStep, itemsIn } from './menu-focus.ts';
import { place, type Anchor } from './place.ts';
import './menu.css';

export type MenuEntry =
  | {
      readonly kind?: 'action' | undefined;
      readonly label: string;
      readonly icon?: LucideIcon | undefined;
      readonly mark?: ReactNode;
      /** Among several, the one that holds. Makes it a radio item, or with `isSwitch` one that is on or off by itself. */
      readonly checked?: boolean | undefined;
      readonly isSwitch?: boolean | undefined;
      readonly shortcut?: string | undefined;
      readonly disabled?: boolean | undefined;
      readonly danger?: boolean | undefined;
      readonly run: () => void;
    }
  | { readonly kind: 'line' }
  | { readonly kind: 'heading'; readonly label: string };

type MenuProps = {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly anchor: Anchor;
  readonly align?: 'start' | 'end' | undefined;
  /** Whether the last item has the focus at first; else the first. */
  readonly fromEnd?: boolean | undefined;
  /** `refocus`: the focus goes back to the button that opened it. */
  readonly onClose: (how: { readonly refocus: boolean }) => void;
  /** Left and right arrows, for a menu bar. */
  readonly onTurn?: ((step: 1 | -1) => void) | undefined;
};

/** A menu in the top layer: arrows, Home, End and letters move; Enter runs; Escape and Tab close. */
export function Menu({ label, entries, anchor, align = 'start', fromEnd = false, onClose, onTurn }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const shown = menu.current;
    if (!shown) return;
    shown.showPopover();
    place(shown, anchor, align);
    itemsIn(shown).at(fromEnd ? -1 : 0)?.focus();
  }, [anchor, align, fromEnd]);

  useLayoutEffect(() => {
    const away = (event: Event) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose({ refocus: false });
    };
    const gone = () => onClose({ refocus: false });
    document.addEventListener('pointerdown', away, true);
    window.addEventListener('blur', gone);
    window.addEventListener('resize', gone);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      window.removeEventListener('blur', gone);
      window.removeEventListener('resize', gone);
    };
  }, [onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!menu.current || !handleKey(event, menu.current, onClose, onTurn)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={menu} className="menu" role="menu" aria-label={label} popover="manual" onKeyDown={onKeyDown}>
      {entries.map((entry, at) => (
        <MenuRow key={at} entry={entry} onClose={onClose} />
      ))}
    </div>
  );
}

function handleKey(event: KeyboardEvent, menu: HTMLElement, onClose: MenuProps['onClose'], onTurn: MenuProps['onTurn']): boolean {
  switch (event.key) {
    case 'ArrowDown':
      return focusStep(menu, 1);
    case 'ArrowUp':
      return focusStep(menu, -1);
    case 'Home':
    case 'End':
      itemsIn(menu).at(event.key === 'Home' ? 0 : -1)?.focus();
      return true;
    case 'ArrowLeft':
    case 'ArrowRight':
      onTurn?.(event.key === 'ArrowRight' ? 1 : -1);
      return onTurn !== undefined;
    case 'Escape':
    case 'Tab':
      onClose({ refocus: true });
      return true;
    default:
      return !event.ctrlKey && !event.altKey && !event.metaKey && focusByLetter(menu, event.key);
  }
}

function MenuRow({ entry, onClose }: { readonly entry: MenuEntry; readonly onClose: MenuProps['onClose'] }) {
  if (entry.kind === 'line') return <div className="menu-line" role="separator" />;
  if (entry.kind === 'heading') {
    return (
      <div className="menu-heading" role="presentation">
        {entry.label}
      </div>
    );
  }
  const { label, icon: Icon, mark, checked, isSwitch, shortcut, disabled, danger, run } = entry;
  return (
    <button
      type="button"
      role={checked === undefined ? 'menuitem' : isSwitch ? 'menuitemcheckbox' : 'menuitemradio'}
      aria-checked={checked}
      aria-disabled={disabled ? true : undefined}
      tabIndex={-1}
      className={danger ? 'menu-item menu-item-danger' : 'menu-item'}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (disabled) return;
        onClose({ refocus: true });
        run();
      }}
    >
      {Icon ? <Icon size={16} aria-hidden /> : mark}
      <span className="menu-label one-line">{label}</span>
      {shortcut && (
        <kbd className="menu-shortcut" aria-hidden>
          {shortcut}
        </kbd>
      )}
      {checked !== undefined && <Check size={14} aria-hidden className={checked ? 'menu-check' : 'menu-check menu-check-off'} />}
    </button>
  );
}
