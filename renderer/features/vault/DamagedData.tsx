import { Copy, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Note } from '../../components/Note.tsx';
import { keepCopy, startAnew } from '../../store/app-store.ts';
import { t } from '../../strings/index.ts';

type Told = { readonly text: string; readonly failed: boolean };

/** What can be done where the data is damaged: a copy of it, and a new beginning that leaves it where it is. */
export function DamagedData() {
  const [told, setTold] = useState<Told | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const copy = async () => {
    const answer = await keepCopy();
    if (!answer.ok) setTold({ text: t.faults[answer.fault], failed: true });
    else if (answer.value !== null) setTold({ text: t.vault.copied(answer.value), failed: false });
  };
  const begin = async () => {
    setIsAsking(false);
    const answer = await startAnew();
    if (!answer.ok) setTold({ text: t.faults[answer.fault], failed: true });
  };
  return (
    <>
      <p className="muted">{t.vault.damagedAbout}</p>
      <div role={told?.failed ? 'alert' : 'status'}>{told && <Note look={told.failed ? 'danger' : 'quiet'}>{told.text}</Note>}</div>
      <div className="vault-ways">
        <Button look="primary" icon={Copy} onClick={() => void copy()}>
          {t.vault.keepCopy}
        </Button>
        <Button icon={RotateCcw} onClick={() => setIsAsking(true)}>
          {t.vault.startAnew}
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={t.vault.anewTitle}
          about={t.vault.anewAbout}
          yes={t.vault.anewNow}
          onYes={() => void begin()}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
