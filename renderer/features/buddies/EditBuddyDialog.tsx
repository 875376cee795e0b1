import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { updateBuddy } from '../../store/buddy-store.ts';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import type { BuddyView } from '../../../shared/views.ts';
import { groupsOf } from './groups.ts';
import { GroupsField } from './GroupsField.tsx';

type Props = { readonly buddy: BuddyView; readonly onClose: () => void };

/** Changes the name that I gave to a buddy, and their groups. */
export function EditBuddyDialog({ buddy, onClose }: Props) {
  const [name, setName] = useState(buddy.name);
  const [groups, setGroups] = useState(buddy.groups.join(', '));
  const [error, setError] = useState<string | null>(null);

  const save = async () => {
    const fault = await updateBuddy(buddy, name.trim(), groupsOf(groups));
    if (fault === null) onClose();
    else setError(t.faults[fault]);
  };

  return (
    <Dialog
      title={t.buddies.editTitle}
      about={buddy.address}
      width="narrow"
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.common.save}
          </Button>
        </>
      }
    >
      <TextField
        label={t.buddies.name}
        hint={t.buddies.nameHint}
        value={name}
        maxLength={limits.nameLength}
        data-first
        error={error}
        onChange={(event) => setName(event.target.value)}
      />
      <GroupsField value={groups} onChange={setGroups} />
    </Dialog>
  );
}
