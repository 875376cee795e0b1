import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Names } from './worlds/names.ts';

/** Fresh names for one window; long and random, so that the page cannot come upon them. */
export function makeNames(): Names {
  const name = (): string => `s${randomBytes(16).toString('hex')}`;
  return { toPage: name(), toPreload: name(), binding: name(), deliver: name() };
}

const worlds = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/** The script for the page's own world. */
export function pageScript(names: Names): string {
  return `(() => { const standinNames = ${JSON.stringify(names)};\n${worlds('./page-world.js')}\n})();`;
}

/** The script for the preload's world: the bridge's runtime, then the app's unmodified preload. */
export function preloadScript(names: Names, preloadFile: string): string {
  const preload = readFileSync(preloadFile, 'utf8');
  return (
    `(() => { const standinNames = ${JSON.stringify(names)};\n` +
    `const standinPreload = function (exports, require, module, process) {\n${preload}\n};\n` +
    `${worlds('./preload-world.js')}\n})();`
  );
}
