import { useState } from 'react';
import { useStore } from 'zustand';
import { AccountField } from '../../components/AccountField.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { accountStore, firstAccount } from '../../store/account-store.ts';
import { openConversation } from '../../store/conversation-store.ts';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';

/** Opens a conversation with any address. */
export function NewConversationDialog({ onClose }: { readonly onClose: () => void }) {
  const [accountId, setAccountId] = useState(firstAccount);
  const accounts = useStore(accountStore, (state) => state.accounts);
  const [address, setAddress] = useState('');
  const [error, setError] = useState<string | null>(null);

  const submit = async () => {
    const to = address.trim();
    if (to === '') return setError(t.faults['address-invalid']);
    const fault = await openConversation(accountId, to);
    if (fault === null) onClose();
    else setError(t.faults[fault]);
  };

  return (
    <Dialog
      title={t.buddies.newConversation}
      width="narrow"
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.buddies.openNow}
          </Button>
        </>
      }
    >
      <AccountField label={t.buddies.withAccount} accounts={accounts} value={accountId} onChange={setAccountId} />
      <TextField
        label={t.buddies.address}
        placeholder={t.signIn.addressExample}
        value={address}
        maxLength={limits.addressLength}
        data-first
        error={error}
        onChange={(event) => {
          setAddress(event.target.value);
          setError(null);
        }}
      />
    </Dialog>
  );
}
