import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';
import { windowOf } from './rows.ts';

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
