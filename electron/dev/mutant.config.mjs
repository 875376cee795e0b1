import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Vitest over sources in which one check is missing: the one that `SOTTO_MUTANT` describes. Nothing on the disk
 * is changed.
 */

/** @typedef {{ file: string, from: string, to: string }} Edit `file` below electron/ */

const root = join(import.meta.dirname, '../..');
/** @type {Edit[]} */
const edits = JSON.parse(process.env['SOTTO_MUTANT'] ?? '[]');

export default defineConfig({
  root,
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(code, id) {
        let changed = code;
        for (const { file, from, to } of edits) {
          if (id !== join(root, 'electron', file)) continue;
          if (changed.split(from).length !== 2) throw new Error(`not once in ${file}: ${from}`);
          changed = changed.replace(from, () => to);
        }
        return changed === code ? null : { code: changed, map: null };
      },
    },
  ],
  test: {
    include: ['electron/otr/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    bail: 1,
    maxWorkers: 1,
  },
});
