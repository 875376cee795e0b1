import { TriangleAlert } from 'lucide-react';
import { useStore } from 'zustand';
import { historyStore } from '../../store/history-store.ts';
import { t } from '../../strings/index.ts';
import './history.css';

/** Says above everything else that lines cannot be kept, or that what is kept is damaged, for as long as it is so. */
export function HistoryTrouble() {
  const trouble = useStore(historyStore, ({ view }) => view.trouble);
  return (
    <div role="alert">
      {trouble && (
        <div className="history-trouble">
          <TriangleAlert size={16} aria-hidden />
          <p>{t.history.trouble[trouble]}</p>
        </div>
      )}
    </div>
  );
}
