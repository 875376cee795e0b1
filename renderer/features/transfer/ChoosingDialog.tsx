import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { bringInTransfer } from '../../store/transfer-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { TransferFoundView } from '../../../shared/views.ts';
import { SureDialog } from './SureDialog.tsx';

type Props = { readonly found: TransferFoundView; readonly onDiscard: () => void; readonly onClose: () => void };

/** What has arrived, and what of it the person wants. Own keys are replaced only after one more question. */
export function ChoosingDialog({ found, onDiscard, onClose }: Props) {
  const [replaceKeys, setReplaceKeys] = useState(false);
  const [takeVerified, setTakeVerified] = useState(false);
  const [preferences, setPreferences] = useState(true);
  const [asks, setAsks] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const others = found.accounts.filter(({ key }) => key === 'other');

  const bringIn = () => {
    setAsks(false);
    void bringInTransfer({ replaceKeys, takeVerified, preferences }).then(setFault);
  };
  if (asks) return <SureDialog accounts={others} onYes={bringIn} onBack={() => setAsks(false)} />;
  return (
    <Dialog
      title={t.transfer.choosingTitle}
      about={t.transfer.choosingAbout}
      width="wide"
      onClose={onClose}
      onSubmit={() => (replaceKeys && others.length > 0 ? setAsks(true) : bringIn())}
      actions={
        <>
          <Button onClick={onDiscard}>{t.transfer.discard}</Button>
          <Button look="primary" type="submit" data-first>
            {t.transfer.bringIn}
          </Button>
        </>
      }
    >
      <FaultNote fault={fault} />
      <ul className="transfer-list">
        {found.accounts.map((account) => (
          <li key={account.address}>
            <bdi className="strong">{showableLine(account.address)}</bdi>
            <span className="field-hint">{holds(account)}</span>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Checkbox label={t.transfer.replace} hint={t.transfer.replaceHint} checked={replaceKeys} onChange={setReplaceKeys} />
      )}
      {found.raised > 0 && (
        <Checkbox
          label={t.transfer.takeVerified(found.raised)}
          hint={t.transfer.takeVerifiedHint}
          checked={takeVerified}
          onChange={setTakeVerified}
        />
      )}
      <Checkbox label={t.transfer.preferences} checked={preferences} onChange={setPreferences} />
    </Dialog>
  );
}

function holds({ isHere, key, fingerprints, verified, hasPassword }: TransferFoundView['accounts'][number]): string {
  return [
    ...(isHere ? [] : [t.transfer.newAccount]),
    t.transfer.keys[key],
    ...(hasPassword && !isHere ? [t.transfer.hasPassword] : []),
    t.transfer.fingerprints(fingerprints, verified),
  ].join(' · ');
}
