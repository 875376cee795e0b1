import { LockOpen } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { SecretField } from '../../components/Field.tsx';
import { unlockFinding } from '../../store/moving.ts';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { FindingView } from '../../../shared/views.ts';

type Props = {
  readonly finding: FindingView;
  /** The passphrase was right: what the file holds, and what opens it once more. */
  readonly onOpened: (opened: FindingView, passphrase: string) => void;
};

/** Asks for the passphrase of a file that is encrypted. */
export function LockedFinding({ finding, onOpened }: Props) {
  const [passphrase, setPassphrase] = useState('');
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [busy, setBusy] = useState(false);

  const open = async () => {
    if (busy || passphrase === '') return;
    setBusy(true);
    const asked = await unlockFinding(finding.id, passphrase);
    setBusy(false);
    if ('value' in asked) onOpened(asked.value, passphrase);
    else setFault(asked.fault);
  };
  return (
    <div className="moving-locked">
      <SecretField
        label={t.moving.passphrase}
        hint={t.moving.passphraseHint}
        value={passphrase}
        maxLength={limits.passphraseLength}
        error={fault && t.faults[fault]}
        onChange={(event) => setPassphrase(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // The dialog's own button would bring in what is chosen already.
          event.preventDefault();
          void open();
        }}
      />
      <Button icon={LockOpen} disabled={busy || passphrase === ''} onClick={() => void open()}>
        {busy ? t.moving.opening : t.moving.openLocked}
      </Button>
    </div>
  );
}
