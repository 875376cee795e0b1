import { expect, type Locator, type Page } from '@playwright/test';
import { MenuBar } from './menu-bar.ts';

/** The dialogs of moving from one device of a person to another. */
export class TransferDialog {
  readonly page: Page;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.locator('dialog[open]');
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  checkbox(name: string | RegExp): Locator {
    return this.dialog.getByRole('checkbox', { name });
  }

  /** What the dialog is called now. */
  async expectTitle(title: string): Promise<void> {
    await expect(this.dialog.getByRole('heading', { level: 2 })).toHaveText(title);
  }

  /** Has the old device show a code, and reads it. */
  async showCode(): Promise<string> {
    await new MenuBar(this.page).choose('Accounts', 'Move to another device…');
    await this.button('Show a code').click();
    return this.readCode();
  }

  async readCode(): Promise<string> {
    const code = this.dialog.getByLabel('Code', { exact: true });
    await expect(code).toHaveText(/^([0-9A-HJKMNP-TV-Z]{3} ){8}$/);
    return (await code.innerText()).trim();
  }

  /** Types a code on the new device, by keyboard alone. */
  async typeCode(code: string): Promise<void> {
    await new MenuBar(this.page).choose('Accounts', 'Receive from my other device…');
    await expect(this.dialog.getByLabel('The other device calls itself')).toBeVisible();
    await expect(this.dialog.getByLabel('The code that it shows')).toBeFocused();
    await this.page.keyboard.type(code);
    await this.page.keyboard.press('Enter');
  }
}
