import { useEffect, useState } from 'react';

/** The seconds left until a time, counted down; 0 when it has passed or there is none. */
export function useSecondsUntil(atMs: number | null): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const left = atMs === null ? 0 : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
  useEffect(() => {
    if (atMs === null) return;
    setNowMs(Date.now());
    const timer = setInterval(() => {
      setNowMs(Date.now());
      if (Date.now() >= atMs) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [atMs]);
  return left;
}
