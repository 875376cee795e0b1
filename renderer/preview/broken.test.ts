import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuddyView } from '../../shared/views.ts';
import { secretWords, type brokenScenes } from './broken.ts';
import { account, buddies, conversation } from './examples.ts';
import { callsOf, push } from './played.ts';
import { openStage, type Stage } from './stage.ts';

/* What throws while it is rendered takes nothing else with it, and says nothing of what it was. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

let logged: string[] = [];
const watched = new WeakSet<Page>();

/** Shows a scene that breaks; in the end nothing of the exception is on the screen, in the console or anywhere in the window. */
async function on(scene: keyof typeof brokenScenes, act: (page: Page) => Promise<void>, locale = 'en-GB'): Promise<void> {
  const page = await stage.open({ scene, locale });
  page.setDefaultTimeout(15_000);
  if (!watched.has(page)) {
    page.on('console', (line) => line.text().includes('React DevTools') || logged.push(line.text()));
    page.on('pageerror', (error) => logged.push(error.message));
    watched.add(page);
  }
  logged = [];
  await act(page);
  expect(await page.content()).not.toContain(secretWords);
  expect(logged).toEqual([]);
  expect(await page.evaluate(() => (window as unknown as { complaints: string[] }).complaints.filter((one) => one !== 'something cannot be shown'))).toEqual([]);
}

async function expectNoBarrier(page: Page): Promise<void> {
  const light = await new AxeBuilder({ page }).analyze();
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  expect([...light.violations, ...dark.violations].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

const about = async (page: Page) => {
  await page.getByRole('menuitem', { name: 'Help' }).click();
  await page.getByRole('menuitem', { name: 'About Sotto' }).click();
};
const [river, marlow] = ['River Tamsin', 'Marlow Quint'].map((name) => buddies.find((buddy) => buddy.name === name)!) as [BuddyView, BuddyView];

describe('a line that cannot be shown', () => {
  it('is replaced by a quiet one, and those around it live', () =>
    on('broken-lines', async (page) => {
      const log = page.getByRole('log');
      const lines = await log.locator('[data-item]').evaluateAll((rows) => rows.map((row) => row.querySelector('.message-text, p:not([class])')?.textContent));
      const unshown = 'This message cannot be shown.';
      expect(lines).toEqual(['Morning.', unshown, unshown, unshown, 'All the others are here.']);
      await expectNoBarrier(page);
      await page.getByRole('textbox', { name: 'Message to River Tamsin' }).fill('Still here');
      await page.keyboard.press('Enter');
      await expect.poll(() => callsOf(page, 'conversations.send')).toMatchObject([{ text: 'Still here' }]);
    }));

  it('says so in German', () =>
    on('broken-lines', async (page) => expect(await page.getByText('Diese Nachricht kann nicht angezeigt werden.').count()).toBe(3), 'de-DE'));
});

describe('a conversation that cannot be shown', () => {
  it('leaves the tabs and the buddies, does not count as read, and comes back by itself once it can be', () =>
    on('broken-conversation', async (page) => {
      const alert = page.getByRole('alert').filter({ hasText: 'This conversation cannot be shown' });
      await alert.waitFor();
      await expectNoBarrier(page);
      expect(await page.getByRole('textbox', { name: /^Message to/ }).count()).toBe(0);
      await alert.getByRole('button', { name: 'Show it again' }).click();
      await alert.waitFor();
      await page.getByRole('tab', { name: /^Marlow/ }).click();
      await page.getByRole('textbox', { name: 'Message to Marlow Quint' }).waitFor();
      await page.getByRole('tab', { name: /^River/ }).click();
      await alert.waitFor();
      const read = await callsOf(page, 'conversations.read');
      expect(read).toContainEqual({ conversationId: marlow.id });
      expect(read).not.toContainEqual({ conversationId: river.id });
      await push(page, 'conversation.changed', { conversation: conversation(river, 'private') });
      await page.getByRole('textbox', { name: 'Message to River Tamsin' }).waitFor();
      expect(await alert.count()).toBe(0);
    }));

  it('leaves a way back to the buddies in a narrow window', () =>
    on('broken-conversation', async (page) => {
      await page.setViewportSize({ width: 600, height: 480 });
      await page.getByRole('treeitem', { name: /^River/ }).click();
      await page.getByRole('alert').getByRole('button', { name: 'Back to the buddy list' }).click();
      await page.getByRole('treeitem', { name: /^Marlow/ }).click();
      await page.getByRole('textbox', { name: 'Message to Marlow Quint' }).waitFor();
    }));
});

describe('a dialog that cannot be shown', () => {
  it('closes and says that something went wrong; the next one opens', () =>
    on('broken-dialog', async (page) => {
      await about(page);
      await page.getByRole('alert').filter({ hasText: 'Something went wrong inside Sotto.' }).waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      await expectNoBarrier(page);
      await page.keyboard.press('F1');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    }));
});

describe('a window that cannot be shown', () => {
  it('says that nothing is lost, and stands again once it can', () =>
    on('broken-window', async (page) => {
      await page.getByRole('heading', { name: 'The window could not be shown' }).waitFor();
      await expectNoBarrier(page);
      const again = page.getByRole('button', { name: 'Show the window again' });
      expect(await again.evaluate((button) => button === document.activeElement)).toBe(true);
      await again.click();
      await again.waitFor();
      await push(page, 'account.changed', { account });
      await again.click();
      await page.getByRole('textbox', { name: 'Message to River Tamsin' }).waitFor();
      expect(await again.count()).toBe(0);
    }));

  it('can be left for good', () =>
    on('broken-window', async (page) => {
      await page.getByRole('button', { name: 'Quit Sotto' }).click();
      await expect.poll(() => callsOf(page, 'app.quit')).toHaveLength(1);
    }));
});
