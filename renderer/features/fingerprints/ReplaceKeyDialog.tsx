import { useState } from 'react';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { replaceKey } from '../../store/account-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { Fingerprint } from '../../../shared/ids.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = {
  readonly account: AccountView;
  /** Of the key that goes. */
  readonly fingerprint: Fingerprint;
  readonly onClose: () => void;
};

/** Asks twice before an account gets another key, and says what comes of it. */
export function ReplaceKeyDialog({ account, fingerprint, onClose }: Props) {
  const [sure, setSure] = useState(false);
  const replace = () => {
    attempt(replaceKey(account.id));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t.fingerprints.replaceTitle(account.settings.address)}
      about={t.fingerprints.replaceAbout}
      width="medium"
      yes={t.fingerprints.replaceNow}
      disabled={!sure}
      onYes={replace}
      onClose={onClose}
    >
      <section aria-label={t.fingerprints.replaceOld}>
        <p className="field-label">{t.fingerprints.replaceOld}</p>
        <FingerprintText fingerprint={fingerprint} />
      </section>
      <Checkbox label={t.fingerprints.replaceSure} checked={sure} onChange={setSure} />
    </ConfirmDialog>
  );
}
