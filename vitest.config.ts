import { defineConfig } from 'vitest/config';

/** Unit, server and interop tests; the end-to-end ones run under Playwright. */
export default defineConfig({
  test: {
    include: ['{electron,renderer,shared,e2e}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    allowOnly: !process.env['CI'],
  },
});
