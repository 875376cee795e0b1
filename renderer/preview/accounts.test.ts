import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callsOf, refuse } from './played.ts';
import { openStage, type Stage } from './stage.ts';

/* Making an account, a proxy for one, and another password, in the window, with main played. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

const pictures = process.env['SOTTO_PICTURES'];

async function expectSound(page: Page, name: string): Promise<void> {
  const found = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((wanted) => (document.documentElement.dataset['theme'] = wanted), theme);
    const axe = new AxeBuilder({ page });
    found.push(...(await (theme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze()).violations);
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}-${theme}.png` });
  }
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'));
  expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function fromMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('menuitem', { name: 'Accounts', exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

it('makes an account by the form that the server sends, by the keyboard alone', async () => {
  const page = await stage.open({ scene: 'welcome' });
  page.setDefaultTimeout(15_000);
  await expectSound(page, 'welcome');
  await page.getByRole('button', { name: /^Create an account/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Create an account' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('A server looks like example.org.').waitFor();
  await page.keyboard.type('example.org');
  await expectSound(page, 'register-server');
  await refuse(page, 'registration.ask', 'registration-closed');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('lets nobody make an account').waitFor();
  await page.getByRole('textbox', { name: 'Server' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Create an account on example.org' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('The server asks for this.').first().waitFor();
  await page.keyboard.type('fern');
  await page.getByText('Your address will be fern@example.org').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('moss and stone');
  await expectSound(page, 'register-form');
  await page.getByRole('button', { name: 'Open this page' }).click();
  expect(await callsOf(page, 'links.open')).toEqual([{ url: 'https://example.org/join' }]);
  await page.getByRole('textbox', { name: 'User name' }).focus();
  await refuse(page, 'registration.submit', 'registration-name-taken');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Somebody has this name already').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect((await callsOf(page, 'registration.submit')).at(-1)).toEqual({
    values: [
      { name: 'username', value: 'fern' },
      { name: 'password', value: 'moss and stone' },
      { name: 'email', value: '' },
      { name: 'why', value: '' },
      { name: 'terms', value: '0' },
    ],
    rememberPassword: true,
  });
  expect(await callsOf(page, 'registration.cancel')).not.toHaveLength(0);
}, 60_000);

it('holds a proxy in the editor, and shows why it failed', async () => {
  const page = await stage.open({ scene: 'private' });
  await fromMenu(page, 'Edit account…');
  await page.getByRole('combobox', { name: 'Proxy' }).selectOption('SOCKS5 (such as Tor)');
  const proxy = page.getByRole('group', { name: 'Proxy' });
  await proxy.getByRole('textbox', { name: 'Proxy user' }).fill('fern');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A name such as localhost').waitFor();
  await proxy.getByRole('textbox', { name: 'Proxy server' }).fill('localhost');
  await proxy.getByRole('textbox', { name: 'Proxy port' }).fill('9050');
  await proxy.getByRole('textbox', { name: 'Proxy password' }).fill('sesame');
  await page.getByRole('combobox', { name: 'Proxy' }).scrollIntoViewIfNeeded();
  await expectSound(page, 'proxy');
  await page.getByRole('checkbox', { name: 'Remember the password' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await callsOf(page, 'accounts.update')).toMatchObject([
    { settings: { proxy: { kind: 'socks5', host: 'localhost', port: 9050, username: 'fern' } }, proxyPassword: 'sesame', keepPassword: false },
  ]);
});

it('a pinned certificate is shown where the account is edited, and forgotten by saving', async () => {
  const page = await stage.open({ scene: 'several' });
  await page.getByRole('menuitem', { name: 'Accounts', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Edit account…' }).last().click();
  await page.getByRole('group', { name: 'Pinned certificate' }).getByText('3B9F').waitFor();
  await page.getByRole('checkbox', { name: 'Forget it when I save' }).check();
  await expectSound(page, 'pinned');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await callsOf(page, 'accounts.update')).toMatchObject([{ accountId: 'a2', keepPin: false }]);
});

it('changes a password only when both are the same, and says what the server said', async () => {
  const page = await stage.open({ scene: 'private' });
  await fromMenu(page, 'Change password…');
  const dialog = page.getByRole('dialog', { name: 'Change the password' });
  await page.keyboard.type('old one');
  await dialog.getByRole('textbox', { name: 'New password', exact: true }).fill('better');
  await dialog.getByRole('textbox', { name: 'New password again' }).fill('bitter');
  await page.keyboard.press('Enter');
  await dialog.getByText('The two are not the same.').waitFor();
  await dialog.getByRole('textbox', { name: 'New password again' }).fill('better');
  await refuse(page, 'accounts.changePassword', 'password-change-undecided');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('keeps both passwords').waitFor();
  await expectSound(page, 'change-password');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect(await callsOf(page, 'accounts.changePassword')).toMatchObject([
    { current: 'old one', password: 'better' },
    { current: 'old one', password: 'better' },
  ]);
});
