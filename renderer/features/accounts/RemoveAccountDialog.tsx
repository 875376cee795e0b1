import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { removeAccount } from '../../store/account-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = { readonly account: AccountView; readonly onClose: () => void };

/** Asks twice before an account goes, since its key and what was verified go with it. */
export function RemoveAccountDialog({ account, onClose }: Props) {
  const [sure, setSure] = useState(false);
  const remove = () => {
    attempt(removeAccount(account.id));
    onClose();
  };
  return (
    <Dialog
      title={t.accounts.removeTitle(account.settings.address)}
      about={t.accounts.removeAbout}
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="danger" disabled={!sure} onClick={remove}>
            {t.accounts.removeNow}
          </Button>
        </>
      }
    >
      <Checkbox label={t.accounts.removeSure} checked={sure} onChange={setSure} />
    </Dialog>
  );
}
