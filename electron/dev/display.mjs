/** A display for a machine without one: an Xvfb of our own on a free number, stopped at the end. */
import { spawn } from 'node:child_process';
import { stop } from './progress.mjs';

/** Whether a window needs an Xvfb here. */
export function lacksDisplay() {
  return process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
}

/**
 * Starts Xvfb and answers its display, once it is ready.
 *
 * With `untilLastClient` it also ends by itself soon after its last client is gone, so that nothing is
 * left behind when we are killed.
 *
 * @param {{ untilLastClient: boolean }} options
 * @returns {Promise<{ display: string, close: () => void }>}
 */
export async function startDisplay({ untilLastClient }) {
  const args = ['-displayfd', '3', '-screen', '0', '1440x960x24', '-nolisten', 'tcp', '-noreset'];
  if (untilLastClient) args.splice(args.indexOf('-noreset'), 1, '-terminate', '10');
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  server.unref();
  const close = () => void server.kill();
  process.on('exit', close);
  const number = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Xvfb did not start within 10 seconds.')), 10_000);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
    server.stdio[3]?.once('data', (data) => {
      clearTimeout(timer);
      resolve(String(data).trim());
    });
  }).catch((error) => stop(`No display, and Xvfb could not be started: ${error.message}`));
  /** @type {import('node:net').Socket} */ (server.stdio[3]).unref?.();
  return { display: `:${number}`, close };
}
