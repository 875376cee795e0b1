import type { AccountId } from '../../shared/ids.ts';
import type { AccountView } from '../../shared/views.ts';
import { SelectField } from './Field.tsx';

type Props = {
  readonly label: string;
  readonly accounts: readonly AccountView[];
  readonly value: AccountId;
  readonly onChange: (id: AccountId) => void;
};

/** Which of my accounts; nothing to choose while there is only one. */
export function AccountField({ label, accounts, value, onChange }: Props) {
  if (accounts.length < 2) return null;
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {accounts.map(({ id, settings }) => (
        <option key={id} value={id}>
          {settings.address}
        </option>
      ))}
    </SelectField>
  );
}
