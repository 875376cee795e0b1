import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { historyStore, searchHistory, type Period } from '../../store/history-store.ts';
import { tell } from '../../store/ui-store.ts';
import type { HistoryHitView } from '../../../shared/views.ts';

export type Found = {
  readonly hits: readonly HistoryHitView[];
  readonly isLast: boolean;
  /** Asks for older ones. */
  readonly more: () => void;
};

/** Typing goes on for as long before it is searched, in ms. */
const restMs = 120;

/** What the search finds as it is typed; `null` before the first answer. An answer that is overtaken is dropped. */
export function useSearch(words: string, { conversationId, fromMs, toMs }: Period): Found | null {
  const [found, setFound] = useState<Omit<Found, 'more'> | null>(null);
  const removals = useStore(historyStore, (state) => state.removals);
  const turn = useRef(0);

  useEffect(() => {
    const mine = (turn.current += 1);
    const ask = async () => {
      const answer = await searchHistory(words, { conversationId, fromMs, toMs }, null);
      if (mine !== turn.current) return;
      if ('fault' in answer) tell(answer.fault);
      else setFound(answer.value);
    };
    const timer = setTimeout(() => void ask(), restMs);
    return () => clearTimeout(timer);
  }, [words, conversationId, fromMs, toMs, removals]);

  if (found === null) return null;
  const more = async () => {
    const mine = turn.current;
    const answer = await searchHistory(words, { conversationId, fromMs, toMs }, found.hits.at(-1)?.item.id ?? null);
    if (mine !== turn.current) return;
    if ('fault' in answer) tell(answer.fault);
    else setFound({ hits: [...found.hits, ...answer.value.hits], isLast: answer.value.isLast });
  };
  return { ...found, more: () => void more() };
}
