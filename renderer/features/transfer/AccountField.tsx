import { useStore } from 'zustand';
import { SelectField } from '../../components/Field.tsx';
import { accountStore } from '../../store/account-store.ts';
import { t } from '../../strings/index.ts';
import type { AccountId } from '../../../shared/ids.ts';

type Props = { readonly value: AccountId; readonly onChange: (id: AccountId) => void };

/** The account over which the two devices meet. */
export function AccountField({ value, onChange }: Props) {
  const accounts = useStore(accountStore, (state) => state.accounts);
  if (accounts.length < 2) return null;
  return (
    <SelectField label={t.transfer.account} value={value} onChange={(event) => onChange(event.target.value)}>
      {accounts.map(({ id, settings }) => (
        <option key={id} value={id}>
          {settings.address}
        </option>
      ))}
    </SelectField>
  );
}

/** The account to begin with: the first that is connected. */
export function firstAccount(): AccountId {
  const { accounts } = accountStore.getState();
  return (accounts.find(({ connection }) => connection.at === 'online') ?? accounts[0])?.id ?? '';
}
