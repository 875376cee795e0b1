/*
 * Shows the window without main, for looking at it and for tests: `?scene=NAME` picks the example data,
 * `&theme=light|dark` the colours. It is never part of the app.
 */
import { brokenScenes } from './broken.ts';
import { everythingLoaded } from '../later.tsx';
import { fakeBridge } from './fake-bridge.ts';
import { scenes } from './scenes.ts';

const wish = new URLSearchParams(location.search);
const all = { ...scenes, ...brokenScenes };
const snapshot = all[(wish.get('scene') ?? 'private') as keyof typeof all]();
const theme = wish.get('theme') === 'dark' ? 'dark' : 'light';

const bridge = fakeBridge({ ...snapshot, settings: { ...snapshot.settings, theme } });
Object.assign(window, { sotto: bridge.sotto, preview: bridge });
// What the window loads when it is idle is there at once, so that a test need not know what that is.
await import('../App.tsx');
await everythingLoaded();
await import('../main.tsx');
