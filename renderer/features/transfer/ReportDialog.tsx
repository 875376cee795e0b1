import { Check } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { TransferReportView } from '../../../shared/views.ts';

type Props = { readonly report: TransferReportView; readonly onClose: () => void };

/** What was brought in, account by account, and what was left out and why. */
export function ReportDialog({ report, onClose }: Props) {
  const { accounts, skipped, preferences } = report;
  return (
    <Dialog
      title={t.transfer.broughtTitle}
      about={preferences ? t.transfer.broughtPreferences : undefined}
      width="wide"
      onClose={onClose}
      actions={
        <Button look="primary" data-first onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <ul className="transfer-list">
        {accounts.map((account) => (
          <li key={account.address} className="transfer-done">
            <Check size={16} aria-hidden />
            <span>
              <bdi className="strong">{showableLine(account.address)}</bdi>
              <span className="field-hint">{sentences(account)}</span>
            </span>
          </li>
        ))}
      </ul>
      {skipped.length > 0 && (
        <section className="transfer-skipped" aria-label={t.transfer.skipped}>
          <h3 className="strong">{t.transfer.skipped}</h3>
          <ul>
            {skipped.map(({ account, buddy, why }, at) => (
              <li key={at}>
                <bdi>{showableLine(nameOf(account, buddy, why))}</bdi>: {t.transfer.why[why]}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}

function nameOf(account: string, buddy: string | null, why: TransferReportView['skipped'][number]['why']): string {
  if (buddy !== null) return buddy;
  return why === 'policy-here' ? `${account}, ${t.transfer.defaults}` : account;
}

function sentences({ added, key, fingerprints, verified, policies }: TransferReportView['accounts'][number]): string {
  const counts = t.transfer.broughtCounts(fingerprints, verified, policies);
  return [...(added ? [t.transfer.added] : []), t.transfer.broughtKeys[key], counts].join(' ');
}
