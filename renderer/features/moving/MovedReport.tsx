import { Check } from 'lucide-react';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { MovedView, MovingClient, SkippedView } from '../../../shared/views.ts';
import { Skipped } from './Skipped.tsx';

export type Report = {
  readonly client: MovingClient;
  readonly moved: readonly MovedView[];
  readonly skipped: readonly SkippedView[];
};

/** What came of it, account by account. */
export function MovedReport({ reports }: { readonly reports: readonly Report[] }) {
  return reports.map(({ client, moved, skipped }) => (
    <section key={client} className="finding" aria-label={t.moving.clients[client]}>
      <h3 className="strong">{t.moving.clients[client]}</h3>
      <ul className="moved">
        {moved.map((account) => (
          <li key={account.address}>
            <Check size={16} aria-hidden />
            <span>
              <bdi className="strong">{showableLine(account.address)}</bdi>
              <span className="field-hint moving-hint">{sentences(account).join(' ')}</span>
            </span>
          </li>
        ))}
      </ul>
      <Skipped skipped={skipped} />
    </section>
  ));
}

function sentences({ added, key, fingerprints, verified }: MovedView): readonly string[] {
  return [
    ...(added ? [t.moving.added] : []),
    ...(key === 'none' ? [] : [t.moving.keys[key]]),
    t.moving.brought(fingerprints, verified),
  ];
}
