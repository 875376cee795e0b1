import type { BrowserWindowConstructorOptions } from 'electron';
import { refuseUnknownOptions } from './named.ts';

const knownOptions = new Set(['width', 'height', 'x', 'y', 'minWidth', 'minHeight', 'useContentSize', 'show', 'title', 'icon', 'backgroundColor', 'autoHideMenuBar', 'webPreferences', 'titleBarStyle', 'titleBarOverlay', 'trafficLightPosition', 'center']); // prettier-ignore
const knownPreferences = new Set(['preload', 'sandbox', 'contextIsolation', 'nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webviewTag', 'webSecurity', 'allowRunningInsecureContent', 'spellcheck', 'devTools', 'disableDialogs', 'safeDialogs', 'navigateOnDragDrop', 'backgroundThrottling', 'enableWebSQL', 'experimentalFeatures', 'v8CacheOptions', 'autoplayPolicy', 'disableBlinkFeatures', 'enableBlinkFeatures', 'webgl', 'plugins', 'images']); // prettier-ignore
const mustBe: Readonly<Record<string, boolean>> = {
  sandbox: true, contextIsolation: true, webSecurity: true, nodeIntegration: false, nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false, webviewTag: false, allowRunningInsecureContent: false, experimentalFeatures: false,
}; // prettier-ignore

/** Throws by name on options that mean nothing here, and on any that would weaken the window's isolation. */
export function checkOptions(options: BrowserWindowConstructorOptions): void {
  refuseUnknownOptions('BrowserWindow', options, knownOptions);
  const preferences = options.webPreferences ?? {};
  refuseUnknownOptions('webPreferences', preferences, knownPreferences);
  for (const [name, value] of Object.entries(mustBe)) {
    const given = (preferences as Record<string, unknown>)[name];
    if (given !== undefined && given !== value) {
      throw new Error(`electron stand-in: webPreferences.${name} must be ${String(value)}`);
    }
  }
}
