import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Radios } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { exportHistory } from '../../store/history-store.ts';
import { t } from '../../strings/index.ts';
import type { ConversationId } from '../../../shared/ids.ts';

type Props = { readonly conversationId: ConversationId | null; readonly onClose: () => void };
const formats = ['text', 'json'] as const;

/** Writes a conversation, or all of them, into a file. */
export function ExportHistoryDialog({ conversationId, onClose }: Props) {
  const [format, setFormat] = useState<(typeof formats)[number]>('text');
  const [told, setTold] = useState<{ readonly text: string; readonly failed: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    const answer = await exportHistory(conversationId, format);
    setBusy(false);
    if ('fault' in answer) setTold({ text: t.faults[answer.fault], failed: true });
    else if (answer.value !== null) setTold({ text: t.history.exported(answer.value), failed: false });
  };
  return (
    <Dialog
      title={t.history.exportTitle}
      about={t.history.exportAbout}
      width="narrow"
      onClose={onClose}
      onSubmit={() => void run()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.close}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {t.history.exportNow}
          </Button>
        </>
      }
    >
      <Radios
        label={t.history.format}
        value={format}
        onChange={setFormat}
        options={formats.map((value) => ({ value, label: t.history.formats[value] }))}
      />
      <div role={told?.failed ? 'alert' : 'status'}>{told && <Note look={told.failed ? 'danger' : 'quiet'}>{told.text}</Note>}</div>
    </Dialog>
  );
}
