import { TriangleAlert } from 'lucide-react';
import { Button } from './components/Button.tsx';
import { quit } from './store/app-store.ts';
import { attempt, showFromStart } from './store/ui-store.ts';
import { t } from './strings/index.ts';
import { useTheme } from './use-theme.ts';
import './app.css';

/** All that is left when nothing else could be shown, and the way back: without the dialogs and the screen that were open. */
export function FailedWindow({ again }: { readonly again: () => void }) {
  useTheme();
  const show = () => {
    showFromStart();
    again();
  };
  return (
    <main className="failed-window" data-unshown>
      <div className="failed-window-card" role="alert">
        <TriangleAlert size={32} aria-hidden />
        <h1>{t.app.failedTitle}</h1>
        <p>{t.app.failedAbout}</p>
        <p className="muted">{t.app.failedAgain}</p>
      </div>
      <div className="failed-window-buttons">
        <Button onClick={() => attempt(quit())}>{t.app.quit}</Button>
        <Button look="primary" autoFocus onClick={show}>
          {t.app.showAgain}
        </Button>
      </div>
    </main>
  );
}
