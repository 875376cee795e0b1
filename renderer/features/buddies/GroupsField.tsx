import { useId } from 'react';
import { useStore } from 'zustand';
import { TextField } from '../../components/Field.tsx';
import { buddyStore, groupNames } from '../../store/buddy-store.ts';
import { t } from '../../strings/index.ts';

type Props = { readonly value: string; readonly onChange: (value: string) => void };

/** Groups as words separated by commas, with those in use suggested. */
export function GroupsField({ value, onChange }: Props) {
  const id = useId();
  const buddies = useStore(buddyStore, (state) => state.buddies);
  return (
    <>
      <TextField
        label={t.buddies.groups}
        hint={t.buddies.groupsHint}
        value={value}
        list={id}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={id}>
        {groupNames(buddies).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
