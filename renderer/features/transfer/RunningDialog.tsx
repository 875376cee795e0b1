import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Steps } from '../../components/Steps.tsx';
import { t } from '../../strings/index.ts';
import type { TransferStateView } from '../../../shared/views.ts';

type Running = Extract<TransferStateView, { at: 'connecting' | 'comparing' | 'moving' }>;
type Props = { readonly role: 'send' | 'receive'; readonly state: Running; readonly onClose: () => void };

const order = ['connecting', 'comparing', 'moving'] as const;

/** What the two devices are doing, how far they are, and the way out. */
export function RunningDialog({ role, state, onClose }: Props) {
  return (
    <Dialog
      title={role === 'send' ? t.transfer.sendTitle : t.transfer.receiveTitle}
      onClose={onClose}
      actions={
        <Button data-first onClick={onClose}>
          {t.common.cancel}
        </Button>
      }
    >
      <Steps label={t.transfer.stepsLabel} steps={t.transfer.steps} at={order.indexOf(state.at)} />
      <p className="muted" role="status">
        {t.transfer[state.at]}
      </p>
      {state.at === 'moving' && <Progress label={t.transfer.copied} percent={state.percent} />}
    </Dialog>
  );
}
