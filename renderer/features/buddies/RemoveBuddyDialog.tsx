import { useState } from 'react';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { removeBuddy, saveNote } from '../../store/buddy-store.ts';
import { addBuddy } from '../../store/conversation-store.ts';
import { attemptWithUndo } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { BuddyView } from '../../../shared/views.ts';

type Props = { readonly buddy: BuddyView; readonly onClose: () => void };

/** Adds them again as they were, and asks to see them. */
async function addAgain(buddy: BuddyView) {
  const { accountId, address, alias, groups, note } = buddy;
  return (await addBuddy({ accountId, address, name: alias, groups, message: '' })) ?? (await saveNote({ ...buddy, note: '' }, note));
}

/** Takes a buddy off the list; they may go on seeing me. */
export function RemoveBuddyDialog({ buddy, onClose }: Props) {
  const [keepTheirs, setKeepTheirs] = useState(false);
  const name = showableLine(buddy.name);
  const theySee = buddy.subscription === 'from' || buddy.subscription === 'both';
  const remove = () => {
    void attemptWithUndo(removeBuddy(buddy, keepTheirs), t.buddies.removed(name), () => addAgain(buddy));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t.buddies.removeTitle(name)}
      about={t.buddies.removeAbout(buddy.address)}
      yes={t.buddies.removeNow}
      onYes={remove}
      onClose={onClose}
    >
      {theySee && <Checkbox label={t.buddies.keepTheirs} hint={t.buddies.keepTheirsHint} checked={keepTheirs} onChange={setKeepTheirs} />}
    </ConfirmDialog>
  );
}
