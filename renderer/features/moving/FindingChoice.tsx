import { Checkbox } from '../../components/Field.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { FindingView } from '../../../shared/views.ts';
import { isChosen, type Chosen } from './choice.ts';
import { Skipped } from './Skipped.tsx';

type Props = { readonly finding: FindingView; readonly chosen: Chosen; readonly onToggle: (address: string) => void };

/** One program: its accounts to choose from, each with what it holds, and what cannot be brought in. */
export function FindingChoice({ finding, chosen, onToggle }: Props) {
  return (
    <section className="finding" aria-label={t.moving.clients[finding.client]}>
      <h3 className="strong">{t.moving.clients[finding.client]}</h3>
      {finding.accounts.map((account) => (
        <Checkbox
          key={account.address}
          label={showableLine(account.address)}
          hint={holds(account)}
          checked={isChosen(chosen, finding.client, account.address)}
          onChange={() => onToggle(account.address)}
        />
      ))}
      <Skipped skipped={finding.skipped} />
    </section>
  );
}

function holds({ hasKey, fingerprints, trusted, here }: FindingView['accounts'][number]): string {
  const key = hasKey ? [here === 'same-key' ? t.moving.sameKey : here === 'other-key' ? t.moving.otherKey : t.moving.key] : [];
  const known = fingerprints > 0 ? [t.moving.fingerprints(fingerprints, trusted)] : [];
  const parts = [...key, ...known];
  return parts.length === 0 ? t.moving.accountOnly : parts.join(' · ');
}
