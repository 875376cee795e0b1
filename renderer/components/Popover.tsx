import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { place } from './place.ts';
import './popover.css';

type PopoverProps = {
  readonly label: string;
  /** The button that it hangs from. */
  readonly anchor: HTMLElement;
  readonly onClose: (how: { readonly refocus: boolean }) => void;
  readonly children: ReactNode;
};

/** A small surface in the top layer, above or below a button, with the focus on what is marked `data-first`; a click elsewhere, Escape and Tab close it. */
export function Popover({ label, anchor, onClose, children }: PopoverProps) {
  const surface = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const shown = surface.current;
    if (!shown) return;
    const { left, right, top, bottom } = anchor.getBoundingClientRect();
    shown.showPopover();
    place(shown, { left, right, top: top - 8, bottom: bottom + 8 }, 'end');
    shown.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [anchor]);

  useLayoutEffect(() => {
    const away = (event: Event) => {
      if (event.target instanceof Node && !surface.current?.contains(event.target) && !anchor.contains(event.target)) onClose({ refocus: false });
    };
    const gone = () => onClose({ refocus: false });
    document.addEventListener('pointerdown', away, true);
    window.addEventListener('resize', gone);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      window.removeEventListener('resize', gone);
    };
  }, [anchor, onClose]);

  return (
    <div
      ref={surface}
      className="popover"
      role="dialog"
      aria-label={label}
      popover="manual"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'Tab') return;
        event.preventDefault();
        event.stopPropagation();
        onClose({ refocus: true });
      }}
    >
      {children}
    </div>
  );
}
