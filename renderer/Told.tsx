import { TriangleAlert, X } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from './components/Button.tsx';
import { uiStore } from './store/ui-store.ts';
import { t } from './strings/index.ts';

/** What just did not work, until it is put away. */
export function Trouble() {
  const trouble = useStore(uiStore, (state) => state.trouble);
  if (!trouble) return null;
  return (
    <div className="trouble" role="alert" key={trouble.at}>
      <TriangleAlert size={16} aria-hidden />
      <p>{t.faults[trouble.fault]}</p>
      <IconButton icon={X} label={t.common.dismiss} onClick={() => uiStore.setState({ trouble: null })} />
    </div>
  );
}

/** Says changes of privacy to screen readers. */
export function Announcer() {
  const { text, turn } = useStore(uiStore, (state) => state.announcement);
  return (
    <div className="screen-reader" role="status" aria-live="polite">
      <p key={turn}>{text}</p>
    </div>
  );
}
