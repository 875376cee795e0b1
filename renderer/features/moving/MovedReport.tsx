import { Check, CircleX } from 'lucide-react';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { FindingView, MovedView } from '../../../shared/views.ts';
import { titleOf } from './FindingChoice.tsx';
import { Skipped } from './Skipped.tsx';

export type Report = { readonly finding: FindingView; readonly moved: readonly MovedView[] };

/** What came of it, account by account. */
export function MovedReport({ reports }: { readonly reports: readonly Report[] }) {
  return reports.map(({ finding, moved }) => (
    <section key={finding.id} className="finding" aria-label={titleOf(finding)}>
      <h3 className="strong">{titleOf(finding)}</h3>
      <ul className="moved">
        {moved.map((account) => (
          <li key={account.address} className={account.fault === null ? undefined : 'failed'}>
            {account.fault === null ? <Check size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
            <div>
              <bdi className="strong">{showableLine(account.address)}</bdi>
              <span className="field-hint moving-hint">{sentences(account).join(' ')}</span>
              <Skipped skipped={account.skipped} />
            </div>
          </li>
        ))}
      </ul>
      <Skipped skipped={finding.skipped} />
    </section>
  ));
}

function sentences({ fault, added, key, fingerprints, verified, buddies, policies }: MovedView): readonly string[] {
  if (fault !== null) return [t.moving.failed, t.faults[fault]];
  return [
    ...(added ? [t.moving.added] : []),
    ...(key === 'none' ? [] : [t.moving.keys[key]]),
    t.moving.brought(fingerprints, verified),
    ...(buddies > 0 ? [t.moving.broughtNames(buddies)] : []),
    ...(policies > 0 ? [t.moving.broughtPolicies(policies)] : []),
  ];
}
