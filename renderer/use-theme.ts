import { useEffect } from 'react';
import { useStore } from 'zustand';
import { appStore } from './store/app-store.ts';

/** Gives the page the colours that the person chose. */
export function useTheme(): void {
  const theme = useStore(appStore, (state) => state.settings.theme);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
