import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenes } from './scenes.ts';
import { openStage, type Stage, type View } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

/** Opens a view, hands it over, and fails on anything that the page complained about. */
async function on(view: View, look: (page: Page) => Promise<void>): Promise<void> {
  const page = await stage.open(view);
  try {
    await look(page);
    expect(await page.evaluate(() => (window as unknown as { complaints: string[] }).complaints)).toEqual([]);
  } finally {
    await page.close();
  }
}

async function expectNoBarrier(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

const names = Object.keys(scenes);
const themes = ['light', 'dark'] as const;

describe.each(themes)('axe finds nothing, %s', (theme) => {
  it.each(names)('%s', (scene) => on({ scene, theme }, expectNoBarrier), 60_000);
});

describe('axe finds nothing in what opens', () => {
  const openings: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
    ['the privacy menu', 'unverified', (page) => page.getByRole('button', { name: 'Unverified' }).click()],
    ['authenticate', 'unverified', (page) => page.getByRole('button', { name: 'Authenticate Marlow' }).click()],
    ['the status menu', 'private', (page) => page.getByRole('button', { name: 'juniper@example.org' }).click()],
    ['accounts', 'several', (page) => page.getByRole('button', { name: 'Accounts' }).click()],
    ['add buddy', 'several', (page) => page.getByRole('button', { name: 'Add buddy…' }).first().click()],
    ['preferences', 'private', (page) => page.getByRole('button', { name: 'Preferences' }).click()],
    ['shortcuts', 'private', (page) => page.keyboard.press('F1')],
    ['a buddy’s menu', 'private', (page) => page.getByRole('treeitem', { name: /Ines/ }).click({ button: 'right' })],
    ['a link', 'not-private', (page) => page.getByRole('link').click()],
    ['signing in', 'welcome', async (page) => {
      await page.getByRole('button', { name: /^Sign in/ }).click();
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByLabel('Connection security').selectOption('loopback-clear');
    }],
    ['a menu of the bar', 'private', async (page) => {
      await page.keyboard.press('F10');
      await page.keyboard.press('ArrowDown');
    }],
    ['editing an account', 'wrong-password', (page) => page.getByRole('button', { name: 'Edit account…' }).click()],
  ];
  for (const theme of themes) {
    it.each(openings)(`%s, ${theme}`, (_, scene, open) =>
      on({ scene, theme }, async (page) => {
        await open(page);
        await expectNoBarrier(page);
      }), 60_000);
  }
});

describe('every screen fits', () => {
  const sizes = [{ width: 640, height: 480 }, { width: 1100, height: 720 }];
  it.each(names)('%s', async (scene) => {
    for (const size of sizes) {
      await on({ scene, size, locale: 'de-DE' }, async (page) => {
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
      });
    }
  }, 60_000);
});
