import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { hydrate } from './store/hydrate.ts';
import { language } from './strings/index.ts';
import './styles/tokens.css';
import './styles/base.css';

document.documentElement.lang = language;
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
void hydrate();
