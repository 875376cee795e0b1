import { useEffect, useState } from 'react';

/** A time within the day that it is; another one after midnight, so that Today becomes Yesterday. */
export function useToday(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const now = new Date(nowMs);
    const midnightMs = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
    // A machine that slept through midnight looks when its window is seen again.
    const look = () => Date.now() >= midnightMs && setNowMs(Date.now());
    const timer = setTimeout(look, midnightMs - Date.now() + 100);
    window.addEventListener('focus', look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', look);
    };
  }, [nowMs]);
  return nowMs;
}
