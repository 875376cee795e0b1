import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { makeGroup, renameGroup } from '../../store/group-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { limits } from '../../../shared/limits.ts';
import { moveInto } from './moves.ts';

type Props = {
  /** `null`: a new one. */
  readonly group: string | null;
  readonly moving?: { readonly ids: readonly ConversationId[]; readonly from: string } | undefined;
  readonly onClose: () => void;
};

/** Makes a group, with somebody in it or empty, or gives one another name. */
export function GroupDialog({ group, moving, onClose }: Props) {
  const [name, setName] = useState(group ?? '');
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    const wanted = name.trim();
    if (wanted === '') return setError(t.groups.nameMissing);
    if (moving) moveInto(moving.ids, moving.from, wanted);
    const fault = moving || wanted === group ? null : group === null ? await makeGroup(wanted) : await renameGroup(group, wanted);
    if (fault === null) onClose();
    else setError(t.faults[fault]);
  };
  return (
    <Dialog
      title={group === null ? t.groups.newTitle : t.groups.renameTitle(showableLine(group))}
      about={group === null ? undefined : t.groups.renameAbout}
      width="narrow"
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {group === null ? t.groups.make : t.common.save}
          </Button>
        </>
      }
    >
      <TextField
        label={t.groups.name}
        value={name}
        maxLength={limits.groupLength}
        data-first
        error={error}
        onChange={(event) => {
          setName(event.target.value);
          setError(null);
        }}
      />
    </Dialog>
  );
}
