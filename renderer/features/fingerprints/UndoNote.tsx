import { Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../../components/Button.tsx';
import { t } from '../../strings/index.ts';
import type { Done } from './KnownFingerprints.tsx';

/** How long it is offered, in ms; main takes it back for longer. */
const offeredMs = 20_000;

type Props = { readonly done: Done; readonly onUndo: () => void; readonly onGone: () => void };

/** Says what was done, and takes it back for a while. */
export function UndoNote({ done, onUndo, onGone }: Props) {
  useEffect(() => {
    const timer = setTimeout(onGone, offeredMs);
    return () => clearTimeout(timer);
  }, [done, onGone]);
  return (
    <div className="undo-note" role="status">
      <p>{t.fingerprints.done[done.what](done.count)}</p>
      <Button icon={Undo2} onClick={onUndo}>
        {t.fingerprints.undo}
      </Button>
    </div>
  );
}
