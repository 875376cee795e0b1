import { defineConfig } from 'vitest/config';

/** Unit, server and interop tests; the end-to-end ones run under Playwright. */
export default defineConfig({
  test: {
    include: ['{electron,renderer,shared,e2e}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**'],
    environment: 'node',
    // Vitest leaves a core free, which is half of a machine with two.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    allowOnly: !process.env['CI'],
    // `npm run coverage`: every branch of the engine, or a comment in the source that says why not.
    coverage: {
      provider: 'v8',
      include: ['electron/otr/**/*.ts'],
      exclude: ['**/*.test.ts', 'electron/otr/{attacks,fuzz,interop,testing}/**', 'electron/otr/toolkit/testing/**'],
      reporter: ['text'],
      reportOnFailure: true,
      thresholds: { branches: 100 },
    },
  },
});
