import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';

type Props = { readonly addresses: readonly string[]; readonly onBack: () => void; readonly onReplace: () => void };

/** The second question before keys of ours are replaced: whose, and what comes of it. */
export function ReplacingQuestion({ addresses, onBack, onReplace }: Props) {
  return (
    <Dialog
      title={t.moving.replaceTitle(addresses.length)}
      about={t.moving.replaceHint}
      role="alertdialog"
      onClose={onBack}
      actions={
        <>
          <Button data-first onClick={onBack}>
            {t.moving.back}
          </Button>
          <Button look="danger" onClick={onReplace}>
            {t.moving.replaceNow}
          </Button>
        </>
      }
    >
      <ul className="replaced">
        {addresses.map((address) => (
          <li key={address}>
            <bdi className="strong">{showableLine(address)}</bdi>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
