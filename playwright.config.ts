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
  // An app is some six busy processes already: two specs at once gain little on two cores, and floods ebb by themselves.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: { trace: 'off', video: 'off', screenshot: 'off' },
});
