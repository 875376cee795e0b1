import { useRef, useState, type DragEvent, type RefObject } from 'react';
import { dropOver, runDrop, type Drop } from './moves.ts';
import type { BuddyRow, Row } from './rows.ts';

/** A type of our own: fields and other programs take nothing of it. */
const type = 'application/x-sotto-buddy';

/** Drags buddies to another group, or onto somebody who is the same person. With Ctrl they stay in their group too. */
export function useDragging(list: RefObject<HTMLElement | null>, rows: readonly Row[], offsets: readonly number[]) {
  const dragged = useRef<BuddyRow | null>(null);
  const [over, setOver] = useState<Drop | null>(null);

  const dropAt = (event: DragEvent): Drop | null => {
    const box = list.current?.getBoundingClientRect();
    if (!box || !list.current || !dragged.current) return null;
    const top = event.clientY - box.top + list.current.scrollTop;
    const at = offsets.findLastIndex((offset) => offset <= top);
    const place = Math.min(at, rows.length - 1);
    const row = rows[place];
    const [begin, end] = [offsets[place] ?? 0, offsets[place + 1] ?? 0];
    return row ? dropOver(dragged.current, row, (top - begin) / (end - begin)) : null;
  };
  const end = () => {
    dragged.current = null;
    setOver(null);
  };

  return {
    /** The row that what is dragged would be let go on; a group for all of its rows. */
    keyOver: over?.key ?? null,
    handlers: {
      onDragStart(event: DragEvent) {
        const key = event.target instanceof Element ? event.target.closest('[data-key]')?.getAttribute('data-key') : null;
        const row = rows.find((one) => one.key === key);
        if (row?.kind !== 'buddy') return event.preventDefault();
        dragged.current = row;
        event.dataTransfer.setData(type, '');
        event.dataTransfer.effectAllowed = 'copyMove';
      },
      onDragOver(event: DragEvent) {
        const drop = dropAt(event);
        setOver(drop);
        if (!drop) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = event.ctrlKey && drop.do === 'move' ? 'copy' : 'move';
      },
      onDragLeave(event: DragEvent) {
        if (!(event.relatedTarget instanceof Node && list.current?.contains(event.relatedTarget))) setOver(null);
      },
      onDrop(event: DragEvent) {
        const drop = dropAt(event);
        event.preventDefault();
        if (drop && dragged.current) runDrop(dragged.current, drop, event.ctrlKey);
        end();
      },
      onDragEnd: end,
    },
  };
}
