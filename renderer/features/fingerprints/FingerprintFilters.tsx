import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { accountStore } from '../../store/account-store.ts';
import { t } from '../../strings/index.ts';
import { states, type Filter, type State } from './rows.ts';

type Props = { readonly filter: Filter; readonly onChange: (filter: Filter) => void };

/** Narrows the table to an account, where there are several, and to a state. */
export function FingerprintFilters({ filter, onChange }: Props) {
  const accounts = useStore(accountStore, (state) => state.accounts);
  return (
    <div className="fingerprints-filters">
      {accounts.length > 1 && (
        <Choice
          label={t.fingerprints.columns.account}
          value={filter.accountId ?? ''}
          onChange={(accountId) => onChange({ ...filter, accountId: accountId === '' ? null : accountId })}
        >
          <option value="">{t.fingerprints.allAccounts}</option>
          {accounts.map(({ id, settings }) => (
            <option key={id} value={id}>
              {settings.address}
            </option>
          ))}
        </Choice>
      )}
      <Choice label={t.fingerprints.state} value={filter.state} onChange={(state) => onChange({ ...filter, state: state as State })}>
        {states.map((state) => (
          <option key={state} value={state}>
            {t.fingerprints.states[state]}
          </option>
        ))}
      </Choice>
    </div>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
};

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <div className="select">
      <select className="input" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
      <ChevronDown size={16} aria-hidden />
    </div>
  );
}
