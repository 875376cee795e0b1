import { defineConfig } from '@playwright/test';

/** End-to-end tests. The fixtures start the app themselves; no browser of Playwright's own is used. */
export default defineConfig({
  projects: [
    { name: 'specs', testDir: 'e2e/specs', testMatch: '**/*.spec.ts' },
    { name: 'tour', testDir: 'e2e/tour', testMatch: '**/*.tour.ts', timeout: 180_000 },
    { name: 'bench', testDir: 'e2e/bench/app', testMatch: '**/*.bench.ts' },
  ],
  outputDir: 'test-results',
  timeout: 60_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 10_000 },
  // Every spec starts its own apps, profiles and server, on ports that were free.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: { trace: 'off', video: 'off', screenshot: 'off' },
});
