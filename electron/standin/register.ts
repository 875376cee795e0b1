/** `node --import …/register.js main.js` runs an Electron main script in the stand-in. */
import { register } from 'node:module';

register('./hooks.js', import.meta.url);
