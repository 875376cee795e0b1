import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextArea, TextField } from '../../components/Field.tsx';
import { saveNote, updateBuddy } from '../../store/buddy-store.ts';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import type { BuddyView } from '../../../shared/views.ts';
import { groupsOf } from './groups.ts';
import { GroupsField } from './GroupsField.tsx';

type Props = { readonly buddy: BuddyView; readonly onClose: () => void };

/** Changes the name that I gave to a buddy, their groups, and my notes about them. Notes need no connection. */
export function EditBuddyDialog({ buddy, onClose }: Props) {
  const [name, setName] = useState(buddy.alias);
  const [groups, setGroups] = useState(buddy.groups.join(', '));
  const [note, setNote] = useState(buddy.note);
  const [error, setError] = useState<string | null>(null);

  const saveOnServer = async () => {
    const given = groupsOf(groups);
    const isSame = name.trim() === buddy.alias && given.join('\n') === buddy.groups.join('\n');
    return isSame ? null : updateBuddy(buddy, name.trim(), given);
  };
  const save = async () => {
    const fault = (await saveNote(buddy, note.trim())) ?? (await saveOnServer());
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
        placeholder={buddy.name}
        data-first
        error={error}
        onChange={(event) => setName(event.target.value)}
      />
      <GroupsField value={groups} onChange={setGroups} />
      <TextArea
        label={t.buddies.note}
        hint={t.buddies.noteHint}
        value={note}
        maxLength={limits.noteLength}
        spellCheck
        onChange={(event) => setNote(event.target.value)}
      />
    </Dialog>
  );
}
