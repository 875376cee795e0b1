import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Steps } from '../../components/Steps.tsx';
import { useSecondsUntil } from '../../components/use-seconds-until.ts';
import { t } from '../../strings/index.ts';

type Props = { readonly code: string; readonly expiresAtMs: number; readonly onClose: () => void };

/** The code, large enough to be read across a desk, and how long it is good. */
export function CodeDialog({ code, expiresAtMs, onClose }: Props) {
  const seconds = useSecondsUntil(expiresAtMs);
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <Dialog
      title={t.transfer.sendTitle}
      about={t.transfer.typeThere}
      onClose={onClose}
      actions={
        <Button data-first onClick={onClose}>
          {t.common.cancel}
        </Button>
      }
    >
      <output className="transfer-code" aria-label={t.transfer.shownCode}>
        {code.split(' ').map((group, at) => (
          <span key={at}>{group} </span>
        ))}
      </output>
      <p className="transfer-left" role="timer">
        {t.transfer.goodFor(left)}
      </p>
      <Steps label={t.transfer.stepsLabel} steps={t.transfer.steps} at={0} />
    </Dialog>
  );
}
