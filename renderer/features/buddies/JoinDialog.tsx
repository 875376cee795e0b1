import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SelectField } from '../../components/Field.tsx';
import { buddyStore } from '../../store/buddy-store.ts';
import { personOf } from '../../store/person-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { BuddyView } from '../../../shared/views.ts';
import { join } from './moves.ts';

type Props = { readonly buddy: BuddyView; readonly onClose: () => void };

/** Chooses who is the same person as a buddy; the keyboard's way to what dragging does. */
export function JoinDialog({ buddy, onClose }: Props) {
  const buddies = useStore(buddyStore, (state) => state.buddies);
  const own = personOf(buddy.id)?.members ?? [buddy.id];
  const others = [...buddies.values()].filter(({ id }) => !own.includes(id)).sort((a, b) => a.name.localeCompare(b.name));
  const [chosen, setChosen] = useState(others[0]?.id ?? '');
  const save = () => {
    if (chosen !== '') join(chosen, buddy.id);
    onClose();
  };
  return (
    <Dialog
      title={t.persons.joinTitle(showableLine(buddy.name))}
      about={t.persons.joinAbout}
      width="narrow"
      onClose={onClose}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={chosen === ''}>
            {t.persons.joinNow}
          </Button>
        </>
      }
    >
      <SelectField label={t.persons.joinWith} value={chosen} data-first onChange={(event) => setChosen(event.target.value)}>
        {others.map(({ id, name, address }) => (
          <option key={id} value={id}>
            {`${showableLine(name)} (${showableLine(address)})`}
          </option>
        ))}
      </SelectField>
    </Dialog>
  );
}
