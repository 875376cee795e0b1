import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const cache = fileURLToPath(new URL('../../../node_modules/.cache/sotto-test/', import.meta.url));

/**
 * Builds one entry of the main process for plain Node, as the app's build does, for tests that need a
 * process or a thread of their own. The file lies inside the project, so that its packages are found.
 */
export async function bundleForNode(entry: URL): Promise<{ readonly file: string; remove(): void }> {
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, 'bundle-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(entry),
      outDir: directory,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
    },
  });
  return {
    file: join(directory, 'entry.mjs'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
