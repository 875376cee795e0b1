import { useState } from 'react';
import { useStore } from 'zustand';
import { SelectField } from '../../components/Field.tsx';
import { PolicySwitches } from '../../components/PolicySwitches.tsx';
import { accountStore } from '../../store/account-store.ts';
import { accountSwitches, policyStore, savePolicy } from '../../store/policy-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { AccountId } from '../../../shared/ids.ts';

/** The switches that hold for every buddy of an account without switches of their own. */
export function PolicyDefaults({ accountId }: { readonly accountId: AccountId | undefined }) {
  const accounts = useStore(accountStore, (state) => state.accounts);
  const [chosen, setChosen] = useState(accountId);
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0];
  const switches = useStore(policyStore, (state) => accountSwitches(state, account?.id ?? ''));
  if (!account) return null;
  return (
    <>
      <PolicySwitches
        label={t.policies.title}
        value={switches}
        onChange={(value) => attempt(savePolicy(account.id, null, value))}
      >
        {accounts.length > 1 && (
          <SelectField label={t.policies.ofAccount} value={account.id} onChange={(event) => setChosen(event.target.value)}>
            {accounts.map(({ id, settings }) => (
              <option key={id} value={id}>
                {settings.address}
              </option>
            ))}
          </SelectField>
        )}
      </PolicySwitches>
      <p className="field-hint">{t.policies.defaultHint}</p>
    </>
  );
}
