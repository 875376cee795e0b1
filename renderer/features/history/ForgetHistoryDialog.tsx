import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { conversationStore } from '../../store/conversation-store.ts';
import { countHistory, forgetHistory } from '../../store/history-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { HistoryMarks } from '../../../shared/views.ts';
import { startOf } from './period.ts';
import './history.css';

type Props = {
  readonly conversationId: ConversationId | null;
  /** What is kept no more; `null` where the person asked for this themselves. */
  readonly marks: HistoryMarks | null;
  readonly onClose: () => void;
};

/** Says how much goes, and asks twice. */
export function ForgetHistoryDialog({ conversationId, marks, onClose }: Props) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [count, setCount] = useState<number | null>(null);
  const [sure, setSure] = useState(false);
  const name = useStore(conversationStore, ({ conversations }) => (conversationId === null ? null : (conversations.get(conversationId)?.name ?? '')));
  const fromMs = startOf(from);
  const toMs = startOf(to, 1);

  useEffect(() => {
    let isCurrent = true;
    void countHistory({ conversationId, fromMs, toMs, marks: marks ?? 'all' }).then((found) => isCurrent && setCount(found));
    return () => {
      isCurrent = false;
    };
  }, [conversationId, fromMs, toMs, marks]);

  const forget = () => {
    onClose();
    attempt(forgetHistory({ conversationId, fromMs, toMs, marks: marks ?? 'all' }));
  };
  return (
    <Dialog
      title={t.history.forgetTitle}
      about={
        <>
          {marks !== null && <p>{t.history.forgetOff}</p>}
          <p>{name === null ? t.history.forgetAll : t.history.forgetOf(showableLine(name))}</p>
        </>
      }
      width="narrow"
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button data-first onClick={onClose}>
            {marks === null ? t.common.cancel : t.history.keepOld}
          </Button>
          <Button look="danger" disabled={!sure || !count} onClick={forget}>
            {t.history.forgetNow}
          </Button>
        </>
      }
    >
      {marks === null && (
        <div className="history-period">
          <TextField type="date" label={t.history.from} value={from} onChange={(event) => setFrom(event.target.value)} />
          <TextField type="date" label={t.history.to} value={to} onChange={(event) => setTo(event.target.value)} />
        </div>
      )}
      <p role="status">{count === null ? '' : t.history.forgetCount(count)}</p>
      <Checkbox label={t.history.forgetSure} checked={sure} onChange={setSure} />
    </Dialog>
  );
}
