import type { Locator, Page } from '@playwright/test';

/** The menu bar, and the dialogs that it opens. */
export class MenuBar {
  readonly page: Page;
  readonly bar: Locator;

  constructor(page: Page) {
    this.page = page;
    this.bar = page.getByRole('menubar', { name: 'Menu' });
  }

  title(name: string): Locator {
    return this.bar.getByRole('menuitem', { name, exact: true });
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.title(menu).click();
    await this.page.getByRole('menu', { name: menu }).getByRole('menuitem', { name: entry }).click();
  }

  async setTheme(theme: 'As the system' | 'Light' | 'Dark'): Promise<void> {
    await this.choose('Tools', 'Preferences');
    const dialog = this.page.getByRole('dialog', { name: 'Preferences' });
    await dialog.getByRole('radio', { name: theme }).check();
    await dialog.getByRole('button', { name: 'Close' }).click();
  }
}
