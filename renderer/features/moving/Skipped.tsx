import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { SkippedView } from '../../../shared/views.ts';

/** What cannot be brought in, and why. */
export function Skipped({ skipped }: { readonly skipped: readonly SkippedView[] }) {
  if (skipped.length === 0) return null;
  return (
    <div className="moving-skipped">
      <p className="strong">{t.moving.skipped}</p>
      <ul aria-label={t.moving.skipped} tabIndex={0}>
        {skipped.map(({ name, why }) => (
          <li key={`${why} ${name}`}>
            <bdi>{showableLine(name)}</bdi>: {t.moving.why[why]}
          </li>
        ))}
      </ul>
    </div>
  );
}
