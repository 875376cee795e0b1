import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';

/** Rows beyond the part in sight that are kept on each side, in CSS pixels. */
const overscan = 240;

/** Which rows of a long list are to be rendered, followed as it is scrolled and resized. */
export function useWindow(list: RefObject<HTMLElement | null>, offsets: readonly number[]) {
  const [view, setView] = useState({ top: 0, height: 1200 });
  const measure = useCallback(() => {
    const element = list.current;
    if (!element) return;
    const { scrollTop: top, clientHeight: height } = element;
    setView((before) => (before.top === top && before.height === height ? before : { top, height }));
  }, [list]);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [list, measure]);

  return windowOf(offsets, view.top - overscan, view.height + 2 * overscan);
}

/** The first and the one after the last row that touch the part in sight. */
export function windowOf(offsets: readonly number[], top: number, height: number): readonly [number, number] {
  const count = offsets.length - 1;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle + 1] ?? 0) <= top) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < count && (offsets[end] ?? 0) < top + height) end += 1;
  return [low, end];
}
