import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

/* Searching the history by the keyboard alone. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

async function found(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('searchbox', { name: 'Search' }).fill('parcel');
  await page.getByRole('list', { name: 'Found messages' }).waitFor();
}

it('what was found is walked, and Enter leads to its place, which is marked', async () => {
  const page = await stage.open({ scene: 'private' });
  await found(page);
  await page.getByRole('list', { name: 'Found messages' }).locator('.history-hit').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const place = page.getByRole('log').locator('[data-found]');
  await place.waitFor();
  expect(await place.textContent()).toContain('The second parcel is on the shelf');
  expect(await place.getByRole('button').count()).toBe(0);
});

it('Delete takes a message out and says how to have it back, the next one has the keyboard, and Escape leads back', async () => {
  const page = await stage.open({ scene: 'private' });
  await found(page);
  const hits = page.getByRole('list', { name: 'Found messages' }).locator('.history-hit');
  await hits.first().focus();
  await page.keyboard.press('Delete');
  await page.getByRole('status').getByText('Deleted on this computer').waitFor();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  expect(await hits.nth(1).evaluate((hit) => hit === document.activeElement)).toBe(true);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Delete this message');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await page.getByRole('log').waitFor();
});

it('messages are walked by the arrows, and what can be done about one is a key away', async () => {
  const page = await stage.open({ scene: 'private' });
  await found(page);
  await page.getByRole('list', { name: 'Found messages' }).locator('.history-hit').first().press('Enter');
  const log = page.getByRole('log');
  const row = log.locator('[data-found]');
  await row.waitFor();
  const actions = page.getByRole('button', { name: 'Message', exact: true });
  await row.hover();
  await actions.click();
  await page.getByRole('menuitem', { name: 'Delete this message' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await row.evaluate((one) => one === document.activeElement)).toBe(true);
  const focused = () => log.locator('.message').evaluateAll((rows) => rows.indexOf(document.activeElement as HTMLElement));
  for (const [key, then] of [['ArrowUp', 0], ['ArrowUp', 0], ['ArrowDown', 1], ['ArrowUp', 0]] as const) {
    await page.keyboard.press(key);
    expect(await focused()).toBe(then);
  }
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete this message' }).press('Enter');
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  expect(await log.evaluate((whole) => whole.contains(document.activeElement))).toBe(true);
});

it('a search begins with the conversation in which it was asked for', async () => {
  const page = await stage.open({ scene: 'private' });
  await page.getByRole('textbox', { name: /^Message to/ }).focus();
  await page.keyboard.press('Control+f');
  expect(await page.getByRole('combobox', { name: 'Conversation' }).inputValue()).toMatch(/river@example\.org$/);
});

it('nothing is deleted before it is said twice', async () => {
  const page = await stage.open({ scene: 'private' });
  await page.getByRole('button', { name: 'Preferences' }).click();
  await page.getByRole('tab', { name: 'History', exact: true }).click();
  await page.getByRole('button', { name: 'Delete all history…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete history' });
  await dialog.getByText('1,204 messages are deleted.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete', exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
});
