import { Search, SlidersHorizontal, UserCog, UserRoundPlus } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '../../components/Button.tsx';
import { SearchField } from '../../components/Field.tsx';
import { openDialog, uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { BuddyList } from './BuddyList.tsx';
import { Requests } from './Requests.tsx';
import './buddies.css';

/** Search, requests, the list and the footer. */
export function BuddyPanel() {
  return (
    <>
      <BuddySearch />
      <Requests />
      <BuddyList />
      <footer className="buddy-footer">
        <IconButton icon={UserRoundPlus} label={t.buddies.add} onClick={() => openDialog({ kind: 'add-buddy' })} />
        <IconButton icon={UserCog} label={t.accounts.title} onClick={() => openDialog({ kind: 'accounts' })} />
        <IconButton
          icon={SlidersHorizontal}
          label={t.preferences.title}
          className="at-end"
          onClick={() => openDialog({ kind: 'preferences' })}
        />
      </footer>
    </>
  );
}

function BuddySearch() {
  const search = useStore(uiStore, (state) => state.search);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') uiStore.setState({ search: '' });
    else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[role="tree"]')?.focus();
    }
  };
  return (
    <search className="buddy-search">
      <SearchField
        icon={Search}
        label={t.buddies.find}
        value={search}
        id="find-buddy"
        onChange={(event) => uiStore.setState({ search: event.target.value, activeRow: null })}
        onKeyDown={onKeyDown}
      />
    </search>
  );
}
