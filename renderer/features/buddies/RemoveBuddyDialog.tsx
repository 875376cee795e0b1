import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { removeBuddy } from '../../store/buddy-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { BuddyView } from '../../../shared/views.ts';

type Props = { readonly buddy: BuddyView; readonly onClose: () => void };

export function RemoveBuddyDialog({ buddy, onClose }: Props) {
  const remove = () => {
    attempt(removeBuddy(buddy));
    onClose();
  };
  return (
    <Dialog
      title={t.buddies.removeTitle(showableLine(buddy.name))}
      about={t.buddies.removeAbout(buddy.address)}
      width="narrow"
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button data-first onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button look="danger" onClick={remove}>
            {t.buddies.removeNow}
          </Button>
        </>
      }
    />
  );
}
