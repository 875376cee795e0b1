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
  await page.getByRole('list', { name: 'Found messages' }).getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const place = page.getByRole('log').locator('[data-found]');
  await place.waitFor();
  expect(await place.textContent()).toContain('The second parcel is on the shelf');
  expect(await place.getByRole('button').count()).toBe(0);
});

it('Delete asks before a message goes, Escape leaves it, and Escape again leads back', async () => {
  const page = await stage.open({ scene: 'private' });
  await found(page);
  await page.getByRole('list', { name: 'Found messages' }).getByRole('button').first().focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete this message?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.getByRole('list', { name: 'Found messages' }).getByRole('button').count()).toBe(4);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await page.getByRole('log').waitFor();
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
