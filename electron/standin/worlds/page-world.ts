/**
 * Runs in the page's own world before the page's first script: puts what the preload exposes on
 * `window`, and hands `window.open` to main.
 *
 * `standinNames` is put in front of this file by web-contents.ts, inside the same function scope.
 */
import { openCrossing } from './crossing.ts';
import type { Names } from './names.ts';

declare const standinNames: Names;

function freeze(value: unknown): void {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const item of Object.values(value)) freeze(item);
}

if (window.top === window) {
  const { toPage, toPreload } = standinNames;
  const crossing = openCrossing(toPreload, toPage, (message, { arrive }) => {
    if (message.do !== 'expose') return;
    const value = arrive(message.value);
    freeze(value);
    Object.defineProperty(window, message.key, { value, enumerable: true, writable: false, configurable: false });
  });
  const open = (url?: string | URL, frameName?: string, features?: string): null => {
    const address = new URL(String(url ?? 'about:blank'), document.baseURI).href;
    crossing.send({ do: 'open', url: address, frameName: String(frameName ?? ''), features: String(features ?? '') });
    return null;
  };
  Object.defineProperty(window, 'open', { value: open, writable: false, configurable: false });
}
