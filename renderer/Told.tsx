import { Undo2, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button, IconButton } from './components/Button.tsx';
import { attempt, uiStore, type Done } from './store/ui-store.ts';
import { t } from './strings/index.ts';
import { limits } from '../shared/limits.ts';
import type { FaultCode } from '../shared/faults.ts';

/** It lies over the newest lines, so it does not stay for good. */
const troubleMs = 15_000;

/** What just did not work, until it is put away or was there for long enough. */
export function Trouble() {
  const trouble = useStore(uiStore, (state) => state.trouble);
  return trouble && <OneTrouble key={trouble.at} fault={trouble.fault} />;
}

function OneTrouble({ fault }: { readonly fault: FaultCode }) {
  const [isRead, setIsRead] = useState(false);
  useEffect(() => {
    if (isRead) return undefined;
    const timer = setTimeout(putAway, troubleMs);
    return () => clearTimeout(timer);
  }, [isRead]);
  return (
    <div className="trouble" role="alert" onPointerEnter={() => setIsRead(true)} onPointerLeave={() => setIsRead(false)}>
      <TriangleAlert size={16} aria-hidden />
      <p>{t.faults[fault]}</p>
      <IconButton icon={X} label={t.common.dismiss} onClick={putAway} />
    </div>
  );
}

const putAway = () => uiStore.setState({ trouble: null });

/** What was just done, with a way back for a while. */
export function JustDone() {
  const done = useStore(uiStore, (state) => state.done);
  return done && <OneDone key={done.at} done={done} />;
}

function OneDone({ done }: { readonly done: Done }) {
  useEffect(() => {
    const timer = setTimeout(forget, limits.undoMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="trouble just-done" role="status">
      <p>{done.text}</p>
      <Button
        icon={Undo2}
        onClick={() => {
          forget();
          attempt(done.undo());
        }}
      >
        {t.common.undo}
      </Button>
      <IconButton icon={X} label={t.common.dismiss} onClick={forget} />
    </div>
  );
}

const forget = () => uiStore.setState({ done: null });

/** Says changes of privacy to screen readers. */
export function Announcer() {
  const { text, turn } = useStore(uiStore, (state) => state.announcement);
  return (
    <div className="screen-reader" role="status" aria-live="polite">
      <p key={turn}>{text}</p>
    </div>
  );
}
