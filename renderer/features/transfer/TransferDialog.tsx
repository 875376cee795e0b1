import { useStore } from 'zustand';
import { leaveTransfer, transferStore } from '../../store/transfer-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { ChoosingDialog } from './ChoosingDialog.tsx';
import { CodeDialog } from './CodeDialog.tsx';
import { EndDialog } from './EndDialog.tsx';
import { ReceiveForm } from './ReceiveForm.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import { RunningDialog } from './RunningDialog.tsx';
import { SendForm } from './SendForm.tsx';
import './transfer.css';

type Props = { readonly role: 'send' | 'receive'; readonly onClose: () => void };

/**
 * Moving between two devices of mine, from the form to what came of it. While it goes on, closing it breaks it off;
 * only the question what to bring in waits until it is asked for again.
 */
export function TransferDialog({ role, onClose }: Props) {
  const run = useStore(transferStore, (state) => state.run);
  if (run === null) return role === 'send' ? <SendForm onClose={onClose} /> : <ReceiveForm onClose={onClose} />;
  const leave = () => {
    attempt(leaveTransfer());
    onClose();
  };
  const again = () => attempt(leaveTransfer());
  const { state } = run;
  switch (state.at) {
    case 'code':
      return <CodeDialog key="code" code={state.code} expiresAtMs={state.expiresAtMs} onClose={leave} />;
    case 'connecting':
    case 'comparing':
    case 'moving':
      return <RunningDialog key="running" role={run.role} state={state} onClose={leave} />;
    case 'choosing':
      return <ChoosingDialog key="choosing" found={state.found} onDiscard={leave} onClose={onClose} />;
    case 'brought':
      return <ReportDialog key="report" report={state.report} onClose={leave} />;
    case 'sent':
      return <EndDialog key="sent" why="sent" onClose={leave} />;
    case 'ended':
      return <EndDialog key="ended" why={state.why} onAgain={again} onClose={leave} />;
  }
}
