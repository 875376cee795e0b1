import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { TransferFoundView } from '../../../shared/views.ts';

type Props = {
  /** Those whose key here would be lost. */
  readonly accounts: TransferFoundView['accounts'];
  readonly onYes: () => void;
  readonly onBack: () => void;
};

/** The second yes: each key that goes, beside the one that takes its place. */
export function SureDialog({ accounts, onYes, onBack }: Props) {
  return (
    <ConfirmDialog
      title={t.transfer.sureTitle}
      about={t.transfer.sureAbout}
      width="wide"
      yes={t.transfer.replaceNow}
      no={t.common.back}
      onYes={onYes}
      onClose={onBack}
    >
      {accounts.map(({ address, ownFingerprint, fingerprint }) => (
        <section key={address} className="transfer-keys" aria-label={showableLine(address)}>
          <h3 className="strong">
            <bdi>{showableLine(address)}</bdi>
          </h3>
          <div>
            <p className="field-hint">{t.transfer.keyHere}</p>
            <FingerprintText fingerprint={ownFingerprint ?? ''} />
          </div>
          <div>
            <p className="field-hint">{t.transfer.keyThere}</p>
            <FingerprintText fingerprint={fingerprint ?? ''} />
          </div>
        </section>
      ))}
    </ConfirmDialog>
  );
}
