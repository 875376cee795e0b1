import { useState } from 'react';
import { useStore } from 'zustand';
import { AccountField } from '../../components/AccountField.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { accountStore, firstAccount } from '../../store/account-store.ts';
import { addBuddy } from '../../store/conversation-store.ts';
import { t } from '../../strings/index.ts';
import type { AccountId } from '../../../shared/ids.ts';
import { limits } from '../../../shared/limits.ts';
import { groupsOf } from './groups.ts';
import { GroupsField } from './GroupsField.tsx';

type Props = {
  readonly accountId?: AccountId;
  readonly address?: string;
  readonly name?: string;
  readonly group?: string;
  readonly onClose: () => void;
};

/** Adds a person to the list and asks to see when they are here. */
export function AddBuddyDialog({ accountId: given, address: givenAddress = '', name: givenName = '', group = '', onClose }: Props) {
  const [accountId, setAccountId] = useState(given ?? firstAccount);
  const accounts = useStore(accountStore, (state) => state.accounts);
  const [address, setAddress] = useState(givenAddress);
  const [name, setName] = useState(givenName);
  const [groups, setGroups] = useState(group);
  const [message, setMessage] = useState('');
  const [error, setError] = useState<string | null>(null);

  const submit = async () => {
    const to = address.trim();
    if (to === '') return setError(t.faults['address-invalid']);
    const fault = await addBuddy({ accountId, address: to, name: name.trim(), groups: groupsOf(groups), message: message.trim() });
    if (fault === null) onClose();
    else setError(t.faults[fault]);
  };

  return (
    <Dialog
      title={t.buddies.addTitle}
      about={t.buddies.addAbout}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.buddies.addNow}
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
      <TextField
        label={t.buddies.name}
        hint={t.buddies.nameHint}
        value={name}
        maxLength={limits.nameLength}
        onChange={(event) => setName(event.target.value)}
      />
      <GroupsField value={groups} onChange={setGroups} />
      <TextField
        label={t.buddies.message}
        value={message}
        maxLength={limits.requestMessageLength}
        spellCheck
        onChange={(event) => setMessage(event.target.value)}
      />
    </Dialog>
  );
}
