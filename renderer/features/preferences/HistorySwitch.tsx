import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { countHistory, historyStore, saveKeeps } from '../../store/history-store.ts';
import { openDialog, tell } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';

/** Whether anything is kept; and all of it can be deleted. */
export function HistorySwitch() {
  const keeps = useStore(historyStore, (state) => state.view.keeps);
  const save = async (on: boolean) => {
    const fault = await saveKeeps(on);
    tell(fault);
    if (fault !== null || on) return;
    const there = await countHistory({ conversationId: null, marks: 'all', fromMs: null, toMs: null });
    if (there > 0) openDialog({ kind: 'forget-history', conversationId: null, marks: 'all' });
  };
  return (
    <fieldset className="policy-switches">
      <legend className="field-label">{t.history.title}</legend>
      <Checkbox label={t.history.keeps} hint={t.history.keepsHint} checked={keeps} onChange={(on) => void save(on)} />
      <p>
        <Button onClick={() => openDialog({ kind: 'forget-history', conversationId: null, marks: null })}>{t.history.deleteAll}</Button>
      </p>
    </fieldset>
  );
}
