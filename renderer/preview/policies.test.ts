import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandName } from '../../shared/contract.ts';
import { buddies, conversation, juniper } from './examples.ts';
import { callsOf, push } from './played.ts';
import { openStage, type Stage, type View } from './stage.ts';

/* The four switches, the choice of a device, and lines that wait. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

async function on(view: View, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await stage.open(view);
  page.setDefaultTimeout(15_000);
  await act(page);
}

const ines = buddies.find(({ name }) => name === 'Ines Okafor')!;
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message to/ });
const saved = (page: Page) => callsOf(page, 'policies.save' satisfies CommandName);
const manual = { enabled: true, automatic: false, required: false, unkept: true };

async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Privacy settings…' }).click();
  return page.getByRole('dialog', { name: 'Privacy settings' });
}

describe('the switches of a buddy', () => {
  it('follow the account until they are their own, and each needs the one before it', () =>
    on({ scene: 'private' }, async (page) => {
      const dialog = await openSettings(page);
      const box = (name: string) => dialog.getByRole('checkbox', { name });
      expect(await box('Enable private messaging').isDisabled()).toBe(true);
      await box('Use the default of the account').uncheck();
      expect(await box('Require private conversations').isDisabled()).toBe(true);
      await box('Start private conversations automatically').check();
      await box('Require private conversations').check();
      await dialog.getByText('always', { exact: true }).waitFor();
      await box('Start private conversations automatically').uncheck();
      expect(await box('Require private conversations').isChecked()).toBe(false);
      await dialog.getByText('manual', { exact: true }).waitFor();
      await box('Start private conversations automatically').check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await saved(page)).toEqual([
        { accountId: juniper, address: 'river@example.org', switches: { enabled: true, automatic: true, required: true, unkept: true } },
      ]);
    }));

  it('go back to the default', () =>
    on({ scene: 'waiting' }, async (page) => {
      const dialog = await openSettings(page);
      expect(await dialog.getByRole('checkbox', { name: 'Require private conversations' }).isChecked()).toBe(true);
      await dialog.getByRole('checkbox', { name: 'Use the default of the account' }).check();
      expect(await dialog.getByRole('checkbox', { name: 'Require private conversations' }).isChecked()).toBe(false);
      await dialog.getByRole('button', { name: 'Save' }).click();
      expect(await saved(page)).toEqual([{ accountId: juniper, address: ines.address, switches: null }]);
    }));

  it('are reached from the buddy’s menu too, and nothing is saved on Cancel', () =>
    on({ scene: 'private' }, async (page) => {
      await page.getByRole('treeitem', { name: /^Wren/ }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Privacy settings…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Privacy settings' });
      await dialog.getByText('wren@example.com').waitFor();
      await dialog.getByRole('checkbox', { name: 'Use the default of the account' }).uncheck();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(await saved(page)).toEqual([]);
    }));
});

it('the defaults of each account are in the preferences, and hold at once', () =>
  on({ scene: 'several' }, async (page) => {
    await page.getByRole('button', { name: 'Preferences' }).click();
    const dialog = page.getByRole('dialog', { name: 'Preferences' });
    await page.keyboard.press('ArrowDown');
    await dialog.getByRole('checkbox', { name: 'Enable private messaging' }).click();
    await dialog.getByRole('combobox', { name: 'Account' }).selectOption({ index: 1 });
    await dialog.getByRole('checkbox', { name: 'Start private conversations automatically' }).click();
    expect(await saved(page)).toEqual([
      { accountId: juniper, address: null, switches: { ...manual, enabled: false } },
      { accountId: 'a2', address: null, switches: { ...manual, automatic: true } },
    ]);
  }));

it('where private messaging is switched off, none can be started', () =>
  on({ scene: 'not-private' }, async (page) => {
    await push(page, 'conversation.changed', { conversation: conversation(ines, 'not-private', { policy: 'never' }) });
    await page.getByRole('button', { name: /^Not private/ }).click();
    expect(await page.getByRole('menuitem', { name: 'Start private conversation' }).getAttribute('aria-disabled')).toBe('true');
  }));

it('a buddy with several devices says which one lines go to, and lets another be chosen', () =>
  on({ scene: 'devices' }, async (page) => {
    const button = page.getByRole('button', { name: 'Goes to 0F4C81AE (laptop)' });
    await button.click();
    const menu = page.getByRole('menu', { name: 'Device' });
    expect(await menu.getByRole('menuitemradio', { checked: true }).allInnerTexts()).toEqual(['0F4C81AE (laptop) · Private']);
    await menu.getByRole('menuitemradio', { name: /\(phone\)/ }).click();
    await button.click();
    await menu.getByRole('menuitemradio', { name: 'the most secure' }).click();
    expect(await callsOf(page, 'conversations.chooseDevice')).toEqual([
      { conversationId: 'a1/river@example.org', device: 0x200 },
      { conversationId: 'a1/river@example.org', device: 'best' },
    ]);
  }));

describe('a line that waits', () => {
  it('can be taken back: it leaves the timeline, and its text stands before what was typed since', () =>
    on({ scene: 'waiting' }, async (page) => {
      await composer(page).fill('and bring bread');
      const row = page.locator('.message').filter({ hasText: 'Are you there?' });
      await row.getByText('Waits until it can go out encrypted').waitFor();
      await row.getByRole('button', { name: 'Take back' }).click();
      await row.waitFor({ state: 'detached' });
      expect(await composer(page).inputValue()).toBe('Are you there?\nand bring bread');
      expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
    }));

  it('is typed for an encrypted conversation, also when nothing is required any more', () =>
    on({ scene: 'waiting' }, async (page) => {
      await composer(page).fill('only encrypted');
      await composer(page).press('Enter');
      expect(await callsOf(page, 'conversations.send')).toMatchObject([{ text: 'only encrypted', privacy: 'unverified' }]);
      await composer(page).fill('only encrypted');
      await push(page, 'conversation.changed', { conversation: conversation(ines, 'not-private') });
      await page.getByText('You wrote this for an encrypted conversation').waitFor();
      await composer(page).press('Enter');
      expect(await callsOf(page, 'conversations.send')).toHaveLength(1);
    }));
});
