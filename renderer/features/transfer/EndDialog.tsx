import { CircleSlash, Clock, MonitorCheck, ShieldX, TriangleAlert, type LucideIcon } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { t } from '../../strings/index.ts';
import type { TransferEnd } from '../../../shared/views.ts';

const looks: Readonly<Record<TransferEnd | 'sent', readonly [LucideIcon, 'good' | 'bad' | 'plain']>> = {
  sent: [MonitorCheck, 'good'],
  'code-wrong': [ShieldX, 'bad'],
  expired: [Clock, 'plain'],
  'cancelled-by-us': [CircleSlash, 'plain'],
  'cancelled-by-them': [CircleSlash, 'plain'],
  unreachable: [CircleSlash, 'plain'],
  'timed-out': [Clock, 'plain'],
  lost: [CircleSlash, 'plain'],
  broken: [TriangleAlert, 'bad'],
  refused: [TriangleAlert, 'bad'],
  'too-large': [TriangleAlert, 'plain'],
};

type Props = {
  readonly why: TransferEnd | 'sent';
  /** Back to the form. */
  readonly onAgain?: () => void;
  readonly onClose: () => void;
};

/** How it ended, what that means, and what to do. */
export function EndDialog({ why, onAgain, onClose }: Props) {
  const [Icon, look] = looks[why];
  return (
    <Dialog
      title={why === 'sent' ? t.transfer.sentTitle : t.transfer.ends[why]}
      onClose={onClose}
      actions={
        <>
          <Button look={onAgain ? 'secondary' : 'primary'} data-first={onAgain ? undefined : true} onClick={onClose}>
            {t.common.close}
          </Button>
          {onAgain && (
            <Button look="primary" data-first onClick={onAgain}>
              {t.transfer.tryAgain}
            </Button>
          )}
        </>
      }
    >
      <div className="transfer-end" role="status">
        <span className={`transfer-mark transfer-mark-${look}`}>
          <Icon size={28} strokeWidth={1.75} aria-hidden />
        </span>
        <p>{why === 'sent' ? t.transfer.sentAbout : t.transfer.meaning[why]}</p>
      </div>
    </Dialog>
  );
}
