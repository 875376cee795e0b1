import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';

type Props = { readonly addresses: readonly string[]; readonly onBack: () => void; readonly onReplace: () => void };

/** The second question before keys of ours are replaced: whose, and what comes of it. */
export function ReplacingQuestion({ addresses, onBack, onReplace }: Props) {
  return (
    <ConfirmDialog
      title={t.moving.replaceTitle(addresses.length)}
      about={t.moving.replaceHint}
      width="medium"
      yes={t.moving.replaceNow}
      no={t.moving.back}
      onYes={onReplace}
      onClose={onBack}
    >
      <ul className="replaced">
        {addresses.map((address) => (
          <li key={address}>
            <bdi className="strong">{showableLine(address)}</bdi>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
