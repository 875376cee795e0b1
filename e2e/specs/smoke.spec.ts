import { expect, test } from '@playwright/test';
import { launchApp } from '../fixtures/app.ts';

test('the app opens its window, isolated, and quits cleanly', async () => {
  const app = await launchApp();
  try {
    await expect(app.page).toHaveTitle(/Sotto/);
    const bridge = await app.page.evaluate(() => {
      const { sotto } = globalThis as unknown as { sotto: Record<string, object> };
      return { members: Object.keys(sotto).sort(), frozen: Object.isFrozen(sotto) && Object.values(sotto).every(Object.isFrozen) };
    });
    expect(bridge).toEqual({ members: ['call', 'on'], frozen: true });
    const reach = await app.page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis));
    expect(reach).toEqual([]);
    await expect(app.page.getByRole('main')).toBeVisible();
  } finally {
    await app.close();
  }
});

test('the window asks nothing from the network and opens no other window', async () => {
  const app = await launchApp();
  try {
    const before = app.page.url();
    const opened = await app.page.evaluate(() => {
      const outside = window.open('https://example.org/');
      location.href = 'https://example.org/';
      return outside === null;
    });
    expect(opened).toBe(true);
    const fetched = await app.page.evaluate(() => fetch('https://example.org/').then(() => 'answered', () => 'refused'));
    expect(fetched).toBe('refused');
    expect(app.page.url()).toBe(before);
    expect(app.page.context().pages()).toHaveLength(1);
  } finally {
    await app.close();
  }
});
