import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the window: relative addresses, nothing inline (the content security policy forbids it), no data URIs. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    cssTarget: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
