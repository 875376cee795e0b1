import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { keepCopy } from '../../store/app-store.ts';
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
          {trouble === 'damaged' && <KeepCopy />}
        </div>
      )}
    </div>
  );
}

/** A copy of what is damaged, before anything more is done with it. */
function KeepCopy() {
  const [told, setTold] = useState('');
  const copy = async () => {
    const answer = await keepCopy();
    if (!answer.ok) setTold(t.faults[answer.fault]);
    else if (answer.value !== null) setTold(t.vault.copied(answer.value));
  };
  return (
    <>
      <Button onClick={() => void copy()}>{t.vault.keepCopy}</Button>
      {told !== '' && <p>{told}</p>}
    </>
  );
}
