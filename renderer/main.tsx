import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { FailedWindow } from './FailedWindow.tsx';
import { hydrate } from './store/hydrate.ts';
import { language } from './strings/index.ts';
import './styles/tokens.css';
import './styles/base.css';

document.documentElement.lang = language;
const root = document.getElementById('root');
/** An exception may hold what somebody said: nothing of it goes to the console. */
const unlogged = () => {};
if (root) {
  createRoot(root, { onCaughtError: unlogged, onUncaughtError: unlogged, onRecoverableError: unlogged }).render(
    <StrictMode>
      <ErrorBoundary instead={(again) => <FailedWindow again={again} />}>
        <App />
      </ErrorBoundary>
    </StrictMode>,
  );
}
void hydrate();
