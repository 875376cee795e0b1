import { useCallback, useRef, useState, type ReactNode } from 'react';
import { Menu, type MenuEntry } from './Menu.tsx';
import type { Anchor } from './place.ts';

type MenuButtonProps = {
  readonly label: string;
  /** What a screen reader reads and a pointer finds, when the content does not say it. */
  readonly title?: string | undefined;
  readonly className: string;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end' | undefined;
  readonly children: ReactNode;
};

/** A button that opens a menu below itself. */
export function MenuButton({ label, title, className, entries, align, children }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<{ readonly anchor: Anchor; readonly fromEnd: boolean } | null>(null);

  const show = (fromEnd: boolean) => {
    const box = button.current?.getBoundingClientRect();
    if (box) setOpen({ anchor: { left: box.left, right: box.right, top: box.top - 4, bottom: box.bottom + 4 }, fromEnd });
  };
  const close = useCallback(({ refocus }: { readonly refocus: boolean }) => {
    setOpen(null);
    if (refocus) button.current?.focus();
  }, []);

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-haspopup="menu"
        aria-expanded={open !== null}
        aria-label={title}
        title={title}
        onPointerDown={(event) => open && event.stopPropagation()}
        onClick={() => (open ? close({ refocus: true }) : show(false))}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          show(event.key === 'ArrowUp');
        }}
      >
        {children}
      </button>
      {open && (
        <Menu label={label} entries={entries} anchor={open.anchor} fromEnd={open.fromEnd} align={align} onClose={close} />
      )}
    </>
  );
}
